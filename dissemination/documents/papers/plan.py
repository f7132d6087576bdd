"""The plan of a room: its tables as circles with their seats, numbered, and marked with what they offer."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dissemination.documents.book import A4, BRAND, FAINT, INK, QUIET, WHITE, Book
from dissemination.documents.papers.frame import ENGLISH, MARGIN, Frame, Occasion, Words, centred, cut

LANDSCAPE = (A4[1], A4[0])
_MOST = 48  # tables on one sheet; more take further sheets
_FRONT = 8.0
_LEGEND = 8.0
_SEATS = 24  # dots that a circle has room for


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One table: how many it seats, and the marks of what it offers."""

    name: str
    seats: int = 0
    marks: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The tables of one room, from the front on, and for what they stand there.

    `legend` says what each mark means. Nobody has measured the room: the rows are a help to find a table.
    """

    room: str
    workshops: str = ""
    spots: tuple[Spot, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()


def room_plans(occasion: Occasion, plans: Iterable[Plan], *, words: Words = ENGLISH) -> bytes:
    """A PDF with a sheet for each room, more where it has very many tables."""
    book = Book(title=f"{words.room_plan}: {occasion.event}", size=LANDSCAPE)
    draw_room_plans(book, occasion, plans, words=words)
    return book.finish()


def draw_room_plans(book: Book, occasion: Occasion, plans: Iterable[Plan], *, words: Words) -> None:
    """Prints the plans into a book, from the page in hand on; it lies on its side."""
    sheets = [(plan, *part) for plan in plans for part in enumerate(_parts(plan.spots))]
    for number, (plan, turn, spots) in enumerate(sheets):
        if number:
            book.page(LANDSCAPE)
        _sheet(Frame(book, occasion, plan.room or words.room_plan, words), plan, spots, is_front=not turn)


def _parts(spots: Sequence[Spot]) -> list[Sequence[Spot]]:
    """The tables in parts of much the same size, each of which fits a sheet."""
    sheets = max(1, math.ceil(len(spots) / _MOST))
    size = max(1, math.ceil(len(spots) / sheets))
    return [spots[start : start + size] for start in range(0, len(spots), size)]


def _sheet(frame: Frame, plan: Plan, spots: Sequence[Spot], *, is_front: bool) -> None:
    """One sheet of a room; the front of the room is on the first."""
    frame.begin()
    book = frame.book
    book.text(MARGIN + 26, 33.4, cut(plan.workshops, 200, 10), size=10, colour=QUIET)
    if is_front:
        book.rectangle(MARGIN, frame.y, frame.width, _FRONT, colour=FAINT, radius=2)
        centred(book, frame.words.front, book.width / 2, frame.y + _FRONT / 2, frame.width, 6, largest=11)
    top, bottom = frame.y + _FRONT + 3, frame.bottom - (_LEGEND if plan.legend else 0)
    rows, columns = _grid(len(spots), frame.width / (bottom - top))
    wide, high = frame.width / columns, (bottom - top) / rows
    for place, spot in enumerate(spots):
        row, column = divmod(place, columns)
        x, y = MARGIN + (column + 0.5) * wide, top + (row + 0.5) * high
        _table(frame, spot, x, y, min(wide, high) / 2)
    _legend(frame, plan.legend)


def _grid(count: int, ratio: float) -> tuple[int, int]:
    """Rows and columns for so many round tables on a sheet of this width to height."""
    rows = max(1, math.ceil(count / max(1, round(math.sqrt(count * ratio)))))
    return rows, max(1, math.ceil(count / rows))


def _table(frame: Frame, spot: Spot, x: float, y: float, room: float) -> None:
    """A round table in a square of this half side: its seats around it, its name large, its marks above."""
    book, radius = frame.book, min(28.0, room * 0.68)
    seat = radius * 0.13
    count = min(spot.seats, _SEATS)
    for number in range(count):
        turn = 2 * math.pi * number / count
        around = radius + seat * 1.5
        book.disc(x + around * math.sin(turn), y - around * math.cos(turn), seat, colour=QUIET)
    book.disc(x, y, radius, colour=INK)
    book.disc(x, y, radius - 0.4, colour=WHITE)
    width, height = radius * 1.6, radius * 0.8
    centred(book, spot.name, x, y + radius * 0.08, width, height, largest=40, lines=3, bold=True)
    said = spot.topic or (f"{spot.seats} {frame.words.seats}" if spot.seats else "")
    centred(book, said, x, y + radius * 0.68, radius * 1.2, radius * 0.3, largest=9, lines=2, colour=QUIET)
    left = x - (len(spot.marks) - 1) * radius * 0.19
    for number, mark in enumerate(spot.marks):
        _mark(book, mark, left + number * radius * 0.38, y - radius * 0.6, radius * 0.18)


def _mark(book: Book, mark: str, x: float, y: float, radius: float) -> None:
    book.disc(x, y, radius, colour=BRAND)
    centred(book, mark, x, y, radius * 1.5, radius * 1.6, largest=40, bold=True, colour=WHITE)


def _legend(frame: Frame, legend: Iterable[tuple[str, str]]) -> None:
    x, y = MARGIN + 2.5, frame.bottom - 2
    for mark, meaning in legend:
        _mark(frame.book, mark, x, y, 2.5)
        text = cut(meaning, 60, 10)
        x += 4 + frame.book.text(x + 4, y + 1.3, text, size=10) + 8
