"""Who awaits approval: an organiser approves or declines."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.text import one_line
from registrations import emails, policies
from registrations.models import Registration
from registrations.services import places
from registrations.services.workshops import settle_seats


@transaction.atomic
def approve(registration: Registration, *, by: User, at: datetime) -> Registration:
    """A place with its confirmation; where every place is taken, one on the waiting list."""
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    policies.may_decide(registration, by=by, at=at).enforce()
    record("registrations.approve", registration, by=by, at=at, event_id=event.pk)
    registration.state = places.place_or_wait(event, registration.mode)
    registration.save(update_fields=["state"])
    if registration.has_place:
        settle_seats(registration)
        emails.send_approved(registration, at=at)
    else:
        emails.send_approved_waiting(registration, at=at)
    return registration


@transaction.atomic
def decline(registration: Registration, *, reason: str, by: User, at: datetime) -> Registration:
    """No place, for a reason that the person is told."""
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    policies.may_decide(registration, by=by, at=at).enforce()
    record("registrations.decline", registration, by=by, at=at, event_id=event.pk)
    registration.state, registration.cancelled_at = Registration.State.CANCELLED, at
    registration.ending, registration.reason = Registration.Ending.DECLINED, one_line(reason)
    registration.save(update_fields=["state", "cancelled_at", "ending", "reason"])
    emails.send_declined(registration, at=at)
    return registration
