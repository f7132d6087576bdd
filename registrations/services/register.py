"""Taking part: registering, changing answers, cancelling."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import UUIDField
from django.utils.functional import Promise

from dissemination.accounts.models import Person, User
from dissemination.accounts.services import make_person, person_for, record
from dissemination.core.again import after_deadlock
from dissemination.core.prepared import Given, Prepared
from dissemination.core.tokens import new_code
from dissemination.core.verdicts import Verdict
from dissemination.events.models import Event
from dissemination.questionnaires.services import Said
from registrations import emails, policies
from registrations.models import Allotment, Registration
from registrations.services import places
from registrations.services.answers import changes_of, differing, keeping_files
from registrations.services.details import (
    Details,
    cleaned,
    details_of,
    fill_in,
    known_organisation,
    write_down,
)
from registrations.services.remembering import remember
from registrations.services.waiting import fill_free_places
from registrations.services.workshops import seats_for, take_seats
from sessions.models import Session

_Ending = Registration.Ending
_SENT = Prepared(Registration.objects.filter(form_key=Given("key", UUIDField())).values_list("pk"))
JUST_NOW = timedelta(minutes=10)
NOBODY = 0  # no row has this number


@keeping_files
@after_deadlock
@transaction.atomic
def register(
    event: Event,
    details: Details,
    *,
    form_key: uuid.UUID,
    at: datetime,
    by: User | None = None,
    said: Sequence[Said] = (),
    is_invited: bool = False,
    allotment: Allotment | None = None,
    booked_by: str = "",
    seats: Collection[int] = (),
    is_told: bool = True,
) -> Registration:
    """One place, or one place on the waiting list, or a wish that awaits approval; the mail says which.

    The same form sent again is the same registration. A known address gets a mail with its link (unless it
    has just sent the very same), nothing changes, and that registration is returned. `by` is the organiser
    who registers somebody else. `said` answers the event's own questions. `is_invited`: nobody has to
    approve it. `allotment` is what an organisation's link opens, `booked_by` who filled in the form.
    `seats`: in these sessions, or refused.
    """
    details = cleaned(details)  # and what comes before the event is held keeps nobody else waiting
    (person, is_new), organisation = _person(event, details, by, at), known_organisation(details)
    told = {"allotment": allotment, "booked_by": booked_by, "statement_at": None if by else at}
    registration = Registration(event=event, person=person, registered_at=at, **told)
    draft = _drafted(fill_in(registration, details), at=at) if is_new and is_told else None
    known, event = event, places.lock(event)
    registration.event, registration.statement_version = event, event.statement_version
    registration.form_key, sent_before = _sent_before(event, details, form_key)
    if sent_before:
        return sent_before
    _may_join(event, details, allotment, by, at, is_invited=is_invited).enforce()
    sessions = seats_for(event, seats)  # before anybody is looked up here: a refusal tells of no address
    if not is_new and (earlier := _live_registration(event, person)):
        policies.may_register_again(by).enforce()
        if not _was_just_sent(earlier, details, said, sessions, at=at):
            emails.send_already_registered(earlier, at=at)
        return earlier
    registration.state = _first_state(event, details.mode, allotment, is_chosen=is_invited or by is not None)
    write_down(registration, details, organisation=organisation)
    take_seats(registration, sessions)
    changes_of(registration, said, at=at, is_new=True).write()
    _note("register", registration, by=by, at=at)
    if is_told:
        emails.send_standing(registration, at=at, draft=draft if event is known else None)
    return registration


@keeping_files
@transaction.atomic
def change(
    registration: Registration,
    details: Details,
    *,
    at: datetime,
    by: User | None = None,
    said: Sequence[Said] = (),
    is_told: bool = True,
) -> Registration:
    """New answers. The delegate is told once (or not); the diary follows when the place has moved.

    A change from the room to online (or back) needs a free place there. A new address, which only an
    organiser may give (`by`), takes the diary entry and the old link from the old one.
    """
    event, details = places.lock(registration.event), cleaned(details)
    registration = places.lock_row(registration, event)
    before, answers = details_of(registration), changes_of(registration, said, at=at)
    if details == before and not answers:
        return registration
    policies.may_change(registration, at=at, by=by).enforce()
    lost = _change_mode(registration, details.mode, at=at, by=by)
    is_readdressed = (details.email or details.contact_email) != registration.mailbox
    if is_readdressed:
        _leave_mailbox(registration, details, at=at)
    remember(registration, before, writer=by, at=at)
    write_down(registration, details)
    answers.write()
    _note("change", registration, by=by, at=at)
    if is_readdressed:
        emails.send_standing(registration, at=at)
    elif is_told:
        _tell_of_change(registration, differing(before, details, answers), lost, by=by, at=at)
    fill_free_places(event, at=at)
    return registration


@transaction.atomic
def cancel(registration: Registration, *, at: datetime, by: User | None = None) -> Registration:
    """The place is free again for whoever has waited longest; the diary entry is taken back.

    Whoever has an offer leaves it to the next person so. Whom the delegate brought does not come either.
    """
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    if registration.state == Registration.State.CANCELLED:
        return registration
    policies.may_cancel(registration, at=at, by=by).enforce()
    had_offer = registration.state == Registration.State.OFFERED
    places.release(registration, event)
    registration.state, registration.cancelled_at = Registration.State.CANCELLED, at
    registration.ending = _Ending.LEFT if had_offer else _Ending.CANCELLED
    registration.save(update_fields=["state", "cancelled_at", "ending"])
    registration.places.all().delete()
    registration.workshop_seats.all().delete()
    places.take_copies_back(registration)
    _note("cancel", registration, by=by, at=at)
    lost = _leave_companions(registration, at=at, by=by)
    if had_offer:
        emails.send_offer_declined(registration, at=at)
    else:
        emails.send_cancelled(registration, lost=lost, at=at)
    fill_free_places(event, at=at)
    return registration


@transaction.atomic
def send_link(event: Event, address: str, *, at: datetime) -> None:
    """Send the links of this address's places at the event, each at most once an hour.

    An address that nobody has costs the same time, so that waiting for the answer tells nothing.
    """
    mine = event.registrations.live().sent_to(address).select_related("event__project", "event__venue")
    for registration in mine or [_nobody(event, address)]:
        with transaction.atomic():
            emails.send_link(registration, at=at)
            transaction.set_rollback(registration.pk == NOBODY)


def _nobody(event: Event, address: str) -> Registration:
    """Stands in for somebody who has no place: a letter is written, and forgotten."""
    return Registration(pk=NOBODY, event=event, name=address[:200], email=address)


def _sent_before(
    event: Event, details: Details, form_key: uuid.UUID
) -> tuple[uuid.UUID, Registration | None]:
    """The form's key and what it made. A form sent for somebody else has another key, always the same."""
    was_sent = _SENT.first(key=form_key)  # hardly ever: to ask for a whole row each time costs more
    known = Registration.objects.filter(form_key=form_key).first() if was_sent else None
    if known is None or (known.event_id, known.name, known.email) == (event.pk, details.name, details.email):
        return form_key, known
    own_key = uuid.uuid5(form_key, f"{event.pk} {details.email} {details.name}")
    return own_key, Registration.objects.filter(form_key=own_key).first()


