"""One move, everything follows: bring every diary up to date, call an event off, or move it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.changes import emails, policies
from dissemination.events.models import Event
from dissemination.messaging import diary
from registrations.invites import TOLD
from registrations.invites import occasion_for as delegate_occasion
from registrations.models import Registration
from sessions.models import Session
from speakers.invites import occasion_for as speaker_occasion
from speakers.models import Appearance

DATES = ("starts_at", "ends_at", "numbers_due_at", "handover_until")  # what moves with the day
_SPEAKING = ("event__venue", "session__room", "speaker__person", "group__room")


def occasions(event: Event) -> list[diary.Occasion]:
    """What every diary of the event should say: delegates with a place first, then speakers and helpers."""
    return _occasions(event, Registration.objects.filter(event=event).holding_a_place())


def _occasions(event: Event, delegates: QuerySet[Registration]) -> list[diary.Occasion]:
    seated = delegates.select_related("event__venue", "person").prefetch_related(TOLD)
    speaking = Appearance.objects.filter(event=event).standing()
    return [
        *(delegate_occasion(one) for one in seated),
        *(speaker_occasion(one) for one in speaking.select_related(*_SPEAKING)),
    ]


def pending_moves(event: Event) -> list[diary.Move]:
    """The diaries that say something else than the event does now."""
    return diary.moves(occasions(event))


@transaction.atomic
def publish_changes(event: Event, *, by: User | None, at: datetime) -> int:
    """Tell everybody whose diary is out of date, one mail each; returns how many were told."""
    policies.may_publish_changes(event, by=by, at=at).enforce()
    moves = pending_moves(event)
    for move in moves:
        emails.send_change(move, at=at)
    record("publish changes", event, by=by, at=at, event_id=event.pk)
    return len(moves)


@transaction.atomic
def cancel_event(event: Event, *, reason: str, by: User | None, at: datetime) -> int:
    """Call the event off: every diary is cleared and everybody told, those who wait too; returns how many."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_cancel_event(event, by=by, at=at).enforce()
    told = _occasions(event, Registration.objects.filter(event=event).live())
    event.cancelled_at = at
    event.save(update_fields=["cancelled_at"])
    for occasion in told:
        emails.send_called_off(occasion, reason=reason, at=at)
    record("cancel event", event, by=by, at=at, event_id=event.pk)
    return len(told)


@transaction.atomic
def move_event(event: Event, *, starts_at: datetime, by: User | None, at: datetime) -> int:
    """Move the event and its whole programme to another start, and tell everybody; returns how many."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_move_event(event, starts_at=starts_at, by=by, at=at).enforce()
    shift = _Shift(event, starts_at)
    for session in Session.objects.filter(event=event):
        session.starts_at, session.ends_at = shift(session.starts_at), shift(session.ends_at)
        session.save(update_fields=["starts_at", "ends_at"])
    for name in DATES:
        if moment := getattr(event, name):
            setattr(event, name, shift(moment))
    event.save(update_fields=DATES)
    record("move event", event, by=by, at=at, event_id=event.pk)
    return publish_changes(event, by=by, at=at) if event.is_public else 0


class _Shift:
    """Moves times by the same days and hours on the event's clocks, also across a clock change."""

    def __init__(self, event: Event, starts_at: datetime) -> None:
        self.event = event
        was, will = (event.local(moment).replace(tzinfo=None) for moment in (event.starts_at, starts_at))
        self.by: timedelta = will - was

    def __call__(self, moment: datetime) -> datetime:
        local = self.event.local(moment).replace(tzinfo=None) + self.by
        return local.replace(tzinfo=self.event.tz)
