"""Markdown that says what the data says: no letter of it becomes a heading, a list, a link or HTML.

Plain values in, text out, for CommonMark 0.31 with GitHub's tables and strikethrough. Only what would
mean something is escaped, so that the source reads well too.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

_INLINE = re.compile(r"[\\`*_\[\]<>|~]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BLOCK_START = re.compile(r"(?m)^[ \t]*(#|[-+=](?=[ \t]|[-=+ ]*$)|\d{1,9}(?=[.)](?:[ \t]|$)))")
_CLOSING_HASHES = re.compile(r"#(?=#*\s*$)")


def escape(text: str) -> str:
    """One line of plain text, to stand in a line of Markdown and to be read as it is."""
    line = " ".join(text.split())
    line = _INLINE.sub(r"\\\g<0>", line)
    return _ENTITY.sub("&amp;", line)


def _at_start(line: str) -> str:
    """The line, safe at the start of a block as well."""
    found = _BLOCK_START.match(line)
    if not found:
        return line
    mark = found[1]
    return f"{mark}\\{line[found.end() :]}" if mark.isdigit() else f"\\{line.lstrip()}"


def paragraph(text: str) -> str:
    """One paragraph of one line."""
    return _at_start(escape(text))


def prose(text: str) -> str:
    """Plain text of several lines: empty lines part paragraphs, single line ends stay line ends."""
    parts = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join("\\\n".join(paragraph(line) for line in part.splitlines()) for part in parts)


def heading(level: int, text: str) -> str:
    """A heading of this level."""
    return f"{'#' * level} {_CLOSING_HASHES.sub(chr(92) + '#', paragraph(text))}"


def bullets(rows: Iterable[str], *, depth: int = 0) -> str:
    """A list of rows that are Markdown already."""
    return "\n".join(f"{'  ' * depth}- {row}" for row in rows)


def strong(text: str) -> str:
    """Plain text that stands out."""
    return f"**{escape(text)}**"


def address(url: str) -> str:
    """The address when it leads to a web page, with nothing in it that ends a link; else nothing."""
    is_web = urlsplit(url).scheme in ("http", "https")
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~-._") if is_web else ""


def link(text: str, url: str) -> str:
    """A link; the text alone when the address is none that a reader should follow."""
    where = address(url)
    return f"[{escape(text)}](<{where}>)" if where else escape(text)


def image(alt: str, url: str) -> str:
    """A picture with its description."""
    return f"!{link(alt, url)}"
