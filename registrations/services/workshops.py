"""Seats in sessions that have fewer than the event has places: chosen while they last."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from registrations import policies
from registrations.models import Registration, WorkshopSeat
from registrations.services import places
from sessions.models import Session


@transaction.atomic
def choose_workshops(registration: Registration, chosen: Iterable[Session], *, at: datetime) -> Registration:
    """The delegate has a seat in each of these and in no other; all as before when one of them is full.

    The event is held meanwhile, so that two who want the last seat come one after the other.
    """
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    policies.may_choose_workshops(registration, at=at).enforce()
    wanted = {session.pk for session in chosen}
    sessions = list(event.sessions.limited().filter(pk__in=wanted))
    policies.are_apart(sessions).enforce()
    registration.workshop_seats.exclude(session__in=sessions).delete()
    held = set(registration.workshop_seats.values_list("session_id", flat=True))
    for session in sessions:
        if session.pk not in held:
            policies.has_seat(session, taken=session.workshop_seats.count()).enforce()
            WorkshopSeat.objects.create(registration=registration, session=session)
    return registration
