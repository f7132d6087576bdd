"""What a list would do: who is new, who is changed and how, who stays as they are, which rows are wrong."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from dissemination.delegates.record import LABELS, words_of
from dissemination.events.models import Event
from dissemination.questionnaires.services import Said
from registrations import policies
from registrations.models import Registration
from registrations.services.details import NEEDS

AT_ONCE = 400  # addresses in one question to the database
Told = dict[str, Any]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of the file says: fields of `Details`, answers, and what is wrong in it."""

    number: int
    told: Told
    said: tuple[Said, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a row says differently, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A row with what it would do: change this registration, or make one where there is none."""

    row: Row
    registration: Registration | None = None
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class Comparison:
    """The rows of a list by what they would do. `waits` of the new people find no free place."""

    new: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    same: int = 0
    wrong: list[Row] = field(default_factory=list)
    waits: int = 0

    @property
    def good(self) -> list[Planned]:
        """What there is to do, in the order of the file."""
        return sorted([*self.new, *self.changed], key=lambda each: each.row.number)


def compare(event: Event, rows: Sequence[Row]) -> Comparison:
    """What these rows would do at the event now. Nothing is written."""
    found, seen, known = Comparison(), dict[Key, int](), _known(event, rows)
    for row in rows:
        key = key_of(row.told)
        one = known.get(key)
        wrong = row.wrong or tuple(_misfits(event, row, one, seen.get(key)))
        seen.setdefault(key, row.number)
        if wrong:
            found.wrong.append(replace(row, wrong=wrong))
        elif one is None:
            found.new.append(Planned(row))
        elif changes := tuple(_changes(row, one)):
            found.changed.append(Planned(row, one, changes))
        else:
            found.same += 1
    found.waits = _waits(event, found.new)
    return found


def as_kept(row: Row) -> list[Any]:
    """A good row for a column of JSON; `rows_kept` reads it again."""
    return [row.number, row.told, [[said.question.pk, said.value] for said in row.said]]


def rows_kept(event: Event, kept: Sequence[list[Any]]) -> list[Row]:
    """The rows again; what was answered to a question that is gone by now is left out."""
    asked = {question.pk: question for question in event.form_questions.standing()}
    return [
        Row(number, told, tuple(Said(asked[pk], value) for pk, value in said if pk in asked))
        for number, told, said in kept
    ]


def key_of(told: Told) -> Key:
    """Whom a row means: an address, or a name and an organisation where there is none."""
    if told.get("email"):
        return "", told["email"]
    return told.get("name", "").casefold(), told.get("organisation", "").casefold()


def mode_of(event: Event, told: Told) -> str:
    """How somebody takes part of whom the list does not say it."""
    only = Registration.Mode.ONLINE if event.mode == Event.Mode.ONLINE else Registration.Mode.IN_PERSON
    return str(told.get("mode", only))


def _known(event: Event, rows: Sequence[Row]) -> dict[Key, Registration]:
    """Everybody at the event whom a row may mean; a live registration rather than one that has ended."""
    known: dict[Key, Registration] = {}
    for one in _candidates(event, rows):
        for key in _keys(one):
            if key not in known or one.is_live:
                known[key] = one
    return known


def _candidates(event: Event, rows: Sequence[Row]) -> Iterator[Registration]:
    addresses = [row.told["email"] for row in rows if row.told.get("email")]
    people = event.registrations.select_related("organisation").prefetch_related("answers", "need")
    people = people.order_by()  # any order: an index by address finds them, one by arrival would not
    for start in range(0, len(addresses), AT_ONCE):
        yield from people.filter(email__in=addresses[start : start + AT_ONCE])
    if len(addresses) < len(rows):
        yield from people.filter(email="")


def _keys(one: Registration) -> set[Key]:
    """An organisation is found by either of its names."""
    names = (one.organisation.name, one.organisation.short_name) if one.organisation else ("",)
    return {key_of({"email": one.email, "name": one.name, "organisation": name}) for name in names}


def _misfits(event: Event, row: Row, one: Registration | None, seen_in: int | None) -> Iterator[str]:
    """Why this row cannot be taken beside what stands at the event and in the rows above."""
    if seen_in is not None:
        yield _("The same person stands in row %(number)s.") % {"number": seen_in}
    elif one is None and not row.told.get("name"):
        yield _("There is no name.")
    elif one is not None and not one.is_live:
        told = {"state": one.get_state_display()}
        yield _("This person was here before (%(state)s). Add them by hand if they come after all.") % told
    elif "mode" in row.told and not (verdict := policies.has_places(event, row.told["mode"])):
        yield str(verdict.reason)


def _changes(row: Row, one: Registration) -> Iterator[Change]:
    """What the row says differently; an empty cell says nothing. The words of needs are not shown."""
    for name, value in row.told.items():
        before = _now(one, name)
        if name in NEEDS and before != value:
            yield Change(str(LABELS[name]), "", _("other words"))
        elif name != "email" and not _is_same(one, name, before, value):
            yield Change(str(LABELS[name]), _shown(name, before), _shown(name, value))
    answers = {answer.question_id: answer.value for answer in one.answers.all()}
    for said in row.said:
        before = answers.get(said.question.pk, "")
        if before != said.value:
            yield Change(said.question.text, said.question.shown(before), said.question.shown(said.value))


def _now(one: Registration, name: str) -> Any:
    if name in NEEDS:
        return getattr(getattr(one, "need", None), name, "")
    return str(one.organisation or "") if name == "organisation" else getattr(one, name)


def _is_same(one: Registration, name: str, before: Any, value: Any) -> bool:
    if name == "organisation" and one.organisation:
        return value.casefold() in (before.casefold(), one.organisation.short_name.casefold())
    return bool(before == value)


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return words_of(name, str(value))


def _waits(event: Event, new: list[Planned]) -> int:
    """How many of the new people come onto the waiting list."""
    free = {
        Registration.Mode.IN_PERSON: event.capacity - event.taken,
        Registration.Mode.ONLINE: event.online_capacity - event.online_taken,
    }
    come = Counter(mode_of(event, planned.row.told) for planned in new)
    return sum(
        number if policies.is_full(event, mode) else max(0, number - free[Registration.Mode(mode)])
        for mode, number in come.items()
    )
