"""The running sheet: who does what, where and when, with private cues, and whom to ring."""

from collections.abc import Iterable
from dataclasses import dataclass

from dissemination.documents.book import BRAND, Book
from dissemination.documents.papers.frame import ENGLISH, MARGIN, Column, Frame, Grid, Occasion, Words, cut


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of the day; the time as it should be read, such as "09:30–10:00"."""

    time: str
    item: str
    room: str = ""
    who: tuple[str, ...] = ()
    cues: str = ""


@dataclass(frozen=True, kw_only=True)
class Telephone:
    """Whom to ring on the day, and what for."""

    name: str
    number: str
    role: str = ""


def running_sheet(
    occasion: Occasion, items: Iterable[Item], telephones: Iterable[Telephone] = (), *, words: Words = ENGLISH
) -> bytes:
    """A PDF of the day line by line, with the telephone numbers below."""
    book = Book(title=f"{words.running_sheet}: {occasion.event}")
    draw_running_sheet(book, occasion, items, telephones, words=words)
    return book.finish()


def draw_running_sheet(
    book: Book, occasion: Occasion, items: Iterable[Item], telephones: Iterable[Telephone], *, words: Words
) -> None:
    """Prints the running sheet into a book, from the page in hand on."""
    frame = Frame(book, occasion, words.running_sheet, words)
    frame.begin()
    grid = Grid(
        frame,
        (
            Column(words.time, 26, bold=True),
            Column(words.item, 56, bold=True),
            Column(words.who, 44),
            Column(words.room, 22),
            Column(words.cues, 34),
        ),
    )
    grid.titles()
    for item in items:
        grid.row((item.time, item.item, "\n".join(item.who), item.room, item.cues))
    _telephones(frame, list(telephones))


def _telephones(frame: Frame, telephones: list[Telephone]) -> None:
    if not telephones:
        return
    frame.need(30)
    frame.y += 10
    title = cut(frame.words.telephones, frame.width, 13, bold=True)
    frame.book.text(MARGIN, frame.y, title, size=13, bold=True, colour=BRAND)
    frame.y += 2
    grid = Grid(frame, (Column("", 70, bold=True), Column("", 62), Column("", 50, bold=True)))
    for telephone in telephones:
        grid.row((telephone.name, telephone.role, telephone.number))