def _person(event: Event, details: Details, by: User | None, at: datetime) -> tuple[Person | None, bool]:
    """Who has the address, if there is one; and whether nobody had it before, as with most in a rush."""
    if by:
        policies.may_add(event, by, at=at).enforce()  # nothing is written for whoever may not
    return make_person(details.email, name=details.name, at=at) if details.email else (None, False)


def _drafted(registration: Registration, *, at: datetime) -> emails.Draft | None:
    """What they will most probably be told, made before the event is held; None where there is no rush."""
    event = registration.event
    is_plain = event.admission == Event.Admission.OPEN and not (event.asks_more or event.groups_told_at)
    if event.as_of is None or not is_plain or registration.allotment:
        return None
    has_places = policies.places_left(event, registration.mode) > 0
    registration.state = Registration.State.CONFIRMED if has_places else Registration.State.WAITING
    return emails.drafted(registration, at=at)


def _may_join(
    event: Event,
    details: Details,
    allotment: Allotment | None,
    by: User | None,
    at: datetime,
    *,
    is_invited: bool,
) -> Verdict:
    if allotment:
        return policies.may_take_held(allotment, at=at)
    if by:
        allowed = policies.may_add(event, by, at=at)
    else:
        allowed = policies.may_register(event, at=at, is_invited=is_invited)
    return allowed and policies.has_places(event, details.mode)


