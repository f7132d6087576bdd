"""Mail to guests: the date to keep free, the invitation, the reminder; each press to those who are due."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event
from dissemination.guests import emails, policies
from dissemination.guests.models import Guest
from dissemination.guests.querysets import GuestQuerySet
from registrations.invites import facts

Letter = Callable[..., None]


@transaction.atomic
def save_the_date(event: Event, *, by: User, at: datetime) -> int:
    """“Keep this day free” to everybody on the list who has heard nothing yet; returns how many."""
    policies.may_save_the_date(event, by, at=at).enforce()
    return _write(event, _held(event).to_tell(), emails.send_save_the_date, by=by, at=at, told_at=at)


@transaction.atomic
def invite(event: Event, *, by: User, at: datetime) -> int:
    """The invitation, with a link of their own, to everybody who has none yet; returns how many."""
    policies.may_invite(event, by, at=at).enforce()
    return _write(event, _held(event).to_invite(), emails.send_invitation, by=by, at=at, invited_at=at)


@transaction.atomic
def chase(event: Event, *, by: User, at: datetime) -> int:
    """A reminder to everybody who was invited, can be reached and has not answered; returns how many.

    Whoever was written to within the last hours is passed over, so that a second press sends nothing.
    """
    policies.may_invite(event, by, at=at).enforce()
    due = _held(event).to_chase(at)
    return _write(event, due, emails.send_reminder, by=by, at=at, chased_at=at, chased_by=by)


@transaction.atomic
def invite_again(guest: Guest, *, by: User, at: datetime) -> Guest:
    """The invitation to one guest, for the first time or once more with the same link."""
    policies.may_invite(guest.event, by, at=at).enforce()
    record("guests.invite_again", guest, by=by, at=at, event_id=guest.event_id)
    emails.send_invitation(guest, at=at)
    guest.invited_at, guest.told_of = guest.invited_at or at, facts(guest.event)
    guest.save(update_fields=["invited_at", "told_of"])
    return guest


def _held(event: Event) -> GuestQuerySet:
    """The list, of an event that is held meanwhile: two presses come one after the other."""
    Event.objects.select_for_update().get(pk=event.pk)
    return Guest.objects.filter(event=event).select_related("event__project", "event__venue")


def _write(
    event: Event, due: GuestQuerySet, send: Letter, *, by: User, at: datetime, **noted: datetime | User
) -> int:
    people = list(due)
    policies.has_somebody(len(people)).enforce()
    for guest in people:
        send(guest, at=at)
    told_of = facts(people[0].event)
    Guest.objects.filter(pk__in=[guest.pk for guest in people]).update(told_of=told_of, **noted)
    record(f"guests.{send.__name__}", event, by=by, at=at, event_id=event.pk)
    return len(people)
