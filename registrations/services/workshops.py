"""Seats in sessions that have fewer than the event has places: chosen while they last.

A choice of somebody who has no place yet holds no seat; it becomes one with the place, where one is left.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q

from dissemination.events.models import Event
from registrations import emails, policies
from registrations.models import Registration, WorkshopSeat
from registrations.querysets import PLACED_STATES
from registrations.services import places
from sessions.models import Session

_TAKEN = Count("workshop_seats", filter=Q(workshop_seats__registration__state__in=PLACED_STATES))


@dataclass(frozen=True, slots=True)
class Seats:
    """A session with seats for some, and how many are left."""

    session: Session
    left: int


@transaction.atomic
def choose_workshops(registration: Registration, chosen: Collection[int], *, at: datetime) -> Registration:
    """The delegate has a seat in each of these and in no other; all as before when one of them is full.

    Whom they bring comes along. The event is held meanwhile, so that two who want the last seat come one
    after the other.
    """
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    policies.may_choose_workshops(registration, at=at).enforce()
    held = set(registration.workshop_seats.values_list("session_id", flat=True))
    everybody = [registration, *event.registrations.brought_by(registration)]
    sessions = seats_for(event, chosen, held=held, heads=len(everybody))
    for one in everybody:
        one.workshop_seats.exclude(session__in=sessions).delete()
        take_seats(one, [session for session in sessions if session.pk not in held])
    if registration.diary == Registration.Diary.SESSIONS:
        emails.settle_diary(registration, at=at)
    return registration


def on_offer(event: Event) -> list[Seats]:
    """The sessions of the event with seats for some, as they happen."""
    rows = event.sessions.limited().annotate(left=F("seats") - _TAKEN)
    return [Seats(session, session.left) for session in rows]


def seats_left(event_id: int) -> tuple[tuple[int, int], ...]:
    """The number of each session of the event with seats for some, and how many are left."""
    rows = Session.objects.filter(event=event_id).limited().annotate(left=F("seats") - _TAKEN)
    return tuple(rows.values_list("pk", "left"))


def seats_for(
    event: Event, chosen: Collection[int], *, held: Collection[int] = (), heads: int = 1
) -> list[Session]:
    """The chosen sessions of an event that is locked; refused when one is full or two are on at once.

    `heads`: so many people want a seat in each that is not `held`.
    """
    wanted = [seats for seats in on_offer(event) if seats.session.pk in chosen] if chosen else []
    policies.are_apart([seats.session for seats in wanted]).enforce()
    for seats in wanted:
        if seats.session.pk not in held:
            policies.has_seat(seats.session, left=seats.left, heads=heads).enforce()
    return [seats.session for seats in wanted]


def take_seats(registration: Registration, sessions: Iterable[Session]) -> None:
    """Write down what `seats_for` has granted."""
    seats = [WorkshopSeat(registration=registration, session=session) for session in sessions]
    WorkshopSeat.objects.bulk_create(seats)


def settle_seats(registration: Registration) -> None:
    """Whoever has just got a place of the event, which is locked, keeps the chosen seats that were left."""
    mine = registration.workshop_seats.all()
    if mine.exists():
        too_many = [seats.session for seats in on_offer(registration.event) if seats.left < 0]
        mine.filter(session__in=too_many).delete()
