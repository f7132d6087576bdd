"""The morning: who did not come leaves a gap, who walked in needs a seat, and few people should move."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event
from dissemination.groups import policies
from dissemination.groups.services import plans
from dissemination.groups.services.broken import broken
from dissemination.groups.services.counts import weighed
from dissemination.groups.services.problem import Assigned, Delegate, Instance, Room, room_of
from dissemination.groups.services.seats import in_another_room
from dissemination.groups.services.solving import Budget, solve
from dissemination.groups.services.standing import Standing
from dissemination.groups.services.steps import Note
from registrations.allocation import Plan
from registrations.allocation.repair import Offer as Way
from registrations.services import places
from sessions.models import Group, Session

STEPS: dict[Way, int] = {"fewest": 300, "balanced": 400, "best": 600}  # together a second for 500 people


@dataclass(frozen=True, slots=True)
class Move:
    """One person who sits elsewhere now; `was` is nothing for somebody who had no seat."""

    registration: Delegate
    workshop: Session
    was: Group | None
    now: Group


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to put the groups right: what it changes, the counts that it reaches, and for which morning.

    `seen` stands for who takes part and sat where when it was made; `broken` counts the rules that it would
    not keep, `cost` weighs all counts; `is_change` says whether any seat would be another one, or empty.
    `also` are those whom accepting it tells of a table that they were given earlier, and that has not been
    published: it moves none of them. `elsewhere` is how many people then sit in another room than they were
    told: they get a mail.
    """

    how: Way
    moves: list[Move]
    plan: Plan
    seats: Assigned
    seen: str
    broken: int
    cost: float
    is_change: bool
    also: list[Delegate]
    elsewhere: int

    @property
    def moved(self) -> int:
        """How many told places change."""
        return sum(move.was is not None for move in self.moves)

    @property
    def seated(self) -> int:
        """How many seats are found for people who had none."""
        return len(self.moves) - self.moved


def morning_instance_of(event: Event) -> Instance:
    """The repair as a problem in the benchmark's format, without names: the absent, the seats before."""
    return room_of(event).instance(with_absent=True)


def repair_offers(event: Event, *, by: User | None, at: datetime, steps: int | None = None) -> list[Offer]:
    """The three ways to put the groups right: fewest moves, balanced, best. Nothing is changed.

    Each begins where the one before it ends, and is no worse. They are the same whenever they are asked for.
    """
    room, problem = _morning(event, by=by, at=at)
    return list(_offers(room, problem, Budget(steps=steps)))


def repair(
    event: Event,
    *,
    how: Way,
    by: User | None,
    at: datetime,
    steps: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
    seen: str = "",
    tell: bool = False,
) -> list[Move]:
    """Put the groups right after no-shows and walk-ins: the absent lose their seats, newcomers get one.

    Returns who sits elsewhere. Where groups have been told, everything shows the new ones at once; mail goes
    to people who hear of their groups for the first time or sit in another room than they were told, and with
    `tell` to all whose table is new. With `seen` (of the offer) it is refused when anything has changed since
    that offer was made.
    """
    room, problem = _morning(event, by=by, at=at)
    policies.are_offers_fresh(same=seen in ("", _fingerprint(room))).enforce()
    offer = next(one for one in _offers(room, problem, Budget(seconds, steps, seed)) if one.how == how)
    with transaction.atomic():
        event = places.lock(event)
        now = room_of(event)
        policies.are_offers_fresh(same=now.fingerprint() == room.fingerprint()).enforce()
        plans.write_plan(now, offer.seats, Note("repair", by, at))
        record("groups.repair", event, by=by, at=at, event_id=event.pk)
        if event.groups_told_at:
            plans.publish_groups(event, by=by, at=at, tell=tell, although=offer.broken)
    return offer.moves


def _morning(event: Event, *, by: User | None, at: datetime) -> tuple[Room, Instance]:
    policies.may_publish_groups(event, by=by, at=at).enforce()
    room = room_of(event)
    plans.ready(room)
    return room, room.instance(named=True, with_absent=True)


def _offers(room: Room, problem: Instance, budget: Budget) -> Iterator[Offer]:
    """One after the other, each from where the one before it ends; steps as usual where no budget is set."""
    start, seen = None, _fingerprint(room)
    is_set = budget.steps is not None or budget.seconds is not None
    for how, steps in STEPS.items():
        own = budget if is_set else replace(budget, steps=steps)
        solved = solve(room, problem, own, how=how, start=start)
        start = solved.plan.assign or None
        then = replace(room, seats={}).with_seats(solved.seats)
        faults, cost = len(broken(then)), weighed(Standing(then).counts())
        is_change = solved.seats != {key: seat.group for key, seat in room.seats.items()}
        moves = _moves(room, solved.seats)
        also = _also(room, solved.seats, moves)
        rooms = len(in_another_room(room.with_seats(solved.seats)))
        yield Offer(how, moves, solved.plan, solved.seats, seen, faults, cost, is_change, also, rooms)


def _fingerprint(room: Room) -> str:
    problem, takers = room.fingerprint()
    told = [problem, [[session, sorted(people)] for session, people in sorted(takers.items())]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _moves(room: Room, seats: Assigned) -> list[Move]:
    found = []
    for workshop in room.workshops:
        for one in room.people:
            seat, now = room.seat_of(one, workshop), seats.get((one.pk, workshop.pk), 0)
            if now and (seat is None or seat.group != now):
                found.append(Move(one, workshop, room.tables[seat.group] if seat else None, room.tables[now]))
    return found


def _also(room: Room, seats: Assigned, moves: list[Move]) -> list[Delegate]:
    """Who keeps a seat that is new to them; nobody where groups have not been told, as none are then."""
    if not room.event.groups_told_at:
        return []
    moved = {move.registration.pk for move in moves}
    kept = (key for key, seat in room.seats.items() if seats.get(key, seat.told) != seat.told)
    new = {registration for registration, _workshop in kept} - moved
    return [one for one in room.people if one.pk in new]
