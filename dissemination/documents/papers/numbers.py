"""Numbers for the caterer on one sheet: counts under their headings, and no names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dissemination.documents.book import BRAND, Book
from dissemination.documents.papers.frame import (
    ENGLISH,
    LINE,
    MARGIN,
    Column,
    Frame,
    Grid,
    Occasion,
    Words,
    cut,
)


@dataclass(frozen=True, kw_only=True)
class Section:
    """Counts under one heading: each is what, and how many."""

    title: str
    rows: tuple[tuple[str, str], ...]


def numbers_sheet(
    occasion: Occasion,
    sections: Iterable[Section],
    *,
    title: str,
    notes: Sequence[str] = (),
    words: Words = ENGLISH,
) -> bytes:
    """A PDF with the notes on top, then each section that has rows."""
    book = Book(title=f"{title}: {occasion.event}")
    frame = Frame(book, occasion, title, words)
    frame.begin()
    for note in notes:
        book.text(MARGIN, frame.y + LINE, cut(note, frame.width, 11), size=11)
        frame.y += LINE + 1.2
    for section in sections:
        if section.rows:
            _draw(frame, section)
    return book.finish()


def _draw(frame: Frame, section: Section) -> None:
    frame.need(30)
    frame.y += 10
    heading = cut(section.title, frame.width, 13, bold=True)
    frame.book.text(MARGIN, frame.y, heading, size=13, bold=True, colour=BRAND)
    frame.y += 2
    grid = Grid(frame, (Column("", 150), Column("", 32, bold=True)))
    for row in section.rows:
        grid.row(row)
