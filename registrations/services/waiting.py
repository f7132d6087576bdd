"""The waiting list: a free place is offered to whoever has waited longest; what is not taken passes on."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.text import one_line
from dissemination.events.models import Event
from registrations import emails, policies
from registrations.models import Registration
from registrations.services import places
from registrations.services.workshops import settle_seats

AT_ONCE = 50  # a mail and two writes each: the event is held for less than a second
_State, _Ending = Registration.State, Registration.Ending


@transaction.atomic
def fill_free_places(event: Event, *, at: datetime) -> list[Registration]:
    """End the offers that ran out, then offer every free place in order of arrival; returns those people.

    An offer holds its place. Where there is too little time to ask, the place is theirs at once. Of a long
    list only the first are served in one go, for others want the event too: go on until nobody is returned.
    """
    event = places.lock(event)
    _end_offers(event, at=at)
    if not policies.may_fill_places(event, at=at):
        return []
    _shorten_offers(event, at=at)
    served = []
    for mode in Registration.Mode.values:
        free = places.free(event, mode)
        longest_waiting = event.registrations.waiting().filter(mode=mode).select_for_update()
        now = longest_waiting[: min(free, AT_ONCE)]
        served += [_serve(registration, event, at=at) for registration in now]
    return served


@transaction.atomic
def accept(registration: Registration, *, at: datetime) -> Registration:
    """The offered place is theirs, with the entry for the diary. Pressed twice, it is accepted once."""
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    if registration.state == _State.CONFIRMED:
        return registration
    policies.may_accept(registration, at=at).enforce()
    _confirm(registration)
    emails.send_confirmation(registration, at=at)
    return registration


@transaction.atomic
def promote(registration: Registration, *, reason: str, by: User, at: datetime) -> Registration:
    """A place before their turn, for a reason that is kept; the next free one where all are taken."""
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    policies.may_promote(registration, by=by, at=at).enforce()
    record("registrations.promote", registration, by=by, at=at, event_id=event.pk)
    registration.reason = one_line(reason)
    if registration.is_counted or places.take(event, registration.mode):
        return _give(registration, at=at)
    registration.promoted_at = registration.promoted_at or at
    registration.save(update_fields=["promoted_at", "reason"])
    return registration


def _end_offers(event: Event, *, at: datetime) -> None:
    """Whoever did not answer in time leaves the list, is told, and may register again."""
    if event.is_cancelled:
        return
    run_out = event.registrations.offer_run_out(at).select_for_update(of=("self",))
    for registration in run_out[:AT_ONCE]:
        places.give_back(event, registration.mode)
        registration.state, registration.ending = _State.CANCELLED, _Ending.RUN_OUT
        registration.cancelled_at = at
        registration.save(update_fields=["state", "ending", "cancelled_at"])
        emails.send_offer_expired(registration, at=at)


def _shorten_offers(event: Event, *, at: datetime) -> None:
    """No offer outlives the numbers deadline, which may have moved since: it ends earlier, and says so."""
    too_long = event.registrations.offered_past(policies.offers_until(event))
    for registration in too_long.select_for_update(of=("self",))[:AT_ONCE]:
        _offer(registration, event, at=at)


def _serve(registration: Registration, event: Event, *, at: datetime) -> Registration:
    """Hold a free place for them, and ask; or give it to them where there is no time to ask."""
    places.take(event, registration.mode)
    return _offer(registration, event, at=at)


def _offer(registration: Registration, event: Event, *, at: datetime) -> Registration:
    ends_at = policies.offer_end(event, at=at)
    if ends_at is None:
        return _give(registration, at=at)
    registration.state, registration.offer_ends_at = _State.OFFERED, ends_at
    registration.save(update_fields=["state", "offer_ends_at"])
    emails.send_offered(registration, at=at)
    return registration


def _give(registration: Registration, *, at: datetime) -> Registration:
    _confirm(registration)
    emails.send_place_from_waiting(registration, at=at)
    return registration


def _confirm(registration: Registration) -> None:
    registration.state, registration.offer_ends_at = _State.CONFIRMED, None
    registration.save(update_fields=["state", "offer_ends_at", "reason"])
    settle_seats(registration)
