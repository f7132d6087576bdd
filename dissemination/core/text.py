"""Text as people type it, made safe to store and to print: normal form, no control or direction marks."""

import re
import unicodedata

MARKS_IN_A_ROW = 6
STOPS = ("?", "!", ".", ":", "…")
_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")


def _fewer_marks(text: str) -> str:
    """The text with at most six combining marks on one letter (stacked marks overflow every box)."""
    kept, run = [], 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(letter)
    return "".join(kept)


def _plain(text: str) -> str:
    text = _CONTROL.sub("", text.translate(_DIRECTION))
    return text if text.isascii() else _fewer_marks(unicodedata.normalize("NFC", text))


def titled(title: str, words: str) -> str:
    """Words behind a title: “Workshop: Table 4”, “What stops you? Table 4”."""
    return f"{title}{'' if title.endswith(STOPS) else ':'} {words}"


def one_line(text: str) -> str:
    """One line of plain text: spaces and line ends become single spaces, control characters go."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", _plain(text)).strip()


def prose(text: str) -> str:
    """Plain text of several lines: line ends are LF, control characters and direction marks go."""
    return _plain(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
