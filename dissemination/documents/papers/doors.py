"""The door list: everybody who is expected, by surname, with a box to tick when the network is down."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from dissemination.documents.book import QUIET, Book
from dissemination.documents.papers.frame import ENGLISH, MARGIN, Column, Frame, Grid, Occasion, Words


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One expected person. `surname` orders the list (the last word of the name stands in for it); `groups`
    are in the order of the workshops.
    """

    name: str
    surname: str = ""
    organisation: str = ""
    groups: tuple[str, ...] = ()
    note: str = ""


def door_list(
    occasion: Occasion,
    arrivals: Iterable[Arrival],
    *,
    workshops: tuple[str, ...] = (),
    words: Words = ENGLISH,
) -> bytes:
    """A PDF of everybody expected, in the order of surnames, with their group for each workshop.

    The first letter of the surname stands in the margin where it begins, and at the top of each page.
    """
    book = Book(title=f"{words.door_list}: {occasion.event}")
    draw_door_list(book, occasion, arrivals, workshops=workshops, words=words)
    return book.finish()


def draw_door_list(
    book: Book, occasion: Occasion, arrivals: Iterable[Arrival], *, workshops: tuple[str, ...], words: Words
) -> None:
    """Prints the door list into a book, from the page in hand on."""
    frame = Frame(book, occasion, words.door_list, words)
    frame.begin()
    listed = sorted(arrivals, key=_by_surname)
    book.text(MARGIN + 26, 33.4, f"{words.expected}: {len(listed)}", size=10, colour=QUIET)
    shown = workshops[:4]
    groups = 78.0 / max(3, len(shown))
    grid = Grid(
        frame,
        (
            Column(words.name, 56, bold=True),
            Column(words.organisation, 170 - 56 - groups * len(shown)),
            *(Column(workshop, groups) for workshop in shown),
            Column(words.here, 12),
        ),
    )
    grid.titles()
    last = ""
    for arrival in listed:
        name = f"{arrival.name}\n{arrival.note}" if arrival.note else arrival.name
        seats = (*arrival.groups, *("",) * len(shown))[: len(shown)]
        mark = _by_surname(arrival)[0][:1].upper()
        row = (name, arrival.organisation, *seats, "")
        grid.row(row, ticked=True, mark=mark, is_marked=mark != last)
        last = mark


def _by_surname(arrival: Arrival) -> tuple[str, str]:
    last = arrival.surname or arrival.name.rpartition(" ")[2]
    return _plain(last), _plain(arrival.name)


def _plain(text: str) -> str:
    """The letters without their accents, as a person looks them up."""
    parts = unicodedata.normalize("NFKD", text[:200])
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()