def _live_registration(event: Event, person: Person | None) -> Registration | None:
    return event.registrations.live().filter(person=person).first() if person else None


def _was_just_sent(
    earlier: Registration,
    details: Details,
    said: Sequence[Said],
    sessions: Sequence[Session],
    *,
    at: datetime,
) -> bool:
    """They said all this themselves a moment ago: whoever goes back gets a form with another key."""
    if earlier.statement_at is None or at - earlier.registered_at > JUST_NOW:
        return False
    seats = set(earlier.workshop_seats.values_list("session_id", flat=True))
    return (
        replace(details, organisation="") == replace(details_of(earlier), organisation="")
        and known_organisation(details) == earlier.organisation_id
        and seats == {session.pk for session in sessions}
        and not changes_of(earlier, said, at=at)
    )


def _first_state(event: Event, mode: str, allotment: Allotment | None, *, is_chosen: bool) -> str:
    """Pending where an organiser decides; else confirmed with a place taken, or waiting."""
    if allotment and places.use(allotment):
        return Registration.State.CONFIRMED
    if policies.needs_approval(event, is_invited=is_chosen):
        return Registration.State.PENDING
    return places.place_or_wait(event, mode)


def _leave_companions(registration: Registration, *, at: datetime, by: User | None) -> list[str]:
    """Whom the delegate brought does not come either; their names."""
    beside = registration.event.registrations.brought_by(registration)
    absent = beside.exclude(state=Registration.State.ATTENDED)
    return [cancel(companion, at=at, by=by).name for companion in absent]


def _tell_of_change(
    registration: Registration,
    changes: Sequence[str | Promise],
    lost: Sequence[str],
    *,
    by: User | None,
    at: datetime,
) -> None:
    if by:
        emails.send_changed_for_you(registration, changes, lost=lost, at=at)
    else:
        emails.send_changed(registration, lost=lost, at=at)


def _change_mode(registration: Registration, mode: str, *, at: datetime, by: User | None) -> list[str]:
    """From the room to online, or back, if a place is free there; nobody is brought online, and who was."""
    event = registration.event
    if mode == registration.mode:
        return []
    is_alone = mode == Registration.Mode.ONLINE
    lost = _leave_companions(registration, at=at, by=by) if is_alone else []
    policies.has_places(event, mode).enforce()
    if registration.is_counted:
        policies.has_free_place(places.free(event, mode)).enforce()
        places.take(event, mode)
        places.release(registration, event)
        registration.allotment = None
    return lost


def _leave_mailbox(registration: Registration, details: Details, *, at: datetime) -> None:
    """Take the diary entry and the link from the old address before the new one gets its own."""
    emails.send_readdressed(registration, at=at)
    registration.code, registration.round = new_code(), registration.round + 1
    registration.diary = Registration.Diary.DAY
    person = person_for(details.email, name=details.name, at=at) if details.email else None
    if person:
        policies.has_no_place_yet(_live_registration(registration.event, person)).enforce()
    registration.person = person


def _note(verb: str, registration: Registration, *, by: User | None, at: datetime) -> None:
    """What an organiser does on somebody's behalf is audited; what people do themselves is not."""
    if by:
        record(f"registrations.{verb}", registration, by=by, at=at, event_id=registration.event_id)
