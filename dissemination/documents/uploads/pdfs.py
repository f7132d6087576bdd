"""PDF files: whether they do anything but show pages, and what readers will miss."""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from dissemination.documents.uploads.findings import Facts, Unfit

_PIECE = 8 << 20
_OVERLAP = 4096
_MOST_OBJECTS = 64 << 20
_MOST_STREAM = 4 << 20
_MARKUP = re.compile(rb"<(html|script|svg|!doctype)", re.IGNORECASE)
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
_PACKED = re.compile(rb"/Type\s*/ObjStm(?:(?!endobj).){0,600}?stream\r?\n", re.DOTALL)
_DOUBTS = (
    ("locked", re.compile(rb"/Encrypt\b")),
    ("active_content", re.compile(rb"/(JavaScript|Launch|ImportData|SubmitForm|RichMedia|XFA)\b")),
    ("embedded_files", re.compile(rb"/(EmbeddedFiles?|Filespec)\b")),
)
_SIGNS = {
    "no_title": re.compile(rb"/Title\s*(\((?!\))|<(?!>))|<dc:title"),
    "no_text": re.compile(rb"/Font\b"),
    "not_tagged": re.compile(rb"/StructTreeRoot\b"),
}


def look_into_pdf(content: BinaryIO, facts: Facts) -> None:
    """Notes what a PDF does and lacks, from its raw bytes and its packed objects; nothing is executed."""
    facts.kind = "pdf"
    facts.warnings.update(_SIGNS)
    _check_ends(content)
    seen: set[str] = set()
    for text in _texts(content):
        seen.update(code for code, pattern in _DOUBTS if pattern.search(text))
        facts.warnings -= {code for code, pattern in _SIGNS.items() if pattern.search(text)}
    for code, _ in _DOUBTS:
        if code in seen:
            facts.doubt(code)


def _check_ends(content: BinaryIO) -> None:
    content.seek(0)
    if _MARKUP.search(content.read(1024)):
        raise Unfit("mixed")
    size = content.seek(0, 2)
    content.seek(max(0, size - 2048))
    tail = content.read()
    if b"startxref" not in tail or b"%%EOF" not in tail:
        raise Unfit("broken")
    if _MARKUP.search(tail[tail.rfind(b"%%EOF") :]):
        raise Unfit("mixed")


def _texts(content: BinaryIO) -> Iterator[bytes]:
    """The file in overlapping pieces, names spelt out, and each packed list of objects."""
    content.seek(0)
    held, allowance = b"", _MOST_OBJECTS
    while piece := content.read(_PIECE):
        piece = held + piece
        yield _spelt(piece)
        for packed in _PACKED.finditer(piece):
            objects = _unpacked(
                piece[packed.end() : packed.end() + _MOST_STREAM], min(allowance, _MOST_STREAM)
            )
            allowance -= len(objects)
            yield _spelt(objects)
        held = piece[-_OVERLAP:]


def _spelt(text: bytes) -> bytes:
    """Names may hide letters as #xx; a reader sees through it, and so do we."""
    return _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), text)


def _unpacked(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, max(1, most))
    except zlib.error:
        return b""
