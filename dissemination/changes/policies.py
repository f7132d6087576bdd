"""When a change may be told to people, and when an event may be called off or moved."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.changes.models import StillSpeaking
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from registrations.models import Registration
from speakers import policies as speaking


def _may_organise(event: Event, by: User | None) -> Verdict:
    return event_policies.of_actor(event_policies.may_organise, by, event)


def may_publish_changes(event: Event, *, by: User | None, at: datetime) -> Verdict:
    """Organisers tell people of changes to an event that is public and not over."""
    if event.is_cancelled:
        return no(_("The event is cancelled: nobody has it in the diary any more."))
    if event.is_postponed:
        return no(_("The event is postponed. Set the new date: that tells everybody."))
    if not event.is_public:
        return no(_("Publish the event first. Until then nobody has it in the diary."))
    if event.ends_at <= at:
        return no(_("The event is over. Diaries stay as they are."))
    return _may_organise(event, by)


def may_cancel_event(event: Event, *, by: User | None, at: datetime) -> Verdict:
    """Organisers call an event off once, before it ends."""
    if event.is_cancelled:
        return no(_("The event has been cancelled already."))
    if event.is_over(at):
        return no(_("The event is over and cannot be cancelled."))
    return _may_organise(event, by)


def may_postpone_event(event: Event, *, by: User | None, at: datetime) -> Verdict:
    """Organisers put off an event that is public and not over; its new date follows."""
    if event.is_cancelled:
        return no(_("The event has been cancelled. Copy it to a new date instead."))
    if event.is_postponed:
        return no(_("The event is postponed already. Set the new date once you know it."))
    if not event.is_public:
        return no(_("Nobody knows of the event yet. Change its date in the set-up."))
    if event.is_over(at):
        return no(_("The event is over and cannot be postponed."))
    return _may_organise(event, by)


def may_say_coming(registration: Registration, *, at: datetime) -> Verdict:
    """Whoever has a place may say that they come, until the event is over."""
    if not registration.has_place:
        return no(_("You have no place at this event any more."))
    return _is_to_answer(registration.event, at)


def may_say_speaking(question: StillSpeaking, *, at: datetime) -> Verdict:
    """Whoever has a part in the event says whether the new time suits, until the event is over."""
    return speaking.stands(question.appearance) and _is_to_answer(question.appearance.event, at)


def _is_to_answer(event: Event, at: datetime) -> Verdict:
    if event.is_postponed:
        return no(_("The new date is not known yet. You are asked as soon as it is."))
    if event.is_cancelled or event.ends_at <= at:
        return no(_("There is nothing to answer any more."))
    return YES


def may_ask_again(event: Event, *, by: User | None, at: datetime) -> Verdict:
    """Organisers ask again whoever has not answered, while there is time to give a place to somebody else."""
    if event.is_postponed:
        return no(_("The new date is not known yet. Everybody is asked when you set it."))
    if event.is_cancelled or event.starts_at <= at:
        return no(_("It is too late to ask."))
    return _may_organise(event, by)


def has_somebody(number: int) -> Verdict:
    """There is somebody to write to."""
    return YES if number else no(_("Everybody has answered, or was asked within the last day."))


def may_move_event(event: Event, *, starts_at: datetime, by: User | None, at: datetime) -> Verdict:
    """Organisers move an event that is not over or cancelled to a time that is still to come."""
    if event.is_cancelled:
        return no(_("The event has been cancelled. Copy it to a new date instead."))
    if event.is_over(at):
        return no(_("The event is over and cannot be moved."))
    if starts_at <= at:
        return no(_("Choose a start that is still to come."))
    return _may_organise(event, by)
