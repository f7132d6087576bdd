"""The day pack: everything on paper in one file, for the day when the network is down."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dissemination.documents import badges as labels
from dissemination.documents.badges import Badge, Label
from dissemination.documents.book import A4, Book
from dissemination.documents.papers.doors import Arrival, draw_door_list
from dissemination.documents.papers.facilitating import Facilitation, draw_facilitator_sheets
from dissemination.documents.papers.frame import ENGLISH, Occasion, Words, foot
from dissemination.documents.papers.plan import LANDSCAPE, Plan, draw_room_plans
from dissemination.documents.papers.running import Item, Telephone, draw_running_sheet
from dissemination.documents.papers.signs import Sign, draw_tents
from dissemination.documents.papers.tables import draw_table_sheets

_ROOM_FOR_FOOT = 11.0


def day_pack(
    occasion: Occasion,
    *,
    items: Iterable[Item] = (),
    telephones: Iterable[Telephone] = (),
    arrivals: Iterable[Arrival] = (),
    workshops: tuple[str, ...] = (),
    plans: Iterable[Plan] = (),
    sheets: Iterable[Facilitation] = (),
    signs: Iterable[Sign] = (),
    badges: Iterable[Badge] = (),
    label: str | Label = "L4785",
    offset_mm: tuple[float, float] = (0.0, 0.0),
    words: Words = ENGLISH,
) -> bytes:
    """One PDF with a table of contents: running sheet, door list, plans, each table's papers, badges.

    `sheets` are the tables of the workshops, each printed for its facilitator and for writing on.
    """
    book = Book(title=f"{words.day_pack}: {occasion.event}")
    book.chapter(words.running_sheet)
    draw_running_sheet(book, occasion, items, telephones, words=words)
    book.page()
    book.chapter(words.door_list)
    draw_door_list(book, occasion, arrivals, workshops=workshops, words=words)
    _chapter(book, words.room_plan, list(plans), draw_room_plans, occasion, words, size=LANDSCAPE)
    held = list(sheets)
    _chapter(book, words.facilitator_sheet, held, draw_facilitator_sheets, occasion, words)
    _chapter(book, words.table_sheet, [sheet.table for sheet in held], draw_table_sheets, occasion, words)
    _chapter(book, words.table_signs, list(signs), draw_tents, occasion, words)
    if worn := list(badges):
        _badges(book, occasion, worn, labels.known(label), offset_mm, words)
    return book.finish()


def _chapter(
    book: Book,
    title: str,
    rows: Sequence[Any],
    draw: Callable[..., None],
    occasion: Occasion,
    words: Words,
    *,
    size: tuple[float, float] = A4,
) -> None:
    """Begins on a sheet of its own; left out when there is nothing to print."""
    if rows:
        book.page(size)
        book.chapter(title)
        draw(book, occasion, rows, words=words)


def _badges(
    book: Book,
    occasion: Occasion,
    worn: list[Badge],
    sheet: Label,
    offset_mm: tuple[float, float],
    words: Words,
) -> None:
    """One label sheet after the other, each with its page number where the labels leave room for it."""
    printed = labels.Words(title=words.badges, no_photographs=words.no_photographs)
    below = sheet.page[1] - sheet.corner(sheet.per_sheet - 1)[1] - sheet.height
    for start in range(0, len(worn), sheet.per_sheet):
        book.page(sheet.page)
        if start == 0:
            book.chapter(words.badges)
        part = worn[start : start + sheet.per_sheet]
        labels.draw(book, part, sheet=sheet, offset_mm=offset_mm, heading=occasion.event, words=printed)
        if below >= _ROOM_FOR_FOOT:
            foot(book, f"{occasion.event} · {words.badges}", words)
