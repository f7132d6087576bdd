"""Putting people on the invitation list, and taking them off. Nobody is written to by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.text import one_line
from dissemination.events.models import Event
from dissemination.guests import policies
from dissemination.guests.models import Guest
from registrations import services as registering


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody to invite. The organisation is a name as typed, and may be empty."""

    name: str
    email: str
    organisation: str = ""


@transaction.atomic
def add(event: Event, one: Named, *, by: User, at: datetime) -> Guest:
    """A guest on the list of the event. A known address stays the guest that it is."""
    policies.may_list(event, by, at=at).enforce()
    guest, _ = Guest.objects.get_or_create(
        event=event,
        email=one_line(one.email).lower(),
        defaults={
            "name": one_line(one.name),
            "organisation": registering.organisation_called(one_line(one.organisation)),
        },
    )
    record("guests.add", guest, by=by, at=at, event_id=event.pk)
    return guest


@transaction.atomic
def add_many(event: Event, people: Iterable[Named], *, by: User, at: datetime) -> int:
    """All of them on the list; returns how many are new. Safe to repeat: a known address is passed over."""
    policies.may_list(event, by, at=at).enforce()
    known = set(Guest.objects.filter(event=event).values_list("email", flat=True))
    fresh = {one.email: one for one in reversed(list(people)) if one.email not in known}
    names = {one.organisation for one in fresh.values()}
    organisations = {name: registering.organisation_called(name) for name in names}
    rows = [
        Guest(event=event, name=one.name, email=email, organisation=organisations[one.organisation])
        for email, one in reversed(fresh.items())
    ]
    Guest.objects.bulk_create(rows, ignore_conflicts=True)
    record("guests.add_many", event, by=by, at=at, event_id=event.pk)
    return len(rows)


@transaction.atomic
def take_off(guest: Guest, *, by: User, at: datetime) -> None:
    """The guest is off the list, with what they answered; their link opens nothing more."""
    policies.may_take_off(guest, by).enforce()
    record("guests.take_off", guest, by=by, at=at, event_id=guest.event_id)
    guest.delete()
