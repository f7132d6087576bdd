"""What the desk may do on the day, and who may print people's names on what."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.documents.badges import labels
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from registrations.models import Registration
from sessions.models import Group

CORRECTIONS = timedelta(days=7)  # after the end of the event
_State = Registration.State
_NOT_HERE = (_State.CONFIRMED, _State.ABSENT)


def _is_the_day(event: Event, at: datetime) -> Verdict:
    if event.is_cancelled:
        return no(_("This event has been cancelled."))
    day = event.local(event.starts_at)
    if event.local(at).date() < day.date():
        return no(_("The desk opens on %(day)s, the day of the event.") % {"day": date_format(day, "j F Y")})
    return _is_not_settled(event, at)


def _is_not_settled(event: Event, at: datetime) -> Verdict:
    """Who came may be put right for a week; then what is reported stays."""
    settled = event.ends_at + CORRECTIONS
    if settled > at:
        return YES
    told = {"day": date_format(event.local(settled), "j F Y")}
    return no(_("The desk closed for good on %(day)s. Who came stays as it was noted.") % told)


def may_check_in(registration: Registration, *, by: User, at: datetime) -> Verdict:
    """The desk checks somebody in who has a place, from the morning of the event on."""
    if registration.state in (_State.CANCELLED, _State.TRANSFERRED):
        return no(_("This place was cancelled. Register them as a walk-in if there is room."))
    if registration.state not in _NOT_HERE:
        return no(_("They have no place yet. Register them as a walk-in if there is room."))
    return event_policies.may_work_desk(by, registration.event) and _is_the_day(registration.event, at)


def may_undo_check_in(registration: Registration, *, by: User, at: datetime) -> Verdict:
    """The desk takes back what it did by mistake."""
    if registration.state != _State.ATTENDED:
        return no(_("This delegate is not checked in."))
    return event_policies.may_work_desk(by, registration.event) and _is_not_settled(registration.event, at)


def may_tell_tables(registration: Registration, *, by: User) -> Verdict:
    """The desk tells somebody who is here that they sit elsewhere now; once is enough."""
    if verdict := event_policies.may_work_desk(by, registration.event):
        already = no(_("%(name)s has been told already.") % {"name": registration.name})
        return YES if registration.places.to_tell().exists() else already
    return verdict


def may_walk_in(event: Event, *, by: User, at: datetime) -> Verdict:
    """The desk lets somebody in without a place, on the day, where there is a room to walk into."""
    if not event.has_room_places:
        return no(_("This event is online only: nobody can walk in."))
    return event_policies.may_work_desk(by, event) and _is_the_day(event, at)


def may_take_desk_place(*, is_taken: bool) -> Verdict:
    """A free place could be had."""
    if is_taken:
        return YES
    return no(_("Every place is taken. Choose the place of somebody who has not come, or ask an organiser."))


def may_give_up_place(absent: Registration) -> Verdict:
    """The place of somebody who has one in the room and is not here."""
    holds = absent.state in _NOT_HERE and not absent.gave_up_place
    if holds and absent.mode == Registration.Mode.IN_PERSON:
        return YES
    return no(_("That delegate's place is not free. Choose somebody else who has not come."))


def may_turn_into_walk_in(known: Registration) -> Verdict:
    """Somebody on the waiting list may; somebody with a place is checked in instead."""
    if known.has_place:
        return no(_("Somebody with this address has a place. Search for them and check them in."))
    return YES


def is_time_to_close(event: Event, *, at: datetime) -> Verdict:
    """The event has begun: who is not here when the desk closes is absent."""
    if event.starts_at > at:
        return no(_("The event has not begun. Close the desk when nobody else is expected."))
    return _is_the_day(event, at)


def may_close_desk(event: Event, *, by: User, at: datetime) -> Verdict:
    """The desk closes itself, when it is time."""
    return event_policies.may_work_desk(by, event) and is_time_to_close(event, at=at)


def may_print(event: Event, *, by: User | None) -> Verdict:
    """Papers with people's names are printed by organisers; `by` is nobody on the command line."""
    return YES if by is None else event_policies.may_organise(by, event)


def fits_on_labels(label: str, start_at: int) -> Verdict:
    """The label sheet is known and has a label of this number."""
    sheet = labels().get(label)
    if sheet is None:
        return no(_("Choose one of these label sheets: %(keys)s.") % {"keys": ", ".join(labels())})
    if 1 <= start_at <= sheet.per_sheet:
        return YES
    return no(_("Start at a label between 1 and %(last)s.") % {"last": sheet.per_sheet})


def is_a_paper(kind: str, *, known: Collection[str]) -> Verdict:
    """There is a paper of this name."""
    return YES if kind in known else no(_("There is no such paper. Choose one on the page of papers."))


def has_what_it_shows(event: Event, kind: str) -> Verdict:
    """What shows tables needs some."""
    needs_tables = kind not in ("running-sheet", "door-list")
    if needs_tables and not Group.objects.of_event(event.pk).exists():
        return no(_("No tables are laid yet. Lay them on the page of groups first."))
    return YES


def has_badges(count: int) -> Verdict:
    """There is a badge to print."""
    return YES if count else no(_("There is no badge to print: nobody is new since the last time."))
