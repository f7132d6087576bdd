"""Text made fit for a document: what would break the file or cost seconds to set is taken out."""

import re

_UNFIT = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")


def prose(text: str, *, limit: int = 8000) -> str:
    """Text of several lines, at most `limit` characters: line ends are LF, invisible controls are gone."""
    lines = _LINE_ENDS.sub("\n", text[: limit * 2]).replace("\t", " ")
    return _shortened(_UNFIT.sub("", lines).strip(), limit)


def one_line(text: str, *, limit: int = 400) -> str:
    """One line of text, at most `limit` characters; a shortened text ends in an ellipsis."""
    return _shortened(_SPACES.sub(" ", prose(text, limit=limit * 2)).strip(), limit)


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
