"""The list of those who take part, for those who may know."""

from collections.abc import Iterable

from dissemination.documents.book import QUIET, Book
from dissemination.documents.papers.frame import ENGLISH, MARGIN, Column, Frame, Grid, Occasion, Words


def attendee_list(occasion: Occasion, people: Iterable[tuple[str, str]], *, words: Words = ENGLISH) -> bytes:
    """A PDF of (name, organisation) in the order given."""
    listed = list(people)
    book = Book(title=f"{words.attendees}: {occasion.event}")
    frame = Frame(book, occasion, words.attendees, words)
    frame.begin()
    book.text(MARGIN + 26, 33.4, str(len(listed)), size=10, colour=QUIET)
    grid = Grid(frame, (Column(words.name, 80, bold=True), Column(words.organisation, frame.width - 80)))
    grid.titles()
    for person in listed:
        grid.row(person)
    return book.finish()
