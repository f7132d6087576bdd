"""The facilitator's sheet: who sits here, what is debated, and how the table's own page is opened."""

from collections.abc import Iterable
from dataclasses import dataclass

from dissemination.documents import setting
from dissemination.documents.book import BRAND, MM, Book
from dissemination.documents.papers.frame import ENGLISH, MARGIN, Column, Frame, Grid, Occasion, Words, cut
from dissemination.documents.papers.tables import Table, draw_code, draw_head


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """Somebody at the table, named as far as it is allowed."""

    name: str
    organisation: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Facilitation:
    """One table in one workshop for the person who looks after it. Its `people` are told apart below."""

    table: Table
    helpers: tuple[str, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()


def facilitator_sheets(
    occasion: Occasion, sheets: Iterable[Facilitation], *, words: Words = ENGLISH
) -> bytes:
    """A PDF with one sheet for each table of each workshop, more for a very large one."""
    book = Book(title=f"{words.facilitator_sheet}: {occasion.event}")
    draw_facilitator_sheets(book, occasion, sheets, words=words)
    return book.finish()


def draw_facilitator_sheets(
    book: Book, occasion: Occasion, sheets: Iterable[Facilitation], *, words: Words
) -> None:
    """Prints the sheets into a book, from the page in hand on."""
    for number, sheet in enumerate(sheets):
        if number:
            book.page()
        frame = Frame(book, occasion, f"{sheet.table.name}: {words.facilitator_sheet}", words)
        frame.begin()
        draw_head(
            frame, sheet.table, f"{words.looked_after}: {', '.join(sheet.helpers)}" if sheet.helpers else ""
        )
        draw_code(frame, sheet.table, words.open_page)
        _questions(frame, sheet.table)
        _people(frame, sheet.neighbours)


def _questions(frame: Frame, table: Table) -> None:
    if table.questions:
        _title(frame, frame.words.questions)
    for number, question in enumerate(table.questions, start=1):
        _lines(frame, f"{number}. {question.text}", size=12, bold=True)
        if question.perspectives:
            _lines(frame, " · ".join(question.perspectives), size=10, bold=False)


def _people(frame: Frame, neighbours: Iterable[Neighbour]) -> None:
    listed = list(neighbours)
    _title(frame, f"{frame.words.people}: {len(listed)}")
    grid = Grid(
        frame,
        (
            Column(frame.words.name, 60, bold=True),
            Column(frame.words.organisation, 110),
            Column(frame.words.here, 12),
        ),
    )
    grid.titles()
    for one in listed:
        name = f"{one.name}\n{one.note}" if one.note else one.name
        grid.row((name, one.organisation, ""), ticked=True)


def _title(frame: Frame, text: str) -> None:
    frame.need(27)
    frame.y += 11
    frame.book.text(MARGIN, frame.y, cut(text, frame.width, 13, bold=True), size=13, bold=True, colour=BRAND)
    frame.y += 3


def _lines(frame: Frame, text: str, *, size: float, bold: bool) -> None:
    for line in setting.wrap(setting.clean(text), width=frame.width * MM / size, bold=bold, limit=4):
        frame.need(6)
        frame.y += size * 0.48
        frame.book.text(MARGIN, frame.y, line, size=size, bold=bold)
