"""Badges on sheets of labels: a name to read from two metres, in any script and of any length."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dissemination.documents import setting, typefaces
from dissemination.documents.book import ACCENT, BRAND, INK, MM, QUIET, WHITE, Book

_SMALLEST_CODE = 13.0
_GAP = 1.2  # above the organisation and above the groups; this and the next two are scaled
_GROUP, _SMALLEST_GROUP = 4.0, 3.0  # the height of a line that says a group: 9 and 7.5 points


@dataclass(frozen=True, kw_only=True)
class Badge:
    """What one person wears. `qr` is the text to encode, empty for none; `number` finds the badge again."""

    name: str
    organisation: str = ""
    role: str = ""
    groups: tuple[str, ...] = ()
    qr: str = ""
    no_photographs: bool = False
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class Label:
    """Where the labels lie on their sheet, in millimetres; `page` is width and height of the sheet."""

    key: str
    description: str
    page: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    step_x: float
    step_y: float

    @property
    def per_sheet(self) -> int:
        """How many labels a sheet holds."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """The top left corner of a label, counted from 0 along the rows."""
        row, column = divmod(place % self.per_sheet, self.columns)
        return self.left + column * self.step_x, self.top + row * self.step_y


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words printed on every badge, in the reader's language."""

    title: str = "Badges"
    no_photographs: str = "No photographs"


@cache
def labels() -> dict[str, Label]:
    """The label sheets known by name; any other size is a `Label` of your own."""
    rows = json.loads(Path(__file__).with_name("labels.json").read_text(encoding="utf-8"))
    return {row["key"]: Label(**{**row, "page": tuple(row["page"])}) for row in rows}


def label_sheet(
    badges: Iterable[Badge],
    *,
    label: str | Label = "L4785",
    start_at: int = 1,
    offset_mm: tuple[float, float] = (0.0, 0.0),
    heading: str = "",
    words: Words = Words(),
) -> bytes:
    """A PDF with one badge on each label, from the label numbered `start_at` on the first sheet.

    `heading` (the event, say) stands above each name. `offset_mm` moves everything right and down, for a
    printer that does not print where it should. Raises KeyError for an unknown label and ValueError for a
    first label that the sheet does not have.
    """
    sheet = known(label)
    book = Book(title=words.title, size=sheet.page)
    draw(book, badges, sheet=sheet, start_at=start_at, offset_mm=offset_mm, heading=heading, words=words)
    return book.finish()


def known(label: str | Label) -> Label:
    """The label sheet of this name; a `Label` is its own answer."""
    return labels()[label] if isinstance(label, str) else label


def draw(
    book: Book,
    badges: Iterable[Badge],
    *,
    sheet: Label,
    start_at: int = 1,
    offset_mm: tuple[float, float] = (0.0, 0.0),
    heading: str = "",
    words: Words = Words(),
) -> None:
    """Prints the badges into a book, from the sheet in hand on."""
    if not 1 <= start_at <= sheet.per_sheet:
        raise ValueError(f"Start at a label between 1 and {sheet.per_sheet}.")
    for place, badge in enumerate(badges, start=start_at - 1):
        if place % sheet.per_sheet == 0 and place >= sheet.per_sheet:
            book.page()
        x, y = sheet.corner(place)
        face = Face(book, x + offset_mm[0], y + offset_mm[1], sheet.width, sheet.height)
        face.draw(badge, heading=heading, words=words)


def unprintable(badges: Iterable[Badge]) -> list[tuple[str, str]]:
    """The names of badges that hold letters no typeface at hand can draw, each with these letters."""
    found = [
        (badge.name, typefaces.missing(setting.clean(" ".join(_texts(badge)), limit=2000)))
        for badge in badges
    ]
    return [(name, letters) for name, letters in found if letters]


def _texts(badge: Badge) -> Sequence[str]:
    return (badge.name, badge.organisation, badge.role, *badge.groups)


def _role(badge: Badge) -> str:
    return setting.clean(badge.role, limit=60)


def _mark(words: Words) -> str:
    return setting.clean(words.no_photographs, limit=40)


