"""Drafts: the engine's proposal beside the plan as it stands, until an organiser takes it or leaves it."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.groups import policies
from dissemination.groups.models import Draft
from dissemination.groups.querysets import SILENCE
from dissemination.groups.services import plans, steps
from dissemination.groups.services.counts import counts_of
from dissemination.groups.services.problem import Assigned, Room, room_of
from dissemination.groups.services.seats import keeps_rules
from dissemination.groups.services.solving import Budget, solve
from registrations.services import places

SECONDS = 5.0  # how long the engine looks for a better plan
PACE = 0.5  # seconds between two signs of work
MOST_DEATHS = 2  # of workers over one draft

_State = Draft.State


@transaction.atomic
def ask_for_draft(event: Event, *, how: str, by: User | None, at: datetime) -> Draft:
    """Ask the engine for a plan. Nothing changes before somebody uses it; an earlier draft goes."""
    event = places.lock(event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    room = room_of(event)
    plans.ready(room)
    old = Draft.objects.filter(event=event)
    policies.may_ask_for_a_draft(is_open=any(one.is_open for one in old)).enforce()
    if how == Draft.How.IMPROVE:
        loose = sum(not seat.is_pinned for seat in _with_told_pinned(room).seats.values())
        policies.has_something_to_improve(loose=loose + len(room.unseated)).enforce()
    old.delete()
    draft = Draft.objects.create(event=event, how=how, asked_at=at, asked_by=by)
    record("groups.ask_for_draft", draft, by=by, at=at, event_id=event.pk)
    return draft


def work_on(draft: Draft, *, at: datetime, seconds: float = SECONDS, steps: int | None = None) -> Draft:
    """Have the engine find the plan. Two workers may try: one does. It ends ready, or with a reason.

    An engine that fails ends it at once; one that takes its worker with it, at the third try.
    """
    mine = Draft.objects.filter(
        Q(state=_State.ASKED) | Q(seen_at__lt=at - SILENCE), pk=draft.pk, ended_at=None
    )
    if not mine.update(state=_State.WORKING, seen_at=at, tries=F("tries") + 1):
        return draft
    if draft.tries >= MOST_DEATHS:
        return _end(draft, _broken_off(), at=at)
    began = time.monotonic()
    budget = Budget(seconds, steps, seed=draft.asked_at.microsecond, heard=_heard(draft, at, began))
    found = _broken_off()
    try:
        found = _found(room_of(draft.event), draft, budget)
    except Refused as refused:
        found = {"state": _State.REFUSED, "reason": str(refused.reason)}
    finally:
        _end(draft, found, at=at + timedelta(seconds=time.monotonic() - began))
    return draft


@transaction.atomic
def stop_draft(event: Event, *, by: User | None, at: datetime, seen: int | None = None) -> Draft:
    """Do not look any longer: the best plan so far becomes the draft."""
    event = places.lock(event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    draft = _draft_of(event, seen, *_State)
    Draft.objects.filter(pk=draft.pk).update(is_stopped=True)
    record("groups.stop_draft", draft, by=by, at=at, event_id=event.pk)
    return draft


@transaction.atomic
def drop_draft(event: Event, *, by: User | None, at: datetime, seen: int | None = None) -> None:
    """Leave the plan as it stands; the draft goes."""
    event = places.lock(event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    draft = _draft_of(event, seen, *_State)
    record("groups.drop_draft", draft, by=by, at=at, event_id=event.pk)
    draft.delete()


@transaction.atomic
def use_draft(
    event: Event, *, by: User | None, at: datetime, seen: int | None = None, step: int | None = None
) -> int:
    """The draft becomes the plan; returns for how many people something is new. Nobody is told.

    Who has left since loses the seat, who has come since keeps what they have. A pin or a rule that was made
    since and that the draft would break is named, and nothing is changed; nor is it when the organiser saw
    another draft (`seen`), or compared it with another plan (`step`, the last one).
    """
    event = places.lock(event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    draft = _draft_of(event, seen, _State.READY)
    steps.last_seen(event, step)
    room = room_of(event)
    seats = changes_of(room, draft)
    policies.has_its_tables(is_whole=all(table in room.tables for table in seats.values() if table)).enforce()
    _keeps_pins(room, seats)
    keeps_rules(room, seats).enforce()
    steps.write(room, seats, steps.Note("use", by, at))
    record("groups.use_draft", draft, by=by, at=at, event_id=event.pk)
    draft.delete()
    return len({number for number, _ in seats})


def changes_of(room: Room, draft: Draft) -> Assigned:
    """What the draft would change in the plan as it stands now, for those who still take part."""
    told = {(number, session): table for number, session, table in draft.seats}
    workshops = {workshop.pk: workshop for workshop in room.workshops}
    found: Assigned = {
        (one.pk, row.pk): 0 for one in room.gone for row in room.workshops if room.seat_of(one, row)
    }
    for (number, session), table in told.items():
        one, workshop = room.known.get(number), workshops.get(session)
        if one is None or workshop is None or not one.is_here or not room.takes_part(one, workshop):
            continue
        seat = room.seat_of(one, workshop)
        if seat is None or seat.group != table:
            found[number, session] = table
    return found


def _draft_of(event: Event, seen: int | None, *states: str) -> Draft:
    found = list(Draft.objects.filter(event=event, state__in=states))
    policies.has_draft(is_ready=bool(found)).enforce()
    policies.is_draft_seen(is_it=seen in (None, found[0].pk)).enforce()
    return found[0]


def _keeps_pins(room: Room, seats: Assigned) -> None:
    for key in seats:
        seat, one = room.seats.get(key), room.known[key[0]]
        policies.is_loose(one.name, is_pinned=one.is_here and seat is not None and seat.is_pinned).enforce()


def _end(draft: Draft, found: dict[str, object], *, at: datetime) -> Draft:
    Draft.objects.filter(pk=draft.pk).update(ended_at=at, percent=100, **found)
    draft.refresh_from_db()
    return draft


def _broken_off() -> dict[str, object]:
    """The columns of a draft over which the engine has failed."""
    said = _(
        "The search for a plan was broken off by a fault; the groups are as they were. Ask for it once more. "
        "If it is broken off again, tell whoever looks after this installation."
    )
    return {"state": _State.FAILED, "reason": said}


def _found(room: Room, draft: Draft, budget: Budget) -> dict[str, object]:
    """The columns of a draft that is ready."""
    if draft.how == Draft.How.IMPROVE:
        kept = _with_told_pinned(room)
        solved = solve(kept, kept.instance(named=True, with_absent=True), budget, how="best")
    else:
        solved = solve(room, room.instance(named=True), budget)
    counts = counts_of(replace(room, seats={}).with_seats(solved.seats))
    return {
        "state": _State.READY,
        "seats": [[*key, table] for key, table in solved.seats.items()],
        "counts": [[one.name, one.count, one.bound] for one in counts],
        "is_best": solved.plan.optimal,
    }


def _with_told_pinned(room: Room) -> Room:
    """The room in which whoever has been told a table stays where they are planned to sit."""
    seats = {key: seat._replace(is_pinned=True) if seat.told else seat for key, seat in room.seats.items()}
    return replace(room, seats=seats)


def _heard(draft: Draft, at: datetime, began: float) -> Callable[[float], bool]:
    """Notes the progress from time to time, and answers whether somebody wants the search to end."""
    last, is_stopped = [began], [False]

    def heard(share: float) -> bool:
        now = time.monotonic()
        if now - last[0] >= PACE:
            last[0] = now
            rows = Draft.objects.filter(pk=draft.pk)
            rows.update(percent=round(100 * share), seen_at=at + timedelta(seconds=now - began))
            is_stopped[0] = not rows.filter(is_stopped=False).exists()
        return is_stopped[0]

    return heard
