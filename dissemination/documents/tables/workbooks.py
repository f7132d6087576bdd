"""The rows of an XLSX workbook as text, read within bounds; a formula counts as it was last reckoned."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from dissemination.documents.uploads.archives import Archive
from dissemination.documents.uploads.findings import Unfit

MOST_UNPACKED = 40 * 1024 * 1024


class Broken(Exception):
    """No workbook, or one that promises harm."""


def rows(content: bytes, *, most_columns: int) -> Iterator[list[str]]:
    """Each row of the first sheet from the top, cells beyond `most_columns` left out. Raises Broken.

    What the sheet says about its own size is not believed: rows and columns are counted as they come.
    """
    try:
        archive = Archive.opened(io.BytesIO(content), size=len(content))
    except Unfit as fault:
        raise Broken from fault
    if archive.unpacked > MOST_UNPACKED:
        raise Broken
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()
        for cells in sheet.iter_rows(values_only=True, max_col=most_columns):
            is_blank = cells.count(None) == len(cells)  # a sheet may claim a million such rows
            yield [] if is_blank else [_text(cell) for cell in cells]
    except Exception as fault:  # a broken workbook makes openpyxl raise whatever its parts run into
        raise Broken from fault


def _text(value: Any) -> str:
    """As a person would type it; a moment without its zone, a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time.min else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)
