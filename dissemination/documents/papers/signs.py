"""Table signs, to be read across a room: one to stand on each table, folded from A4 or cut to A5 cards."""

from collections.abc import Iterable
from dataclasses import dataclass

from dissemination.documents.book import ACCENT, BRAND, QUIET, Book
from dissemination.documents.papers.frame import ENGLISH, MARGIN, Occasion, Words, centred, cut

_CARD = 148.5  # half of an A4 sheet is high


@dataclass(frozen=True, kw_only=True)
class Sign:
    """What stands on one table: its name, its topic, what it offers, where it belongs.

    `workshops` says when it stands there, with the hours; empty for a sign that stays all day.
    """

    name: str
    topic: str = ""
    offers: tuple[str, ...] = ()
    room: str = ""
    workshops: str = ""


def table_signs(
    occasion: Occasion, signs: Iterable[Sign], *, as_cards: bool = False, words: Words = ENGLISH
) -> bytes:
    """A PDF of signs: one A4 sheet each, to fold; or two A5 cards on each sheet, to cut."""
    book = Book(title=f"{words.table_signs}: {occasion.event}")
    (draw_cards if as_cards else draw_tents)(book, occasion, signs, words=words)
    return book.finish()


def draw_tents(book: Book, occasion: Occasion, signs: Iterable[Sign], *, words: Words) -> None:
    """Each sign twice on a sheet, once upside down: folded in the middle it is read from both sides."""
    for number, sign in enumerate(signs):
        if number:
            book.page()
        _face(book, occasion, sign, _CARD)
        with book.upside_down():
            _face(book, occasion, sign, _CARD)
        _line(book, words.fold)


def draw_cards(book: Book, occasion: Occasion, signs: Iterable[Sign], *, words: Words) -> None:
    """Two signs below each other on a sheet."""
    for number, sign in enumerate(signs):
        if number and number % 2 == 0:
            book.page()
        _face(book, occasion, sign, _CARD * (number % 2))
        if number % 2 == 0:
            _line(book, words.cut)


def _face(book: Book, occasion: Occasion, sign: Sign, top: float) -> None:
    """One side of a sign, half a sheet high."""
    middle, width = book.width / 2, book.width - 2 * MARGIN
    event = cut(occasion.event, width, 12, bold=True)
    book.text(middle, top + 17, event, size=12, bold=True, colour=BRAND, align="centre")
    if sign.workshops:
        centred(book, sign.workshops, middle, top + 27, width, 13, largest=20, lines=2, bold=True)
    name_at, height = (67, 64) if sign.workshops else (62, 74)
    centred(book, sign.name, middle, top + name_at, width, height, largest=210, lines=3, bold=True)
    book.rectangle(middle - 20, top + 103, 40, 1.6, colour=ACCENT)
    if sign.topic:
        centred(book, sign.topic, middle, top + 114, width, 16, largest=26, lines=2)
    if offers := " · ".join(sign.offers):
        centred(book, offers, middle, top + 128, width, 9, largest=17, bold=True, colour=BRAND)
    if sign.room:
        book.text(middle, top + 139, cut(sign.room, width, 12), size=12, colour=QUIET, align="centre")


def _line(book: Book, words: str) -> None:
    """Where to fold or cut, said small at the edge."""
    book.rule(0, _CARD, 6)
    book.rule(book.width - 6, _CARD, 6)
    book.text(7, _CARD + 0.9, cut(words, 60, 7), size=7, colour=QUIET)
