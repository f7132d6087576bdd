"""Who may have a place, when it may be changed, and when it is given up."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from registrations.models import Need, Registration

_State = Registration.State


def _takes_place(event: Event, at: datetime) -> Verdict:
    if event.is_cancelled:
        return no(_("This event has been cancelled."))
    if event.ends_at <= at:
        return no(_("This event is over."))
    return YES


def may_register(event: Event, *, at: datetime) -> Verdict:
    """Anybody may, while registration is open."""
    if not (verdict := _takes_place(event, at)):
        return verdict
    if event.state in (Event.State.DRAFT, Event.State.PUBLISHED):
        return no(_("Registration has not opened yet. Come back soon."))
    if event.state != Event.State.OPEN or (event.closes_at and event.closes_at <= at):
        return no(_("Registration has closed. Write to the organiser if you would still like to come."))
    if event.opens_at and event.opens_at > at:
        day = date_format(event.local(event.opens_at), "j F Y, H:i")
        return no(_("Registration opens on %(day)s.") % {"day": day})
    return YES


def may_add(event: Event, by: User, *, at: datetime) -> Verdict:
    """An organiser may register somebody until the event is over, open for registration or not."""
    return _takes_place(event, at) and event_policies.may_organise(by, event)


def has_places(event: Event, mode: str) -> Verdict:
    """The event takes place in the way that somebody wants to take part."""
    wanted = event.has_online_places if mode == Registration.Mode.ONLINE else event.has_room_places
    return YES if wanted else no(_("This event does not take place that way. Choose the other one."))


def is_full(event: Event, mode: str) -> bool:
    """Whoever registers now joins the waiting list."""
    left = (
        event.online_capacity - event.online_taken
        if mode == Registration.Mode.ONLINE
        else event.capacity - event.taken
    )
    return left <= 0 or event.registrations.waiting().filter(mode=mode).exists()


def has_free_place(free: int) -> Verdict:
    """There is a place that nobody has."""
    return YES if free else no(_("Every place there is taken. Ask the organiser for more places."))


def has_no_place_yet(earlier: Registration | None) -> Verdict:
    """One address holds one live registration for an event."""
    return YES if earlier is None else no(_("Somebody with this address is registered already. Look there."))


def may_register_again(by: User | None) -> Verdict:
    """A delegate who registers twice is told by mail; an organiser is told at once."""
    return YES if by is None else no(_("Somebody with this address is registered already. Look there."))


def may_change(registration: Registration, *, at: datetime, by: User | None = None) -> Verdict:
    """Answers can be changed until the event is over, by the delegate or by an organiser."""
    if by and not (verdict := event_policies.may_organise(by, registration.event)):
        return verdict
    if not registration.is_live:
        return no(_("This place has been cancelled, so its answers cannot be changed. Register again."))
    return _takes_place(registration.event, at)


def may_cancel(registration: Registration, *, at: datetime, by: User | None = None) -> Verdict:
    """A place can be given up until the event is over, unless its delegate is here."""
    if registration.state == _State.ATTENDED:
        return no(_("This delegate is checked in. Undo that at the desk first."))
    return may_change(registration, at=at, by=by)


def may_fill_places(event: Event, *, at: datetime) -> Verdict:
    """Places go to those who wait until the event begins."""
    if event.starts_at <= at:
        return no(_("This event has begun. The desk gives free places to those who come."))
    return _takes_place(event, at)


def may_promote(registration: Registration, *, by: User, at: datetime) -> Verdict:
    """An organiser gives a place to somebody who waits."""
    if registration.state != _State.WAITING:
        return no(_("This delegate is not on the waiting list."))
    return event_policies.may_organise(by, registration.event) and _takes_place(registration.event, at)


def may_write_need(need: Need, *, by: User) -> Verdict:
    """Write down what somebody eats and how they get about."""
    return event_policies.may_organise(by, need.registration.event)
