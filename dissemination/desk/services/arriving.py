"""Who is here, who walked in, who did not come."""

import uuid
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import person_for, record
from dissemination.desk import policies
from dissemination.events.models import Event
from registrations import policies as place_policies
from registrations.models import Registration
from registrations.services import places
from registrations.services.companions import Companion, come_with
from registrations.services.details import Details, cleaned, needs_at_table, write_down
from registrations.services.workshops import settle_seats

_State = Registration.State


@transaction.atomic
def check_in(registration: Registration, *, by: User, at: datetime) -> Registration:
    """The delegate is here. Somebody already checked in stays as they are, with their first time."""
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    if registration.state == _State.ATTENDED:
        has_moved = registration.places.filter(is_to_tell=True).exists()
        return tell_tables(registration, by=by, at=at) if has_moved else registration  # the screen says where
    policies.may_check_in(registration, by=by, at=at).enforce()
    if registration.gave_up_place:
        place_policies.has_free_place(int(places.take(event, registration.mode))).enforce()
        registration.gave_up_place = False
    return _arrive(registration, by=by, at=at)


@transaction.atomic
def undo_check_in(registration: Registration, *, by: User, at: datetime) -> Registration:
    """It was somebody else: the delegate is expected again."""
    registration = places.lock_row(registration, places.lock(registration.event))
    policies.may_undo_check_in(registration, by=by, at=at).enforce()
    registration.state = _State.CONFIRMED
    registration.checked_in_at = registration.checked_in_by = None
    registration.save(update_fields=["state", "checked_in_at", "checked_in_by"])
    record("desk.undo_check_in", registration, by=by, at=at, event_id=registration.event_id)
    return registration


@transaction.atomic
def tell_tables(registration: Registration, *, by: User, at: datetime) -> Registration:
    """Somebody at the desk has told this delegate where they sit now."""
    policies.may_tell_tables(registration, by=by).enforce()
    registration.places.update(is_to_tell=False)
    record("desk.tell_tables", registration, by=by, at=at, event_id=registration.event_id)
    return registration


@transaction.atomic
def walk_in(
    event: Event,
    details: Details,
    *,
    by: User,
    at: datetime,
    instead_of: Registration | None = None,
    form_key: uuid.UUID | None = None,
    companion: Companion | None = None,
    beside_instead_of: Registration | None = None,
) -> Registration:
    """Somebody who came without a place takes a free one, or that of a named delegate who did not come.

    A person on the waiting list keeps their registration; one who has a place is refused: check them in. Who
    comes with them has a place too (free, or that of `beside_instead_of`), and sits with them.
    """
    event, details = places.lock(event), cleaned(details)
    sent_before = Registration.objects.filter(form_key=form_key, event=event).first() if form_key else None
    if sent_before:
        return sent_before
    policies.may_walk_in(event, by=by, at=at).enforce()
    form_key = form_key or uuid.uuid4()
    registration = _waiting(event, details) or _new(event, details, form_key, at=at)
    places.release(registration, event)  # an offer that they have not answered
    _take_place(event, details, instead_of)
    if registration.pk is None:
        write_down(registration, details)
    elif details.features:
        needs_at_table(registration, details.features)
    registration.walked_in, registration.mode = True, details.mode
    _arrive(registration, by=by, at=at)
    settle_seats(registration)
    if companion:
        beside = cleaned(Details(**asdict(companion)))
        _take_place(event, beside, beside_instead_of)
        made = _new(event, beside, uuid.uuid5(form_key, "comes with them"), at=at)
        come_with(registration, made, beside)
        made.walked_in = True
        _arrive(made, by=by, at=at)
    return registration


@transaction.atomic
def close_desk(event: Event, *, by: User, at: datetime) -> int:
    """Everybody expected in the room who has not come is absent; returns how many."""
    event = places.lock(event)
    policies.may_close_desk(event, by=by, at=at).enforce()
    missing = event.registrations.filter(state=_State.CONFIRMED, mode=Registration.Mode.IN_PERSON)
    record("desk.close_desk", event, by=by, at=at, event_id=event.pk)
    return missing.update(state=_State.ABSENT)


def _arrive(registration: Registration, *, by: User, at: datetime) -> Registration:
    registration.state = _State.ATTENDED
    registration.checked_in_at, registration.checked_in_by = at, by
    registration.save()
    registration.places.update(is_to_tell=False)
    record("desk.check_in", registration, by=by, at=at, event_id=registration.event_id)
    return registration


def _waiting(event: Event, details: Details) -> Registration | None:
    """This person's own row on the waiting list, if there is one; refused when they have a place already."""
    known = event.registrations.live().filter(person__email=details.email).first() if details.email else None
    if known:
        policies.may_turn_into_walk_in(known).enforce()
    return known


def _new(event: Event, details: Details, form_key: uuid.UUID, *, at: datetime) -> Registration:
    person = person_for(details.email, name=details.name, at=at) if details.email else None
    return Registration(
        event=event,
        person=person,
        form_key=form_key,
        state=_State.WAITING,
        statement_version=event.statement_version,
        registered_at=at,
    )


def _take_place(event: Event, details: Details, instead_of: Registration | None) -> None:
    """A free place, or that of somebody who has not come."""
    if instead_of:
        _give_up_place(places.lock_row(instead_of, event))
    else:
        policies.may_take_desk_place(is_taken=places.take(event, details.mode)).enforce()


def _give_up_place(absent: Registration) -> None:
    policies.may_give_up_place(absent).enforce()
    absent.state, absent.gave_up_place = _State.ABSENT, True
    absent.save(update_fields=["state", "gave_up_place"])
