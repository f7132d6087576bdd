"""A table that somebody made in a spreadsheet or another system: its headings, and its rows as text."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dissemination.documents.tables import workbooks

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
_SEPARATORS = ",;\t|"
_GUARDED = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LOOKED_AT = 400


class Unreadable(Exception):
    """The file cannot be taken. `code` is one of: empty, large, long, wide, old, broken, text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and (number of the row in the file, its cells) for each row that holds anything.

    Every row has as many cells as there are headings; a heading that the file lacks is empty.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read(content: bytes) -> Table:
    """The first sheet of an XLSX workbook, or text with separators in the encodings that spreadsheets write.

    The first row that holds anything gives the headings; where an address stands in it, it is a person, and
    there are none. Raises Unreadable.
    """
    if not content.strip():
        raise Unreadable("empty")
    if len(content) > MOST_BYTES:
        raise Unreadable("large")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old")
    rows = _workbook(content) if content.startswith(b"PK\x03\x04") else _lines(content)
    return _table(_bounded(rows))


def _workbook(content: bytes) -> Iterator[Sequence[str]]:
    try:
        yield from workbooks.rows(content, most_columns=MOST_COLUMNS + 1)
    except workbooks.Broken as fault:
        raise Unreadable("broken") from fault


def _lines(content: bytes) -> Iterator[Sequence[str]]:
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        yield from reader
    except csv.Error as fault:
        raise Unreadable("broken") from fault


def _decoded(content: bytes) -> str:
    """By its mark; without one as UTF-16, UTF-8 or, as Excel writes it in western Europe, Windows-1252."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    start = content[:_LOOKED_AT]
    if not marked and start.count(0) * 3 > len(start):
        marked = "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            return _no_file_of_another_kind(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Unreadable("text")


def _no_file_of_another_kind(text: str) -> str:
    controls = sum(letter < " " and letter not in "\t\r\n" for letter in text[:_LOOKED_AT])
    if controls * 10 > min(len(text), _LOOKED_AT):
        raise Unreadable("text")
    return text


def _separator(text: str) -> str:
    """The one that stands most often in the first line, outside of quotation marks."""
    first = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=bare.count)


def _bounded(rows: Iterable[Sequence[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, with their number in the file; no more of them than we take."""
    found = 0
    for number, cells in enumerate(rows, start=1):
        if number > MOST_ROWS * 5:
            raise Unreadable("long")
        kept = _without_tail([_unguarded(cell.strip()) for cell in cells])
        if kept:
            found += 1
            if any(kept[MOST_COLUMNS:]):
                raise Unreadable("wide")
            if found > MOST_ROWS + 1:
                raise Unreadable("long")
            yield number, kept[:MOST_COLUMNS]


def _without_tail(cells: list[str]) -> list[str]:
    """Without the empty cells at its end."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _unguarded(cell: str) -> str:
    """Without the apostrophe that an export puts before what a spreadsheet would reckon."""
    return cell[1:] if cell.startswith(_GUARDED) else cell


def _table(rows: Iterator[tuple[int, list[str]]]) -> Table:
    first = next(rows, None)
    if first is None:
        raise Unreadable("empty")
    below = list(rows)
    width = max(len(cells) for _, cells in [first, *below])
    if any("@" in cell for cell in first[1]):
        first, below = (0, []), [first, *below]
    return Table(_padded(first[1], width), tuple((number, _padded(cells, width)) for number, cells in below))


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple(itertools.islice(itertools.chain(cells, itertools.repeat("")), width))
