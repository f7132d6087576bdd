"""A list comes in: the file is kept, its columns are named, its rows are brought in, and it is forgotten."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.verdicts import Refused
from dissemination.delegates import policies
from dissemination.delegates.models import IncomingList
from dissemination.delegates.services.comparing import (
    Comparison,
    Planned,
    Row,
    as_kept,
    compare,
    key_of,
    mode_of,
)
from dissemination.events.models import Event, Organisation
from registrations import services as places
from registrations.services.details import Details, details_of

AT_ONCE = 500
SPACE = uuid.UUID("6f3c2f0e-0d5e-4c1b-9d43-3f3f3a0f6b52")  # the same person in a second list is the same form


@dataclass(slots=True)
class Brought:
    """What came of it: the states of new people, how many changed, who was refused and why, wrong rows.

    People are named by the numbers of their rows.
    """

    states: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    refused: dict[int, str] = field(default_factory=dict)
    left_out: list[int] = field(default_factory=list)

    def take(self, event: Event, planned: Planned, *, is_told: bool, by: User, at: datetime) -> None:
        """One person comes in, or is refused; either is noted."""
        try:
            with transaction.atomic():
                _bring(event, planned, self, is_told=is_told, by=by, at=at)
        except Refused as refused:
            self.refused[planned.row.number] = str(refused.reason)

    def as_kept(self) -> dict[str, Any]:
        """The same for a column of JSON."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Brought":
        """What was kept so."""
        refused = {int(number): reason for number, reason in kept["refused"].items()}
        return cls(Counter(kept["states"]), kept["changed"], refused, kept["left_out"])


@transaction.atomic
def receive(event: Event, *, name: str, content: bytes, by: User, at: datetime) -> IncomingList:
    """Keep the file until it is brought in, for an hour at most."""
    policies.may_bring_in(event, by, at=at).enforce()
    made = IncomingList.objects.create(event=event, name=name[:200], content=content, sent_at=at, sent_by=by)
    record("delegates.receive", made, by=by, at=at, event_id=event.pk)
    return made


@transaction.atomic
def name_columns(incoming: IncomingList, columns: Sequence[str], *, by: User, at: datetime) -> None:
    """Keep what each column of the file is."""
    policies.may_bring_in(incoming.event, by, at=at).enforce()
    incoming.columns = list(columns)
    incoming.save(update_fields=["columns"])
    record("delegates.name_columns", incoming, by=by, at=at, event_id=incoming.event_id)


@transaction.atomic
def bring_in(
    incoming: IncomingList,
    rows: Sequence[Row],
    *,
    is_whole: bool,
    is_told: bool,
    by: User,
    at: datetime,
) -> Brought | None:
    """Register who is new and change who is there: every row or none when `is_whole`, else the good ones.

    The list is forgotten then. More than 500 people are left to the worker: None.
    """
    comparison = _taken_up(incoming, rows, is_whole=is_whole, by=by, at=at)
    if len(comparison.good) > AT_ONCE:
        _leave_to_the_worker(incoming, comparison, is_told=is_told, by=by, at=at)
        return None
    brought = Brought(left_out=[row.number for row in comparison.wrong])
    for planned in comparison.good:
        brought.take(incoming.event, planned, is_told=is_told, by=by, at=at)
    if is_whole:
        policies.has_no_refusal(brought.refused).enforce()
    incoming.delete()
    return brought


@transaction.atomic
def forget(incoming: IncomingList, *, by: User, at: datetime) -> None:
    """The list is thrown away; who has come in by it stays, and nobody else comes."""
    policies.may_forget(incoming, by).enforce()
    record("delegates.forget", incoming, by=by, at=at, event_id=incoming.event_id)
    incoming.delete()


def forget_old(*, at: datetime) -> int:
    """Throw away the files whose hour is over; how many those were."""
    return IncomingList.objects.outlived(at).delete()[0]


def _bring(
    event: Event, planned: Planned, brought: Brought, *, is_told: bool, by: User, at: datetime
) -> None:
    row, known = planned.row, planned.registration
    if known:
        details = replace(details_of(known), **row.told)
        places.change(known, details, said=row.said, is_told=is_told, by=by, at=at)
        brought.changed += 1
        return
    key = uuid.uuid5(SPACE, f"{event.pk} {' '.join(key_of(row.told))}")
    details = _new_details(event, row)
    made = places.register(event, details, form_key=key, said=row.said, is_told=is_told, by=by, at=at)
    brought.states[made.state] += 1


def _taken_up(
    incoming: IncomingList, rows: Sequence[Row], *, is_whole: bool, by: User, at: datetime
) -> Comparison:
    """What the rows would do, of a list that is held and that nobody else has brought in."""
    policies.may_bring_in(incoming.event, by, at=at).enforce()
    held = IncomingList.objects.select_for_update().defer("content").filter(pk=incoming.pk, asked_at=None)
    policies.is_still_kept(held.first()).enforce()
    comparison = compare(incoming.event, rows)
    if is_whole:
        policies.has_no_wrong_row(len(comparison.wrong)).enforce()
    record("delegates.bring_in", incoming, by=by, at=at, event_id=incoming.event_id)
    return comparison


def _leave_to_the_worker(
    incoming: IncomingList, comparison: Comparison, *, is_told: bool, by: User, at: datetime
) -> None:
    incoming.rows = [as_kept(planned.row) for planned in comparison.good]
    incoming.outcome = Brought(left_out=[row.number for row in comparison.wrong]).as_kept()
    incoming.content, incoming.total, incoming.is_told = b"", len(comparison.good), is_told
    incoming.asked_at, incoming.asked_by = at, by
    incoming.save()


def _new_details(event: Event, row: Row) -> Details:
    """What the row says; the sector is the organisation's where the list has none."""
    told = row.told | {"mode": mode_of(event, row.told)}
    known = Organisation.objects.called(told.get("organisation", "")).first()
    if known:
        told.setdefault("sector", known.sector)
    return Details(**told)
