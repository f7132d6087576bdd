"""What all papers share: the event they are for, their words, their head, foot and grids."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dissemination.documents import setting
from dissemination.documents.book import ACCENT, BRAND, FAINT, INK, MM, QUIET, Book

MARGIN = 14.0
FOOT = 16.0
LINE = 4.6
SIZE = 10.0
MOST_LINES = 8


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """The event as its papers name it; the day and the place as a reader should see them."""

    event: str
    day: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words printed on the papers, in the reader's language."""

    running_sheet: str = "Running sheet"
    door_list: str = "Door list"
    attendees: str = "Who takes part"
    table_sheet: str = "Table sheet"
    table_signs: str = "Table signs"
    facilitator_sheet: str = "Facilitator's sheet"
    room_plan: str = "Plan of the room"
    badges: str = "Badges"
    day_pack: str = "Day pack"
    no_photographs: str = "No photographs"
    time: str = "Time"
    item: str = "What happens"
    who: str = "Who"
    room: str = "Room"
    cues: str = "Cues"
    telephones: str = "Telephone numbers"
    name: str = "Name"
    organisation: str = "Organisation"
    here: str = "Here"
    expected: str = "Expected"
    people: str = "At this table"
    questions: str = "Questions"
    looked_after: str = "Looked after by"
    seats: str = "seats"
    front: str = "Front of the room"
    fold: str = "Fold here, and stand it up"
    cut: str = "Cut here"
    open_page: str = "The table's own page:"
    write_here: str = "Write on this sheet, or on a phone:"
    disagreement: str = "Where did you not agree?"
    page: str = "Page"


ENGLISH = Words()


@dataclass
class Frame:
    """One paper in the making: its head on each page, its foot with the page number, and where we are."""

    book: Book
    occasion: Occasion
    title: str
    words: Words
    y: float = field(default=0.0, init=False)

    @property
    def width(self) -> float:
        """How wide the text may be, in millimetres."""
        return self.book.width - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """How far down the text may reach."""
        return self.book.height - FOOT - 3

    def begin(self) -> None:
        """Prints head and foot of the page in hand and stands below the head."""
        book, right = self.book, self.book.width - MARGIN
        event = cut(self.occasion.event, 120.0, 10, bold=True)
        book.text(MARGIN, 17, event, size=10, bold=True, colour=BRAND)
        book.text(right, 17, cut(self.occasion.day, 60.0, 10), size=10, colour=QUIET, align="right")
        book.text(MARGIN, 28, cut(self.title, 110.0, 22, bold=True), size=22, bold=True)
        book.text(right, 28, cut(self.occasion.place, 70.0, 10), size=10, colour=QUIET, align="right")
        book.rectangle(MARGIN, 32, 22, 1.1, colour=ACCENT)
        foot(book, f"{event} · {self.title}", self.words)
        self.y = 38.0

    def turn(self) -> None:
        """Goes on on a new page."""
        self.book.page()
        self.begin()

    def need(self, height: float) -> bool:
        """Turns the page when less than this height is left; tells whether it did."""
        if self.y + height <= self.bottom:
            return False
        self.turn()
        return True


def foot(book: Book, text: str, words: Words) -> None:
    """The line at the bottom of a page, with its number."""
    y = book.height - 9
    book.text(MARGIN, y, cut(text, 140.0, 8), size=8, colour=QUIET)
    number = f"{setting.clean(words.page, limit=20)} {book.number}"
    book.text(book.width - MARGIN, y, number, size=8, colour=QUIET, align="right")


def centred(
    book: Book,
    text: str,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    largest: float,
    lines: int = 1,
    bold: bool = False,
    colour: str = INK,
) -> None:
    """The text as large as it fits a box around x, y (its middle), on at most so many lines."""
    size, broken = setting.fitted(
        setting.clean(text, limit=300),
        width=width * MM,
        height=height * MM,
        largest=largest,
        smallest=4,
        lines=lines,
        bold=bold,
    )
    shapes = [setting.line(part, bold) for part in broken]
    top = y - sum(shape.height for shape in shapes) * size / MM / 2
    for part, shape in zip(broken, shapes, strict=True):
        top += shape.height * size / MM
        place = top - shape.depth * size / MM
        book.text(x, place, part, size=size, bold=bold, colour=colour, align="centre")


def cut(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """The text on one line of this width in millimetres, shortened where it must be."""
    lines = setting.wrap(setting.clean(text, limit=300), width=width * MM / size, bold=bold, limit=1)
    return lines[0]


@dataclass(frozen=True)
class Column:
    """A column of a grid: its title and its width in millimetres."""

    title: str
    width: float
    bold: bool = False


@dataclass(frozen=True)
class Grid:
    """Rows of wrapped cells under titles that are repeated on each page."""

    frame: Frame
    columns: Sequence[Column]

    def titles(self) -> None:
        """Prints the titles of the columns, a long one on two lines."""
        told = [
            setting.wrap(
                setting.clean(column.title, limit=300), width=(column.width - 2) * MM / 8, bold=True, limit=2
            )
            for column in self.columns
        ]
        deepest = max(len(lines) for lines in told)
        for (x, _column), lines in zip(self._places(), told, strict=True):
            for number, text in enumerate(lines, start=deepest - len(lines)):
                y = self.frame.y + 3 + number * 3.4
                self.frame.book.text(x, y, text, size=8, bold=True, colour=QUIET)
        self.frame.y += 5 + (deepest - 1) * 3.4
        self.frame.book.rule(MARGIN, self.frame.y, self.frame.width, colour=INK, weight=0.8)

    def row(
        self, cells: Sequence[str], *, ticked: bool = False, mark: str = "", is_marked: bool = False
    ) -> None:
        """Prints one row; a ticked row ends in an empty box, to be ticked by hand.

        The mark stands in the margin where it `is_marked`, and where a page begins.
        """
        wrapped = [self._wrapped(cell, column) for cell, column in zip(cells, self.columns, strict=True)]
        height = max(len(lines) for lines in wrapped) * LINE + 3.2
        if self.frame.need(height):
            self.titles()
            is_marked = True
        if mark and is_marked:
            self.frame.book.text(MARGIN - 6, self.frame.y + LINE, mark, size=11, bold=True, colour=BRAND)
        for (x, column), lines in zip(self._places(), wrapped, strict=True):
            for number, text in enumerate(lines, start=1):
                self.frame.book.text(x, self.frame.y + number * LINE, text, size=SIZE, bold=column.bold)
        if ticked:
            edge = self.frame.book.width - MARGIN - 5.5
            self.frame.book.frame(edge, self.frame.y + 1.4, 4.2, 4.2, weight=0.9)
        self.frame.y += height
        self.frame.book.rule(MARGIN, self.frame.y, self.frame.width, colour=FAINT)

    def _wrapped(self, cell: str, column: Column) -> list[str]:
        text = setting.clean_prose(cell, limit=600)
        return setting.wrap(text, width=(column.width - 2.5) * MM / SIZE, bold=column.bold, limit=MOST_LINES)

    def _places(self) -> list[tuple[float, Column]]:
        places, x = [], MARGIN
        for column in self.columns:
            places.append((x, column))
            x += column.width
        return places
