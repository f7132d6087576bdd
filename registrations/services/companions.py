"""Interpreters, carers and others who are there for one delegate: they sit with them in every workshop."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from registrations import policies
from registrations.models import KeepRule, Registration
from registrations.services import places
from registrations.services.details import Details, cleaned, write_down
from registrations.services.workshops import on_offer, take_seats


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Whom a delegate brings: the name, what they are ("interpreter"), and what they do not eat."""

    name: str
    job_title: str
    dietary: str = ""


@transaction.atomic
def bring(
    registration: Registration, companion: Companion, *, form_key: uuid.UUID, at: datetime
) -> Registration:
    """Somebody comes with this delegate: they have a place, the same seats, and sit with them everywhere.

    Refused when no place or seat is left: nobody waits for one. They have no address, so nothing is sent. The
    same form sent again is the same companion.
    """
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    form_key = uuid.uuid5(form_key, f"comes with {registration.pk}")
    if made := event.registrations.filter(form_key=form_key).first():
        return made
    details, beside = cleaned(Details(**asdict(companion))), event.registrations.there_for(registration)
    policies.may_bring(registration, number=beside.count(), at=at).enforce()
    policies.is_new_beside(details.name, has_one=beside.filter(name__iexact=details.name).exists()).enforce()
    held = set(registration.workshop_seats.values_list("session_id", flat=True))
    seats = [seats for seats in on_offer(event) if seats.session.pk in held] if held else []
    for each in seats:
        policies.has_seat_beside(each.session, left=each.left).enforce()
    state = places.place_or_wait(event, Registration.Mode.IN_PERSON)
    policies.has_place_beside(has_one=state == Registration.State.CONFIRMED).enforce()
    made = Registration(
        event=event,
        form_key=form_key,
        state=state,
        statement_version=event.statement_version,
        registered_at=at,
    )
    come_with(registration, made, details)
    take_seats(made, [each.session for each in seats])
    return made


def come_with(registration: Registration, made: Registration, details: Details) -> None:
    """Write down somebody new who is there for this delegate, and sits with them everywhere."""
    write_down(made, details)
    rules = registration.event.keep_rules
    rules.create(kind=KeepRule.Kind.TOGETHER, one=made, other=registration, is_companion=True)


def whom_they_are_with(registration: Registration) -> Registration | None:
    """The delegate for whom this person is there."""
    rules = registration.event.keep_rules.of_companions().select_related("other__organisation")
    rule = rules.filter(one=registration).first()
    return rule.other if rule else None


@transaction.atomic
def sit_with(registration: Registration, delegate: Registration | None, *, by: User, at: datetime) -> None:
    """This person is there for that delegate (or for nobody any more) and is kept together with them.

    Nobody moves before groups are made again.
    """
    event = places.lock(registration.event)
    policies.may_sit_with(registration, delegate, by=by, at=at).enforce()
    if whom_they_are_with(registration) == delegate:
        return
    event.keep_rules.of_companions().filter(one=registration).delete()
    if delegate:
        kind = KeepRule.Kind.TOGETHER
        event.keep_rules.create(kind=kind, one=registration, other=delegate, is_companion=True)
    record("registrations.sit_with", registration, by=by, at=at, event_id=event.pk)
