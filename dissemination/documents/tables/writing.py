"""Tables that we give out, piece by piece: the first byte leaves at once and memory stays flat.

No cell can become a formula. What a spreadsheet would reckon has an apostrophe before it in CSV (CWE-1236);
in XLSX every cell is text by its type.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

_RECKONED = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x000D_ in a text as a line end
_LONGEST_CELL = 32_000
_ROWS_A_PIECE = 200

_OPEN = "http://schemas.openxmlformats.org"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OPEN}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_OPEN}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_OPEN}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_OPEN}/spreadsheetml/2006/main" '
        f'xmlns:r="{_OPEN}/officeDocument/2006/relationships">'
        '<sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
}
_HEAD = (
    f'<worksheet xmlns="{_OPEN}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<cols><col min="1" max="100" width="24" customWidth="1"/></cols><sheetData>'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def csv_pieces(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The rows as CSV in UTF-8 with a mark, by which Excel knows the encoding."""
    text = io.StringIO()
    writer = csv.writer(text)
    text.write("\ufeff")
    for number, row in enumerate(rows):
        writer.writerow([_harmless(cell) for cell in row])
        if number % _ROWS_A_PIECE == 0:
            yield _taken(text)
    yield _taken(text)


def xlsx_pieces(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The rows as a workbook of one sheet whose first row stands still; written as it is compressed."""
    stream = _Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _PARTS.items():
            archive.writestr(name, _XML + part)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write((_XML + _HEAD).encode())
            for number, row in enumerate(rows):
                sheet.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
                if number % _ROWS_A_PIECE == 0:
                    yield stream.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield stream.taken()


class _Stream(io.RawIOBase):
    """Where the archive is written to: it cannot be wound back, and gives away what it has."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """All that has been written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def _taken(text: io.StringIO) -> bytes:
    written = text.getvalue().encode("utf-8", "replace")
    text.seek(0)
    text.truncate()
    return written


def _harmless(cell: str) -> str:
    bare = cell.replace("\0", "")
    return f"'{bare}" if _RECKONED.match(bare) else bare


def _cell(cell: str) -> str:
    bare = _LOOKS_ESCAPED.sub("_x005F_", _NO_XML.sub("", cell[:_LONGEST_CELL]))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(bare)}</t></is></c>'