class Face:
    """The printed side of one badge: name on top over the full width, the rest beside the code below."""

    def __init__(self, book: Book, x: float, y: float, width: float, height: float) -> None:
        self.book = book
        margin = min(5.0, 0.08 * height)
        self.x, self.y = x + margin, y + margin
        self.width, self.height = width - 2 * margin, height - 2 * margin
        self.scale = min(2.0, max(0.75, height / 50))

    def draw(self, badge: Badge, *, heading: str, words: Words) -> None:
        """Prints the badge."""
        top = self._heading(heading)
        column = self.width - self._code(badge.qr)
        foot = self._above_foot(badge, words, column)
        rows, head = self._shared(badge.groups, foot - top)
        below = self._name(badge.name, top, head * 0.62 if badge.organisation else head)
        self._foot(badge, words, column)
        below = self._organisation(badge.organisation, below, column, top + head - below)
        self._groups(rows, below, foot, column)

    def _shared(self, groups: tuple[str, ...], space: float) -> tuple[list[str], float]:
        """The lines that say the groups, and how much height they leave for name and organisation.

        Those shrink first: a group is read at a table, and stands below in full. Where even small lines are
        too many, several groups share one.
        """
        space -= 2 * _GAP * self.scale
        most = max(1, int((space - 0.3 * self.height) / (_SMALLEST_GROUP * self.scale)))
        each = -(-len(groups) // most) or 1
        rows = [" · ".join(groups[at : at + each]) for at in range(0, len(groups), each)]
        step = (space - 0.42 * self.height) / max(1, len(rows))
        step = min(_GROUP, max(_SMALLEST_GROUP, step / self.scale)) * self.scale
        return rows, max(0.2 * self.height, space - step * len(rows))

    def _heading(self, heading: str) -> float:
        text = setting.clean(heading, limit=120)
        if not text or self.height < 35:
            return 0.0
        height = 4.2 * self.scale
        size, lines = self._fit(text, self.width, height, largest=8.5 * self.scale, lines=1)
        self.book.text(self.x, self.y + size * 0.8 / MM, lines[0], size=size, colour=BRAND)
        return height

    def _name(self, name: str, top: float, most: float) -> float:
        height = min(0.4 * self.height, most)
        text = setting.clean(name, limit=160)
        size, lines = self._fit(
            text, self.width, height, largest=self.height * 0.75, lines=4, bold=True, smallest=9
        )
        return self._lines(lines, top, size, bold=True, colour=INK)

    def _organisation(self, organisation: str, top: float, column: float, most: float) -> float:
        text = setting.clean(organisation, limit=160)
        height = min(9.5 * self.scale, most)
        size, lines = self._fit(text, column, height, largest=12 * self.scale, lines=2)
        return self._lines(lines, top + _GAP * self.scale, size, bold=False, colour=BRAND)

    def _groups(self, rows: list[str], top: float, foot: float, column: float) -> None:
        top += _GAP * self.scale
        step = min(_GROUP * self.scale, (foot - top) / max(1, len(rows)))
        for row in rows:
            text = setting.clean(row, limit=120)
            size, lines = self._fit(text, column, step, largest=9 * self.scale, lines=1, bold=True)
            top += step
            self.book.text(self.x, self.y + top - 0.25 * step, lines[0], size=size, bold=True)

    def _above_foot(self, badge: Badge, words: Words, column: float) -> float:
        """How far down the rest may reach: role and photograph mark stand below, on one line or two."""
        lines = bool(_role(badge)) + badge.no_photographs
        if lines == 2:
            lines -= self._is_beside(badge, words, column)
        return self.height - lines * 5.2 * self.scale - (0.8 if lines == 2 else 0) - 0.8

    def _is_beside(self, badge: Badge, words: Words, column: float) -> bool:
        """The photograph mark has room beside the role."""
        role, mark = _role(badge), _mark(words)
        return self._chip_width(role) + 1.5 + self._chip_width(mark) <= column if role else False

    def _foot(self, badge: Badge, words: Words, column: float) -> None:
        """Role, photograph mark and number along the bottom."""
        role, number = _role(badge), setting.clean(badge.number, limit=12)
        step, top, x = 5.2 * self.scale, self.height, 0.0
        if role:
            top -= step
            x = self._chip(role, 0.0, top, column, colour=WHITE, back=BRAND) + 1.5
        if badge.no_photographs:
            mark = _mark(words)
            beside = self._is_beside(badge, words, column)
            top -= 0 if beside else step + (0.8 if role else 0)
            x = x if beside else 0.0
            x += self._chip(mark, x, top, column, colour=INK, back=ACCENT) + 1.5
        if number and x + 8 < column:
            self.book.text(
                self.x + x, self.y + self.height - 1.5 * self.scale, number, size=7 * self.scale, colour=QUIET
            )

    def _chip_width(self, text: str) -> float:
        return setting.line(text, True).width * 8.5 * self.scale / MM + 3.2 * self.scale

    def _chip(self, text: str, x: float, top: float, most: float, *, colour: str, back: str) -> float:
        height, pad = 5.2 * self.scale, 1.6 * self.scale
        size, lines = self._fit(text, most - 2 * pad, height, largest=8.5 * self.scale, lines=1, bold=True)
        width = setting.line(lines[0], True).width * size / MM + 2 * pad
        self.book.rectangle(self.x + x, self.y + top, width, height, colour=back, radius=1.2 * self.scale)
        baseline = self.y + top + height / 2 + 0.34 * size / MM
        self.book.text(self.x + x + pad, baseline, lines[0], size=size, bold=True, colour=colour)
        return width

    def _code(self, text: str) -> float:
        """The code in the bottom right corner; returns the width it takes from the column beside it."""
        side = min(0.5 * self.height, 0.3 * self.width, 40.0)
        if not text or side < _SMALLEST_CODE:
            return 0.0
        self.book.code(self.x + self.width - side, self.y + self.height - side, side, text)
        return side + 2.5 * self.scale

    def _lines(self, lines: Sequence[str], top: float, size: float, *, bold: bool, colour: str) -> float:
        for text in lines:
            shape = setting.line(text, bold)
            top += size * shape.height / MM
            self.book.text(
                self.x, self.y + top - shape.depth * size / MM, text, size=size, bold=bold, colour=colour
            )
        return top

    def _fit(
        self,
        text: str,
        width: float,
        height: float,
        *,
        largest: float,
        lines: int,
        bold: bool = False,
        smallest: float = 5.5,
    ) -> tuple[float, tuple[str, ...]]:
        return setting.fitted(
            text,
            width=width * MM,
            height=height * MM,
            largest=largest,
            smallest=smallest,
            lines=lines,
            bold=bold,
        )
