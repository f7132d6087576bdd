"""One move, everything follows: bring every diary up to date, call an event off, or move it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.changes import emails, policies
from dissemination.changes.models import StillComing
from dissemination.events.models import Event
from dissemination.guests.services import telling
from dissemination.messaging import diary
from registrations.emails import settle_diary
from registrations.invites import TOLD
from registrations.invites import occasions_for as delegate_occasions
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
        *(occasion for one in seated for occasion in delegate_occasions(one)),
        *(speaker_occasion(one) for one in speaking.select_related(*_SPEAKING)),
    ]


def pending_moves(event: Event) -> list[diary.Move]:
    """The diaries that say something else than the event does now."""
    return diary.moves(occasions(event))


@transaction.atomic
def publish_changes(event: Event, *, by: User | None, at: datetime) -> int:
    """Tell everybody whose diary is out of date, and whoever is invited, one mail each; returns how many."""
    policies.may_publish_changes(event, by=by, at=at).enforce()
    return _tell(event, by=by, at=at)


def _tell(event: Event, *, by: User | None, at: datetime, is_asking: bool = False) -> int:
    """One mail for each diary that is out of date, which may ask who still comes. Then the invited."""
    current = occasions(event)
    moves = diary.moves(current)
    for move in moves:
        emails.send_change(move, is_asking=is_asking, at=at)
    by_session = Registration.objects.filter(event=event, diary="sessions").holding_a_place()
    settled = sum(settle_diary(one, at=at) for one in by_session.select_related("event__venue", "person"))
    record("publish changes", event, by=by, at=at, event_id=event.pk)
    return len(moves) + settled + telling.tell_of_change(event, at=at, told={one.email for one in current})


@transaction.atomic
def cancel_event(event: Event, *, reason: str, by: User | None, at: datetime) -> int:
    """Call the event off: every diary is cleared and everybody told, also who waits or has not answered yet.

    Returns how many.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_cancel_event(event, by=by, at=at).enforce()
    told = _all_occasions(event)
    event.cancelled_at = at
    event.save(update_fields=["cancelled_at"])
    for occasion in told:
        emails.send_called_off(occasion, reason=reason, at=at)
    record("cancel event", event, by=by, at=at, event_id=event.pk)
    invited = telling.tell_called_off(event, reason=reason, at=at, told={one.email for one in told})
    return len(told) + invited


def _all_occasions(event: Event) -> list[diary.Occasion]:
    """All that somebody is told of, and what else a diary holds: a session that was deleted since, say."""
    current = _occasions(event, Registration.objects.filter(event=event).live())
    return current + diary.left_over(event, current)


def who_hears(event: Event) -> int:
    """How many people are told when the event moves or is called off."""
    told = _all_occasions(event)
    return len(told) + len(telling.who_hears(event, told={one.email for one in told}))


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
    for held in event.allotments.held():
        held.returns_at = shift(held.returns_at) if held.returns_at else None
        held.save(update_fields=["returns_at"])
    if not event.is_public:
        return telling.tell_of_change(event, at=at, told=())
    policies.may_publish_changes(event, by=by, at=at).enforce()
    _ask_who_still_comes(event, at=at)
    return _tell(event, by=by, at=at, is_asking=True)


@transaction.atomic
def say_coming(registration: Registration, *, at: datetime) -> None:
    """The new time suits this delegate. Said twice, the first time counts."""
    policies.may_say_coming(registration, at=at).enforce()
    StillComing.objects.filter(registration=registration, answered_at=None).update(answered_at=at)


@transaction.atomic
def ask_again(event: Event, *, by: User | None, at: datetime) -> int:
    """Ask those again who have not said whether the new time suits, once a day at most; returns how many."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_ask_again(event, by=by, at=at).enforce()
    due = list(StillComing.objects.of(event.pk).to_ask_again(at).select_related("registration__event"))
    policies.has_somebody(len(due)).enforce()
    for one in due:
        emails.send_still_coming(one.registration, at=at)
    StillComing.objects.filter(pk__in=[one.pk for one in due]).update(asked_again_at=at)
    record("ask who still comes", event, by=by, at=at, event_id=event.pk)
    return len(due)


def _ask_who_still_comes(event: Event, *, at: datetime) -> None:
    """The mail of the move asks everybody who has a place; an answer to an earlier move counts no more."""
    placed = event.registrations.holding_a_place()
    asked = [StillComing(registration=one, asked_at=at) for one in placed]
    StillComing.objects.bulk_create(
        asked,
        update_conflicts=True,
        unique_fields=["registration"],
        update_fields=["asked_at", "asked_again_at", "answered_at"],
    )


class _Shift:
    """Moves times by the same days and hours on the event's clocks, also across a clock change."""

    def __init__(self, event: Event, starts_at: datetime) -> None:
        self.event = event
        was, will = (event.local(moment).replace(tzinfo=None) for moment in (event.starts_at, starts_at))
        self.by: timedelta = will - was

    def __call__(self, moment: datetime) -> datetime:
        local = self.event.local(moment).replace(tzinfo=None) + self.by
        return local.replace(tzinfo=self.event.tz)
