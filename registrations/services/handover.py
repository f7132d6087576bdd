"""Handing a place to a colleague."""

import uuid
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import Person
from dissemination.accounts.services import person_for
from dissemination.core.text import one_line
from dissemination.events.models import Event
from registrations import emails, policies
from registrations.models import Registration
from registrations.services import places
from registrations.services.register import cancel
from registrations.services.waiting import fill_free_places

_State = Registration.State
_KEPT = ("event", "organisation", "sector", "kind")


@transaction.atomic
def hand_over(registration: Registration, *, name: str, email: str, at: datetime) -> Registration:
    """The colleague has the place, with its seats in the groups; both are told, and both diaries are right.

    Whom the giver brought does not come: they were there for the giver. Returns the colleague's
    registration: their own where they are registered already. Sent twice, it is done once. A colleague who
    has a place keeps it, and the giver's is free for whoever waits: the colleague alone hears of that, so
    that the giver's page tells nobody who is registered.
    """
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    name, email = one_line(name), one_line(email).lower()
    if registration.handed_to and registration.handed_to.email == email:
        return registration.handed_to
    policies.may_hand_over(registration, at=at).enforce()
    policies.is_a_colleague(registration, email).enforce()
    person = person_for(email, name=name, at=at)
    earlier = event.registrations.live().filter(person=person).first()
    taker = earlier or _colleague(registration, person, name, at=at)
    tell = emails.send_handed_to_you
    if taker.has_place:
        _free(registration, event)
        tell = emails.send_has_place_already
    else:
        _take_over(taker, registration, event)
    _step_back(registration, taker, at=at)
    places.take_copies_back(registration)
    lost = [cancel(one, at=at).name for one in event.registrations.brought_by(registration)]
    emails.send_handed_over(registration, lost=lost, at=at)
    tell(taker, giver=registration, at=at)
    fill_free_places(event, at=at)
    return taker


def _colleague(giver: Registration, person: Person, name: str, *, at: datetime) -> Registration:
    """A registration of their own, without the giver's answers about themselves."""
    return Registration(
        person=person,
        name=name,
        email=person.email,
        form_key=uuid.uuid5(giver.form_key, f"handed to {person.email}"),
        statement_version=giver.event.statement_version,
        registered_at=at,
        **{field: getattr(giver, field) for field in _KEPT},
    )


def _take_over(taker: Registration, giver: Registration, event: Event) -> None:
    """The counted place changes hands; an offer that the taker had is free for the next person."""
    places.release(taker, event)
    taker.state, taker.mode, taker.offer_ends_at = _State.CONFIRMED, giver.mode, None
    taker.allotment = giver.allotment
    taker.save()
    giver.places.update(registration=taker)
    taker.workshop_seats.all().delete()  # what they had chosen while they waited
    giver.workshop_seats.update(registration=taker)


def _free(giver: Registration, event: Event) -> None:
    """Nobody takes this place over: it is free, and so are its seats."""
    places.release(giver, event)
    giver.places.all().delete()
    giver.workshop_seats.all().delete()


def _step_back(giver: Registration, taker: Registration, *, at: datetime) -> None:
    giver.state, giver.handed_to, giver.cancelled_at = _State.TRANSFERRED, taker, at
    giver.save(update_fields=["state", "handed_to", "cancelled_at"])
