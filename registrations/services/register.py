"""Taking part: registering, changing answers, cancelling."""

import uuid
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import Person, User
from dissemination.accounts.services import known_person, make_person, person_for, record
from dissemination.core.tokens import new_code
from dissemination.core.verdicts import Verdict
from dissemination.events.models import Event
from registrations import emails, policies
from registrations.models import Registration
from registrations.services import places
from registrations.services.details import Details, cleaned, details_of, write_down
from registrations.services.waiting import fill_free_places


@transaction.atomic
def register(
    event: Event, details: Details, *, form_key: uuid.UUID, at: datetime, by: User | None = None
) -> Registration:
    """One place, or one place on the waiting list, and the mail that says which.

    The same form sent again is the same registration. An address that has a live registration gets a mail
    with its link, and nothing changes: that registration is returned. `by` is the organiser who registers
    somebody else, before registration opens or without an address, say.
    """
    event, details = places.lock(event), cleaned(details)
    form_key, sent_before = _sent_before(event, details, form_key)
    if sent_before:
        return sent_before
    _may_join(event, details, by, at).enforce()
    known = known_person(details.email)
    earlier = _live_registration(event, known)
    if earlier:
        policies.may_register_again(by).enforce()
        emails.send_already_registered(earlier, at=at)
        return earlier
    registration = Registration(
        event=event,
        person=known or _new_person(details, at=at),
        form_key=form_key,
        state=_first_state(event, details.mode),
        statement_version=event.statement_version,
        registered_at=at,
    )
    write_down(registration, details)
    _note("register", registration, by=by, at=at)
    _tell(registration, at=at)
    return registration


@transaction.atomic
def change(
    registration: Registration, details: Details, *, at: datetime, by: User | None = None
) -> Registration:
    """New answers. The delegate is told once; the diary follows when the place has moved.

    A change from the room to online (or back) needs a free place there. A new address, which only an
    organiser may give (`by`), takes the diary entry and the old link from the old one.
    """
    event, details = places.lock(registration.event), cleaned(details)
    registration = places.lock_row(registration, event)
    before = details_of(registration)
    if details == before:
        return registration
    policies.may_change(registration, at=at, by=by).enforce()
    if details.mode != before.mode:
        _change_mode(registration, details.mode)
    is_readdressed = (details.email or details.contact_email) != registration.mailbox
    if is_readdressed:
        _leave_mailbox(registration, details, at=at)
    write_down(registration, details)
    _note("change", registration, by=by, at=at)
    if is_readdressed:
        _tell(registration, at=at)
    else:
        emails.send_changed(registration, at=at)
    fill_free_places(event, at=at)
    return registration


@transaction.atomic
def cancel(registration: Registration, *, at: datetime, by: User | None = None) -> Registration:
    """The place is free again and goes to the longest waiting delegate; the diary entry is taken back."""
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    if registration.state == Registration.State.CANCELLED:
        return registration
    policies.may_cancel(registration, at=at, by=by).enforce()
    if registration.has_place and not registration.gave_up_place:
        places.give_back(event, registration.mode)
    registration.state, registration.cancelled_at = Registration.State.CANCELLED, at
    registration.save(update_fields=["state", "cancelled_at"])
    registration.places.all().delete()
    _note("cancel", registration, by=by, at=at)
    emails.send_cancelled(registration, at=at)
    fill_free_places(event, at=at)
    return registration


@transaction.atomic
def send_link(event: Event, address: str, *, at: datetime) -> None:
    """Send the links of this address's places at the event, each at most once an hour."""
    mine = event.registrations.live().sent_to(address).select_related("event__project", "event__venue")
    for registration in mine:
        emails.send_link(registration, at=at)


def _sent_before(
    event: Event, details: Details, form_key: uuid.UUID
) -> tuple[uuid.UUID, Registration | None]:
    """The form's key and what it made. A form sent for somebody else has another key, always the same."""
    sent = Registration.objects.filter(form_key=form_key)
    known = (
        sent.first() if sent.exists() else None
    )  # hardly ever: to ask for a whole row each time costs more
    if known is None or (known.event_id, known.name, known.email) == (event.pk, details.name, details.email):
        return form_key, known
    own_key = uuid.uuid5(form_key, f"{event.pk} {details.email} {details.name}")
    return own_key, Registration.objects.filter(form_key=own_key).first()


def _new_person(details: Details, *, at: datetime) -> Person | None:
    return make_person(details.email, name=details.name, at=at) if details.email else None


def _may_join(event: Event, details: Details, by: User | None, at: datetime) -> Verdict:
    allowed = policies.may_add(event, by, at=at) if by else policies.may_register(event, at=at)
    return allowed and policies.has_places(event, details.mode)


def _live_registration(event: Event, person: Person | None) -> Registration | None:
    return event.registrations.live().filter(person=person).first() if person else None


def _first_state(event: Event, mode: str) -> str:
    """Confirmed with a place taken, or waiting; nobody passes those who wait already."""
    has_place = not policies.is_full(event, mode) and places.take(event, mode)
    return Registration.State.CONFIRMED if has_place else Registration.State.WAITING


def _change_mode(registration: Registration, mode: str) -> None:
    event = registration.event
    policies.has_places(event, mode).enforce()
    if registration.has_place:
        policies.has_free_place(places.free(event, mode)).enforce()
        places.take(event, mode)
        places.give_back(event, registration.mode)


def _leave_mailbox(registration: Registration, details: Details, *, at: datetime) -> None:
    """Take the diary entry and the link from the old address before the new one gets its own."""
    emails.send_readdressed(registration, at=at)
    registration.code, registration.round = new_code(), registration.round + 1
    person = person_for(details.email, name=details.name, at=at) if details.email else None
    if person:
        policies.has_no_place_yet(_live_registration(registration.event, person)).enforce()
    registration.person = person


def _note(verb: str, registration: Registration, *, by: User | None, at: datetime) -> None:
    """What an organiser does on somebody's behalf is audited; what people do themselves is not."""
    if by:
        record(f"registrations.{verb}", registration, by=by, at=at, event_id=registration.event_id)


def _tell(registration: Registration, *, at: datetime) -> None:
    if registration.has_place:
        emails.send_confirmation(registration, at=at)
    else:
        emails.send_waiting(registration, at=at)
