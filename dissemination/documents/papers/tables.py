"""Table sheets: one for each group, with its questions, room to write, and a code for its own page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dissemination.documents import setting
from dissemination.documents.book import BRAND, MM, QUIET, Book
from dissemination.documents.papers.frame import ENGLISH, MARGIN, Frame, Occasion, Words, cut

_CODE = 34.0
_LEAST = 20.0
_STEP = 8.5
_MOST = 12


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question as the room reads it; each perspective is answered apart."""

    text: str
    perspectives: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """One group in one workshop. `link` is what the code says, `short_address` what a person types."""

    name: str
    workshop: str
    questions: tuple[Question, ...] = ()
    room: str = ""
    time: str = ""
    people: tuple[str, ...] = ()
    link: str = ""
    short_address: str = ""


@dataclass(frozen=True)
class _Space:
    """Room to write under a question or under one of its perspectives."""

    question: list[str]
    perspective: str

    @property
    def text_height(self) -> float:
        return len(self.question) * 6.0 + (6.0 if self.perspective else 0.0)


def table_sheets(occasion: Occasion, tables: Iterable[Table], *, words: Words = ENGLISH) -> bytes:
    """A PDF with one sheet for each table, more where its questions need more room."""
    book = Book(title=f"{words.table_sheet}: {occasion.event}")
    draw_table_sheets(book, occasion, tables, words=words)
    return book.finish()


def draw_table_sheets(book: Book, occasion: Occasion, tables: Iterable[Table], *, words: Words) -> None:
    """Prints the table sheets into a book, from the page in hand on."""
    for number, table in enumerate(tables):
        if number:
            book.page()
        frame = Frame(book, occasion, table.name, words)
        frame.begin()
        named = f"{words.people}: {', '.join(table.people)}" if table.people else ""
        draw_head(frame, table, named)
        draw_code(frame, table, words.write_here)
        _questions(frame, table)


def draw_head(frame: Frame, table: Table, named: str) -> None:
    """The workshop, its hours and room, and who is named beside the code."""
    width = frame.width - _CODE - 6
    book, y = frame.book, frame.y + 4
    for text in setting.wrap(setting.clean(table.workshop), width=width * MM / 14, bold=True, limit=2):
        book.text(MARGIN, y, text, size=14, bold=True, colour=BRAND)
        y += 6.2
    if where := " · ".join(part for part in (table.time, table.room) if part):
        book.text(MARGIN, y, cut(where, width, 11), size=11)
        y += 6
    if named:
        for text in setting.wrap(setting.clean(named, limit=1200), width=width * MM / 9, limit=4):
            book.text(MARGIN, y, text, size=9, colour=QUIET)
            y += 4.2
    frame.y = y + 2


def draw_code(frame: Frame, table: Table, why: str) -> None:
    """The code of the table's own page, what it is for, and the address to type."""
    if not table.link:
        return
    book, x, top = frame.book, frame.book.width - MARGIN - _CODE, 38.0
    book.code(x, top, _CODE, table.link)
    y = top + _CODE + 4.2
    for text in setting.wrap(setting.clean(why), width=_CODE * MM / 8, limit=2):
        book.text(x, y, text, size=8, colour=QUIET)
        y += 3.6
    for text, size in _typed(setting.clean(table.short_address, limit=120)):
        book.text(x, y + 0.6, text, size=size, bold=True)
        y += 4.4
    frame.y = max(frame.y, y + 2)


def _typed(address: str) -> list[tuple[str, float]]:
    """The address to type, its host over its path, each as large as the code is wide: never cut."""
    host, slash, path = address.partition("/")
    parts = [part for part in (host, slash + path) if part]
    return [(part, min(11.0, _CODE * MM / (setting.line(part, bold=True).width or 1))) for part in parts]


def _questions(frame: Frame, table: Table) -> None:
    """Shares the rest of the sheet among the questions, and takes more sheets where it is too little."""
    waiting = list(_spaces(frame, table))
    while waiting:
        taken, height = _fitting(waiting, frame.bottom - frame.y)
        for space in taken:
            _space(frame, space, height)
        waiting = waiting[len(taken) :]
        if waiting:
            frame.turn()


def _spaces(frame: Frame, table: Table) -> Iterator[_Space]:
    width = frame.width * MM / 13
    for number, question in enumerate(table.questions[:_MOST], start=1):
        text = setting.wrap(f"{number}. {setting.clean(question.text)}", width=width, bold=True, limit=4)
        for place, perspective in enumerate(question.perspectives[:_MOST] or ("",)):
            yield _Space([] if place else text, setting.clean(perspective, limit=120))
    yield _Space([], frame.words.disagreement)


def _fitting(spaces: list[_Space], room: float) -> tuple[list[_Space], float]:
    """The spaces that this sheet holds, and how much there is to write in each, in millimetres."""
    taken: list[_Space] = []
    for space in spaces:
        needed = sum(other.text_height + _LEAST for other in (*taken, space))
        if needed > room and taken:
            break
        taken.append(space)
    return taken, (room - sum(space.text_height for space in taken)) / len(taken)


def _space(frame: Frame, space: _Space, height: float) -> None:
    book = frame.book
    for text in space.question:
        frame.y += 6
        book.text(MARGIN, frame.y, text, size=13, bold=True)
    if space.perspective:
        frame.y += 6
        book.text(
            MARGIN,
            frame.y,
            cut(space.perspective, frame.width, 11, bold=True),
            size=11,
            bold=True,
            colour=BRAND,
        )
    end = frame.y + height
    lines = int((height - 2) / _STEP)
    for number in range(1, lines + 1):
        book.rule(MARGIN, frame.y + number * _STEP, frame.width)
    frame.y = end
