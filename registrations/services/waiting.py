"""The waiting list: a free place goes to whoever has waited longest."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event
from registrations import emails, policies
from registrations.models import Registration
from registrations.services import places


@transaction.atomic
def fill_free_places(event: Event, *, at: datetime) -> list[Registration]:
    """Give every free place to the delegates who have waited longest, and tell them; returns those people."""
    event = places.lock(event)
    if not policies.may_fill_places(event, at=at):
        return []
    promoted = []
    for mode in Registration.Mode.values:
        free = places.free(event, mode)
        longest_waiting = event.registrations.waiting().filter(mode=mode).select_for_update()
        for registration in longest_waiting[:free]:
            promoted.append(_give_place(registration, event, at=at))
    return promoted


@transaction.atomic
def promote(registration: Registration, *, by: User, at: datetime) -> Registration:
    """Give one waiting delegate a free place before their turn; refused when there is none."""
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    policies.may_promote(registration, by=by, at=at).enforce()
    policies.has_free_place(places.free(event, registration.mode)).enforce()
    record("registrations.promote", registration, by=by, at=at, event_id=event.pk)
    return _give_place(registration, event, at=at)


def _give_place(registration: Registration, event: Event, *, at: datetime) -> Registration:
    places.take(event, registration.mode)
    registration.state = Registration.State.CONFIRMED
    registration.save(update_fields=["state"])
    emails.send_place_from_waiting(registration, at=at)
    return registration
