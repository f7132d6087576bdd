"""The morning: who did not come leaves a gap, who walked in needs a seat, and few people should move."""

from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event
from dissemination.groups import policies
from dissemination.groups.services import plans
from dissemination.groups.services.problem import Assigned, Delegate, Instance, Room, room_of
from dissemination.groups.services.solving import Budget, solve
from dissemination.groups.services.steps import Note
from registrations.allocation import Plan
from registrations.allocation.repair import Offer as Way
from registrations.services import places
from sessions.models import Group, Session

STEPS = 1500  # under a second for 500 people; the same steps and seed always make the same offer


@dataclass(frozen=True, slots=True)
class Move:
    """One person who sits elsewhere now; `was` is nothing for somebody who had no seat."""

    registration: Delegate
    workshop: Session
    was: Group | None
    now: Group


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to put the groups right: what it changes, and the counts that it reaches."""

    how: Way
    moves: list[Move]
    plan: Plan
    seats: Assigned

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


def repair_offers(event: Event, *, by: User | None, at: datetime, steps: int = STEPS) -> list[Offer]:
    """The three ways to put the groups right: fewest moves, balanced, best. Nothing is changed."""
    room, problem = _morning(event, by=by, at=at)
    return [_offer(room, problem, how, Budget(steps=steps)) for how in get_args(Way)]


def repair(
    event: Event,
    *,
    how: Way,
    by: User | None,
    at: datetime,
    steps: int | None = STEPS,
    seconds: float | None = None,
    seed: int = 0,
) -> list[Move]:
    """Put the groups right after no-shows and walk-ins: the absent lose their seats, newcomers get one.

    Returns who sits elsewhere. Where groups have been told, everything shows the new ones at once; mail goes
    only to people who hear of their groups for the first time.
    """
    room, problem = _morning(event, by=by, at=at)
    offer = _offer(room, problem, how, Budget(seconds, steps, seed))
    with transaction.atomic():
        event = places.lock(event)
        now = room_of(event)
        policies.is_still_the_same(same=now.fingerprint() == room.fingerprint()).enforce()
        plans.write_plan(now, offer.seats, Note("repair", by, at))
        record("groups.repair", event, by=by, at=at, event_id=event.pk)
        if event.groups_told_at:
            plans.publish_groups(event, by=by, at=at)
    return offer.moves


def _morning(event: Event, *, by: User | None, at: datetime) -> tuple[Room, Instance]:
    policies.may_publish_groups(event, by=by, at=at).enforce()
    room = room_of(event)
    plans.ready(room)
    return room, room.instance(named=True, with_absent=True)


def _offer(room: Room, problem: Instance, how: Way, budget: Budget) -> Offer:
    solved = solve(room, problem, budget, how=how)
    return Offer(how, _moves(room, solved.seats), solved.plan, solved.seats)


def _moves(room: Room, seats: Assigned) -> list[Move]:
    found = []
    for workshop in room.workshops:
        for one in room.people:
            seat, now = room.seat_of(one, workshop), seats.get((one.pk, workshop.pk), 0)
            if now and (seat is None or seat.group != now):
                found.append(Move(one, workshop, room.tables[seat.group] if seat else None, room.tables[now]))
    return found
