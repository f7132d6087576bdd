"""Bring govuk-frontend, the typeface, axe-core and ical.js into the repository, without GOV.UK's own.

For maintainers, by hand, when a new version is wanted (needs npm; nobody who runs the product does):

    python3 .ci/vendor_front_end.py

It removes the GDS Transport font, the crown and the crest, gives the style sheet our typeface by a custom
property, drops source-map comments, lets the script start itself (a strict content security policy allows
no inline start) and writes down what came from where.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

WANTED = {
    "govuk-frontend": "6.6.0",
    "@fontsource/atkinson-hyperlegible-next": "5.3.0",
    "axe-core": "4.14.1",
    "ical.js": "2.2.1",
}
ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "dissemination" / "static"
RESERVED = re.compile(
    r"govuk-footer__(crown|copyright-logo|licence-logo)|govuk-header__logo|govuk-logo-dot|GDS Transport"
)
START = "\ndocument.body.classList.add('js-enabled','govuk-frontend-supported');initAll();\n"


def rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Each rule as (prelude, body); body is None for a statement such as `@charset`."""
    at = 0
    while at < len(css):
        brace, semicolon = css.find("{", at), css.find(";", at)
        if brace < 0:
            return
        if 0 <= semicolon < brace:
            yield css[at : semicolon + 1], None
            at = semicolon + 1
            continue
        depth, end = 1, brace + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[at:brace], css[brace + 1 : end - 1]
        at = end


def without_reserved(css: str) -> str:
    """The same style sheet without any rule for a crown, crest or GOV.UK logo, or their font face."""
    kept = []
    for prelude, body in rules(css):
        if body is None:
            kept.append(prelude)
            continue
        if RESERVED.search(prelude) or (prelude.startswith("@font-face") and RESERVED.search(body)):
            continue
        inner = without_reserved(body) if prelude.startswith(("@media", "@supports")) else body
        if inner:
            kept.append(f"{prelude}{{{inner}}}")
    return "".join(kept)


def write_styles(source: Path, target: Path) -> None:
    """The trimmed style sheet, with our typeface by custom property, one rule a line."""
    css = re.sub(r"/\*.*?\*/", "", source.read_text(), flags=re.S).replace("\n", "")
    css = re.sub(r"font-family:(GDS Transport,arial,)?sans-serif", "font-family:var(--onward-font)", css)
    trimmed = "".join(
        prelude if body is None else f"\n{prelude}{{{body}}}"
        for prelude, body in rules(without_reserved(css))
    )
    target.write_text(trimmed + "\n")


def write_script(source: Path, target: Path) -> None:
    """The script as published, without its source map, starting itself at the end."""
    script = re.sub(r"//# sourceMappingURL=.*", "", source.read_text()).rstrip()
    target.write_text(script + START)


def main() -> None:
    """Fetch the wanted versions and write them into `dissemination/static` and `tests/browser`."""
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{name}@{version}" for name, version in WANTED.items()]
        npm = shutil.which("npm") or "npm"
        subprocess.run([npm, "install", "--no-save", "--prefix", folder, *names], check=True)
        modules = Path(folder) / "node_modules"
        govuk, font, axe, ical = (modules / name for name in WANTED)
        (STATIC / "govuk").mkdir(parents=True, exist_ok=True)
        (STATIC / "fonts").mkdir(parents=True, exist_ok=True)
        (ROOT / "tests" / "browser").mkdir(parents=True, exist_ok=True)
        write_styles(govuk / "dist/govuk/govuk-frontend.min.css", STATIC / "govuk/govuk-frontend.css")
        write_script(govuk / "dist/govuk/govuk-frontend.min.js", STATIC / "govuk/govuk-frontend.js")
        for weight in ("400", "700"):
            name = f"atkinson-hyperlegible-next-latin-{weight}-normal.woff2"
            shutil.copy(font / "files" / name, STATIC / "fonts" / f"atkinson-next-{weight}.woff2")
        shutil.copy(font / "LICENSE", STATIC / "fonts/LICENSE.txt")
        shutil.copy(axe / "axe.min.js", ROOT / "tests/browser/axe.min.js")
        shutil.copy(ical / "dist/ical.min.js", ROOT / "tests/browser/ical.min.js")
    (STATIC / "vendored.json").write_text(json.dumps(WANTED, indent=2) + "\n")


if __name__ == "__main__":
    main()
