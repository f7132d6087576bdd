"""Places held for an organisation: holding them, taking one, giving the rest back."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event, Organisation
from registrations import emails, invites, policies
from registrations.models import Allotment, Registration
from registrations.services import places
from registrations.services.details import Details
from registrations.services.register import register
from registrations.services.waiting import fill_free_places

AMENDED = ("places", "contact_name", "contact_email", "returns_at")


@transaction.atomic
def hold(allotment: Allotment, *, by: User, at: datetime) -> Allotment:
    """Hold the places of a new allotment out of the event's free ones; the contact gets the link."""
    event, number, mode = places.lock(allotment.event), allotment.places, allotment.mode
    policies.has_places(event, mode).enforce()
    policies.may_hold(event, by, at=at, number=number, free=places.free(event, mode)).enforce()
    places.take(event, mode, number=number)
    allotment.told_of = invites.facts(event)
    allotment.save()
    record("registrations.hold", allotment, by=by, at=at, event_id=event.pk)
    emails.send_allotment(allotment, at=at)
    return allotment


@transaction.atomic
def amend(allotment: Allotment, *, by: User, at: datetime, is_sent_again: bool = False) -> bool:
    """Another number of places, contact or date; returns whether the link goes out.

    A new contact gets it by itself, and the page of the old one is shut. The link that was passed on stays.
    """
    event = places.lock(allotment.event)
    was = Allotment.objects.select_for_update(of=("self",)).select_related("event").get(pk=allotment.pk)
    free = places.free(event, was.mode)
    policies.may_amend(was, by, at=at, number=allotment.places, free=free).enforce()
    if allotment.places > was.places:
        places.take(event, was.mode, number=allotment.places - was.places)
    else:
        places.give_back(event, was.mode, number=was.places - allotment.places)
    allotment.save(update_fields=AMENDED)
    record("registrations.amend", allotment, by=by, at=at, event_id=event.pk)
    is_sent = is_sent_again or allotment.contact_email != was.contact_email
    if is_sent:
        emails.send_allotment(allotment, at=at)
    fill_free_places(event, at=at)
    return is_sent


def take_held(
    allotment: Allotment, details: Details, *, form_key: uuid.UUID, at: datetime, **more: Any
) -> Registration:
    """One of the organisation's places, with its confirmation; refused when none is left."""
    told = replace(details, organisation=allotment.organisation.name, mode=allotment.mode)
    return register(allotment.event, told, form_key=form_key, at=at, allotment=allotment, **more)


def held_for(organisation: Organisation | None, event: Event, *, mode: str, at: datetime) -> Allotment | None:
    """What is held for this organisation and has a place left, which stays so until the transaction ends."""
    if organisation is None:
        return None
    places.lock(event)
    rows = event.allotments.lasting(at).filter(organisation=organisation, mode=mode, used__lt=F("places"))
    found: Allotment | None = rows.select_related("event").first()
    return found


@transaction.atomic
def give_back_unused(allotment: Allotment, *, at: datetime, by: User) -> Allotment:
    """What is not used is free again, for those who wait first; the link opens nothing more."""
    places.lock(allotment.event)
    allotment = Allotment.objects.select_related("event").get(pk=allotment.pk)
    policies.may_give_back(allotment, by).enforce()
    record("registrations.give_back", allotment, by=by, at=at, event_id=allotment.event_id)
    return _give_back(allotment, at=at)


@transaction.atomic
def give_back_due(allotment: Allotment, *, at: datetime) -> None:
    """The date of an allotment has come: what is not used is free again. Safe to run twice."""
    places.lock(allotment.event)
    due = Allotment.objects.due(at).select_related("event").filter(pk=allotment.pk).first()
    if due:
        _give_back(due, at=at)


def _give_back(allotment: Allotment, *, at: datetime) -> Allotment:
    places.give_back(allotment.event, allotment.mode, number=allotment.unused)
    allotment.returned_at = at
    allotment.save(update_fields=["returned_at"])
    fill_free_places(allotment.event, at=at)
    return allotment
