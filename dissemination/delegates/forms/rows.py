"""The rows of a list, read as the registration form reads what people type: same cleaning, same words."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dissemination.core.forms import AddressInput, LineInput
from dissemination.delegates.forms.lists import QUESTION
from dissemination.delegates.record import LABELS
from dissemination.delegates.services import Row
from dissemination.documents.tables import Table
from dissemination.events.models import Event, Sector
from dissemination.questionnaires.forms import as_kept, field_of
from dissemination.questionnaires.models import FormQuestion
from dissemination.questionnaires.services import Said
from registrations.forms.lists import with_whole_name
from registrations.models import Registration

YES = "yes, y, true, 1, x, agreed, ja, oui"
NO = "no, n, false, 0, refused, nein, non"
LENGTHS = {
    **dict.fromkeys(("name", "organisation", "job_title", "severe_allergy", "first_name", "last_name"), 200),
    "dietary": 300,
    "access": 500,
}
Reader = Callable[[str], Any]


def rows_of(event: Event, table: Table, columns: Sequence[str]) -> list[Row]:
    """Every row of the table as what it says about one person, or what is wrong in it."""
    readers = {name: _reader(name) for name in columns if name in LABELS}
    numbers = [int(name.removeprefix(QUESTION)) for name in columns if name.startswith(QUESTION)]
    asked = {f"{QUESTION}{one.pk}": one for one in event.form_questions.standing().filter(pk__in=numbers)}
    fields = {name: field_of(question) for name, question in asked.items()}
    return [
        _row(number, zip(columns, cells, strict=True), readers, asked, fields) for number, cells in table.rows
    ]


def _row(
    number: int,
    cells: Iterable[tuple[str, str]],
    readers: dict[str, Reader],
    asked: dict[str, FormQuestion],
    fields: dict[str, forms.Field],
) -> Row:
    told: dict[str, Any] = {}
    said, wrong = [], []
    for name, cell in cells:
        try:
            if cell and name in readers:
                told[name] = readers[name](cell)
            elif cell and name in asked:
                said.append(Said(asked[name], _answered(asked[name], fields[name], cell)))
        except ValidationError as fault:
            label = asked[name].text if name in asked else str(LABELS[name])
            wrong.append(f"{label}: {' '.join(fault.messages)}")
    return Row(number, with_whole_name(told), tuple(said), tuple(wrong))


def _reader(name: str) -> Reader:
    """How a cell of this kind is read; raises ValidationError with what to do."""
    chosen = {
        "sector": lambda: _words(Sector.choices),
        "kind": lambda: _words(Registration.Kind.choices, key="key, yes", newcomer="new, newcomer, no"),
        "mode": lambda: _words(Registration.Mode.choices, in_person="in person, room", online="remote, yes"),
        "listing": lambda: _words(
            Registration.Listing.choices, nobody=NO, participants="participants", public=YES
        ),
        "photograph": lambda: _words(Registration.Photograph.choices, yes=YES, no=NO),
        "news": lambda: _words((), yes=YES, no=NO),
    }
    if name in ("email", "contact_email"):
        return AddressInput(required=False).clean
    if name in LENGTHS:
        return LineInput(max_length=LENGTHS[name], required=False).clean
    words = chosen[name]()
    return lambda cell: _choice(words, cell) if name != "news" else _choice(words, cell) == "yes"


def _words(choices: Iterable[tuple[str, Any]], **more: str) -> dict[str, str]:
    """What may stand in a cell for each value: the value, its words on our pages, and what others write."""
    words = {_bare(text): value for value, label in choices for text in (value, str(label))}
    return {text: value for value, texts in more.items() for text in texts.split(", ")} | words


def _choice(words: dict[str, str], cell: str) -> str:
    value = words.get(_bare(cell))
    if value is None:
        raise ValidationError(_("“%(cell)s” is none of the answers we know.") % {"cell": cell[:60]})
    return value


def _bare(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _answered(question: FormQuestion, field: forms.Field, cell: str) -> Any:
    """An answer to the organiser's own question as it is kept."""
    if question.kind == FormQuestion.Kind.YES_NO:
        return _choice(_words((), yes=YES, no=NO), cell)
    if question.kind == FormQuestion.Kind.SEVERAL:
        parts = re.split(r"[;,\n]", cell)
        return as_kept(field.clean([_option(question, part) for part in parts if part.strip()]))
    return as_kept(field.clean(_option(question, cell)))


def _option(question: FormQuestion, cell: str) -> str:
    """The option as it is offered, whatever its case in the file; else the cell as it is."""
    offered = {option.casefold(): option for option in question.possible}
    return offered.get(cell.strip().casefold(), cell.strip())
