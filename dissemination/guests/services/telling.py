"""What is told of a change to those who are invited and have not answered, and who hold places for others."""

from collections.abc import Collection
from datetime import datetime

from dissemination.events.models import Event
from dissemination.guests import emails
from dissemination.guests.models import Guest
from registrations.invites import facts
from registrations.models import Allotment


def who_hears(event: Event, *, told: Collection[str]) -> list[Guest | Allotment]:
    """Guests who know of the event and have not answered, and whoever has places for an organisation.

    The addresses in `told` hear of it in another mail.
    """
    of_event = ("event__project", "event__venue")
    held = event.allotments.held().exclude(contact_email="").select_related(*of_event)
    guests = Guest.objects.filter(event=event).expecting().select_related(*of_event)
    people: dict[str, Guest | Allotment] = {one.contact_email: one for one in held}
    people |= {guest.email: guest for guest in guests}
    return [one for address, one in people.items() if address not in told]


def tell_of_change(event: Event, *, at: datetime, told: Collection[str]) -> int:
    """The event takes place otherwise than their last mail said. They are told once; returns how many."""
    now = facts(event)
    due = [one for one in who_hears(event, told=told) if one.told_of != now]
    for one in due:
        emails.send_changed(one, at=at)
        one.told_of = now
        one.save(update_fields=["told_of"])
    return len(due)


def tell_called_off(event: Event, *, reason: str, at: datetime, told: Collection[str]) -> int:
    """The event does not take place; returns how many are told."""
    people = who_hears(event, told=told)
    for one in people:
        emails.send_called_off(one, reason=reason, at=at)
    return len(people)


def tell_postponed(event: Event, *, reason: str, at: datetime, told: Collection[str]) -> int:
    """The new date follows, and they hear of it then; returns how many are told."""
    people = who_hears(event, told=told)
    for one in people:
        emails.send_postponed(one, reason=reason, at=at)
        one.told_of = facts(event)
        one.save(update_fields=["told_of"])
    return len(people)
