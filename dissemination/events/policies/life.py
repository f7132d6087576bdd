"""The life of an event: draft, published, open, closed, held, reported; and what each step asks for."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events.models import Event
from dissemination.events.policies import roles

if TYPE_CHECKING:
    from dissemination.accounts.models import User

DRAFT, PUBLISHED, OPEN, CLOSED, HELD, REPORTED = (str(state) for state in Event.State)


@dataclass(frozen=True, slots=True)
class Move:
    """A step of an event's life: from which states, to which, and what to say when it is not in one."""

    origins: tuple[str, ...]
    target: str
    otherwise: Promise


MOVES = {
    "publish": Move((DRAFT,), PUBLISHED, _("This event is published already.")),
    "withdraw": Move((PUBLISHED,), DRAFT, _("Only an event that never took registrations can go back.")),
    "open": Move(
        (PUBLISHED, CLOSED),
        OPEN,
        _("Publish the event first. Then registration can open."),
    ),
    "close": Move((OPEN,), CLOSED, _("Registration is not open.")),
    "hold": Move((PUBLISHED, OPEN, CLOSED), HELD, _("Publish the event first: only then can it be held.")),
    "report": Move((HELD,), REPORTED, _("Mark the event as held first.")),
}


def may_move(event: Event, verb: str) -> Verdict:
    """The event's state allows this step of its life."""
    move = MOVES[verb]
    if event.is_cancelled:
        return no(_("This event has been cancelled."))
    return YES if event.state in move.origins else no(move.otherwise)


@dataclass(frozen=True, slots=True)
class Lack:
    """What readers would miss, as a thing to do, and the field of the set-up in which it is done.

    Without a field it is done in the programme.
    """

    todo: Promise
    field: str = ""


def missing_for_publication(event: Event, *, has_programme: bool | None = None) -> list[Lack]:
    """What readers would miss; empty when the event can be published.

    `has_programme` saves a query where the sessions have been counted already.
    """
    if has_programme is None:
        has_programme = event.sessions.exists()
    wants = [
        (event.aims, "aims", _("Say what the event is for, under aims.")),
        (event.venue_id or not event.has_room_places, "venue", _("Choose the venue.")),
        (
            event.joining_link or not event.has_online_places,
            "joining_link",
            _("Enter the joining link for people online."),
        ),
        (
            event.online_capacity or not event.has_online_places,
            "online_capacity",
            _("Say how many can take part online."),
        ),
        (event.capacity or not event.has_room_places, "capacity", _("Say how many places there are.")),
        (
            event.contact_email,
            "contact_email",
            _("Enter a contact e-mail address that somebody reads."),
        ),
        (has_programme, "", _("Put at least one session into the programme.")),
    ]
    return [Lack(todo, field) for is_there, field, todo in wants if not is_there]


def may_publish_event(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Show the event to every reader: it needs aims, a place, a contact and a programme."""
    verdict = roles.may_approve(user, event) and may_move(event, "publish")
    missing = missing_for_publication(event) if verdict else []
    return no(missing[0].todo) if missing else verdict


def may_withdraw_event(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Take the event out of sight again, as long as nobody has registered."""
    verdict = roles.may_approve(user, event) and may_move(event, "withdraw")
    if verdict and event.registrations.exists():
        return no(_("People have registered. Cancel or postpone the event instead: that tells them."))
    return verdict


def may_open_registration(user: "User | AnonymousUser", event: Event, *, at: datetime) -> Verdict:
    """Take registrations from now on."""
    verdict = roles.may_organise(user, event) and may_move(event, "open")
    if verdict and event.ends_at <= at:
        return no(_("The event is over. Change its date first."))
    return verdict


def may_close_registration(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Take no more registrations."""
    return roles.may_organise(user, event) and may_move(event, "close")


def may_mark_held(user: "User | AnonymousUser", event: Event, *, at: datetime) -> Verdict:
    """Say that the event took place."""
    verdict = roles.may_organise(user, event) and may_move(event, "hold")
    if verdict and event.starts_at > at:
        return no(_("The event has not started yet."))
    return verdict


def may_mark_reported(user: "User | AnonymousUser", event: Event) -> Verdict:
    """Say that the event's report is out."""
    return roles.may_approve(user, event) and may_move(event, "report")
