"""Prove every law of the house, print each as ok or broken, and fail when one is broken."""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {  # invented values, where production wants real ones
    "MODE": "production",
    "SITE_URL": "https://onward.example.org",
    "SECRET_KEY": "only-to-be-checked-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "MAIL_FROM": "events@example.org",
}
TYPED = "dissemination registrations sessions speakers start.py .ci"
LAWS = {  # the slowest first; mypy without its cache, which misleads it after a change of models
    "types (mypy, strict)": f"mypy --no-incremental {TYPED}",
    "sizes, templates, foreign keys": "pytest tests/test_architecture.py",
    "imports (import-linter)": "lint-imports --no-cache --no-logo",
    "migrations match the models": "python manage.py makemigrations --check --dry-run",
    "production settings": "python manage.py check --deploy --fail-level WARNING",
    "style (ruff check)": "ruff check .",
    "layout (ruff format)": "ruff format --check .",
}


def _prove(law: str) -> tuple[str, "subprocess.CompletedProcess[str]"]:
    program, *arguments = LAWS[law].split()
    command = [str(Path(sys.executable).parent / program), *arguments]
    with tempfile.TemporaryDirectory() as data:
        told = {**os.environ, "DATA_DIR": data, **(PRODUCTION if law == "production settings" else {})}
        return law, subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True)


def main() -> int:
    """Print each law as soon as it is proved; 1 when one is broken."""
    broken = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for proof in as_completed([pool.submit(_prove, law) for law in LAWS]):
            law, done = proof.result()
            broken += bool(done.returncode)
            words = f"broken  {law}\n{done.stdout}{done.stderr}" if done.returncode else f"ok      {law}"
            print(words, flush=True)
    print(f"{broken} of {len(LAWS)} laws broken" if broken else f"all {len(LAWS)} laws hold")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
