"""Every change of the plan is one step; the last one can be undone, then the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.verdicts import YES, Verdict
from dissemination.events.models import Event
from dissemination.groups import policies
from dissemination.groups.models import Step
from dissemination.groups.services import posts
from dissemination.groups.services.problem import Assigned, Room, room_of
from dissemination.groups.services.seats import keeps_rules
from registrations.models import GroupPlace
from registrations.services import places

KEPT = 30  # steps of an event that can be undone
Pins = Mapping[tuple[int, int], bool]


@dataclass(frozen=True, slots=True)
class Note:
    """What was done, by whom, when."""

    verb: str
    by: User | None
    at: datetime


def write(room: Room, seats: Assigned, note: Note, *, pins: Pins | None = None) -> Step | None:
    """Put people at these tables (0: at none), and pins as told; noted as one step. None: nothing changed."""
    changes = _changes(room, seats, pins or {})
    _write_down(room, changes)
    if not changes:
        return None
    return note_down(room.event, changes, note)


def note_down(event: Event, changes: Sequence[object], note: Note) -> Step:
    """Remember what was done as the event's last step, and forget the oldest."""
    done = {"verb": note.verb, "done_at": note.at, "done_by": note.by}
    step = Step.objects.create(event=event, changes=changes, **done)
    old = Step.objects.filter(event=event).order_by("-pk").values_list("pk", flat=True)[KEPT:]
    Step.objects.filter(pk__in=list(old)).delete()
    return step


def last_seen(event: Event, seen: int | None) -> list[Step]:
    """The last step that stands, if any; refused where the organiser knew another one (None: no matter)."""
    done = list(Step.objects.filter(event=event).standing().reverse()[:1])
    number, verb = (done[0].pk, str(done[0])) if done else (0, "")
    policies.is_last_step(verb, was=number if seen is None else seen, now=number).enforce()
    return done


@transaction.atomic
def undo(event: Event, *, by: User | None, at: datetime, seen: int | None = None) -> Step:
    """Take back the last step. Who has left meanwhile, or was moved by somebody else, stays as they are.

    `seen` is the number of the last step that the organiser knew (0: none): another one is not taken back.
    """
    event = places.lock(event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    done = last_seen(event, seen)
    policies.has_step(is_there=bool(done)).enforce()
    step = done[0]
    (_take_back_table if step.verb == Step.Verb.TABLE else _take_back)(step, room_of(event), by=by, at=at)
    step.undone_at = at
    step.save(update_fields=["undone_at"])
    record("groups.undo", step, by=by, at=at, event_id=event.pk)
    return step


def may_undo(room: Room, number: int) -> Verdict:
    """Whether the step with this number can be taken back, now that people have been told their tables."""
    step = Step.objects.get(pk=number)
    is_table = step.verb == Step.Verb.TABLE
    return YES if is_table else _takes_no_told_seat(room, [row for row in step.changes if _stands(room, row)])


def _takes_no_told_seat(room: Room, rows: list[list[int]]) -> Verdict:
    return policies.takes_no_told_seat(does=any(not row[2] and _is_told(room, row) for row in rows))


def _take_back(step: Step, room: Room, *, by: User | None, at: datetime) -> None:
    """Everybody sits as before the step, as far as they are still where it put them."""
    rows = [row for row in step.changes if _stands(room, row)]
    policies.can_be_undone(is_whole=_has_tables(room, rows), count=len(rows)).enforce()
    _takes_no_told_seat(room, rows).enforce()
    seats = {(row[0], row[1]): row[2] for row in rows}
    keeps_rules(room, seats).enforce()
    pins = {(row[0], row[1]): row[4] for row in rows}
    _write_down(room, _changes(room, seats, pins))


def _take_back_table(step: Step, room: Room, *, by: User | None, at: datetime) -> None:
    """Each table offers what it did before, and those look after it who did."""
    for before, after in zip(step.changes[::2], step.changes[1::2], strict=True):
        group = room.tables.get(before["table"])
        now = posts.setup_of(group, posts.standing_posts(group)) if group else None
        policies.is_as_left(is_it=now == after).enforce()
        posts.put(room, room.tables[before["table"]], before, actor=by, at=at)


def _changes(room: Room, seats: Assigned, pins: Pins) -> list[list[int]]:
    found = []
    for key in {**seats, **pins}:
        seat = room.seats.get(key)
        was, was_pinned = (seat.group, seat.is_pinned) if seat else (0, False)
        now = seats.get(key, was)
        is_pinned = bool(now) and pins.get(key, was_pinned)
        if (was, was_pinned) != (now, is_pinned):
            found.append([*key, was, now, int(was_pinned), int(is_pinned)])
    return found


def _write_down(room: Room, changes: list[list[int]]) -> None:
    new: list[GroupPlace] = []
    moved: list[GroupPlace] = []
    lost: list[GroupPlace] = []
    for registration, session, was, now, _was_pinned, is_pinned in changes:
        row = GroupPlace(
            registration_id=registration, session_id=session, group_id=now, is_pinned=bool(is_pinned)
        )
        if was:
            row.pk = room.seats[registration, session].pk
            (moved if now else lost).append(row)
        else:
            new.append(row)
    GroupPlace.objects.bulk_update(moved, ["group", "is_pinned"], batch_size=500)
    GroupPlace.objects.bulk_create(new, batch_size=500)
    if lost:
        GroupPlace.objects.filter(pk__in=[row.pk for row in lost]).delete()


def _stands(room: Room, row: list[int]) -> bool:
    """The person is still there, and their seat as this step left it."""
    registration, session, _was, now, _was_pinned, is_pinned = row
    seat = room.seats.get((registration, session))
    as_left = (seat.group, int(seat.is_pinned)) == (now, is_pinned) if seat else not now
    one = room.known.get(registration)
    return as_left and one is not None and one.is_here


def _is_told(room: Room, row: list[int]) -> bool:
    return room.seats[row[0], row[1]].told is not None


def _has_tables(room: Room, rows: list[list[int]]) -> bool:
    return all(row[2] in room.tables for row in rows if row[2])
