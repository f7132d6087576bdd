"""One move, everything follows: bring every diary up to date, call an event off, or move it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.changes import emails, policies
from dissemination.changes.emails import Standing
from dissemination.changes.models import StillComing, StillSpeaking
from dissemination.events.models import Event
from dissemination.guests.services import telling
from dissemination.messaging import diary
from dissemination.messaging.models import Invitation
from registrations.emails import settle_diary
from registrations.invites import TOLD, entry_key
from registrations.invites import occasion_for as whole_day
from registrations.invites import occasions_for as delegate_occasions
from registrations.models import Registration
from sessions.models import Session
from speakers.invites import entry_key as speaker_key
from speakers.invites import occasion_for as speaker_occasion
from speakers.models import Appearance

DATES = ("starts_at", "ends_at", "numbers_due_at", "handover_until")  # what moves with the day
_PART = "appearance:"  # how the entries of those begin who speak or help
_OF_PLACE = ("event__venue", "person")
_SPEAKING = ("event__venue", "session__room", "speaker__person", "group__room")


def occasions(event: Event) -> list[diary.Occasion]:
    """What every diary of the event should say: delegates with a place first, then speakers and helpers."""
    return _occasions(event, Registration.objects.filter(event=event).holding_a_place())


def _occasions(event: Event, delegates: QuerySet[Registration]) -> list[diary.Occasion]:
    speaking = Appearance.objects.filter(event=event).standing()
    return [
        *_of_delegates(delegates),
        *(speaker_occasion(one) for one in speaking.select_related(*_SPEAKING)),
    ]


def _of_delegates(delegates: QuerySet[Registration]) -> list[diary.Occasion]:
    seated = delegates.select_related(*_OF_PLACE).prefetch_related(TOLD)
    return [occasion for one in seated for occasion in delegate_occasions(one)]


def pending_moves(event: Event) -> list[diary.Move]:
    """The diaries that say something else than the event does now."""
    return diary.moves(occasions(event))


@dataclass(frozen=True, slots=True)
class Audience:
    """How many people are told, in how many mails, and how many have no address to be told at."""

    people: int
    mails: int
    without: int


@transaction.atomic
def publish_changes(event: Event, *, by: User | None, at: datetime) -> int:
    """Tell everybody whose diary is out of date, and whoever is invited; returns how many people."""
    policies.may_publish_changes(event, by=by, at=at).enforce()
    current = occasions(event)
    moves = diary.moves(current)
    waiting = _moves_of_waiting(event, moves)
    for move in waiting:
        emails.send_change_to_waiting(move, at=at)
    return _tell(event, current, moves, by=by, at=at) + len(waiting)


def _moves_of_waiting(event: Event, moves: Sequence[diary.Move]) -> list[diary.Move]:
    """Whoever has no place yet has no entry that says what they knew: they knew it as those with a place."""
    heard = {_news(move.occasion): move for move in moves if _news(move.occasion) != _news_before(move)}
    placed = event.registrations.holding_a_place().values("pk")
    waiting = event.registrations.live().exclude(pk__in=placed).exclude(email="", contact_email="")
    days = [whole_day(one) for one in waiting.select_related(*_OF_PLACE).order_by("pk")]
    known = ((one, heard.get(_news(one))) for one in days)
    return [replace(move, occasion=one, was_joining="", had={}) for one, move in known if move]


def _news(occasion: diary.Occasion) -> tuple[datetime, datetime, str, str]:
    return occasion.starts_at, occasion.ends_at, occasion.location, occasion.summary


def _news_before(move: diary.Move) -> tuple[datetime, datetime, str, str]:
    return move.was_at, move.was_until, move.was_where, move.was_called


def _tell(
    event: Event,
    current: Sequence[diary.Occasion],
    moves: Sequence[diary.Move],
    *,
    by: User | None,
    at: datetime,
    is_asking: bool = False,
) -> int:
    """One mail for each of these moves, which may ask who still comes. Then the invited.

    `current` is all that diaries should say. Returns how many people are told.
    """
    for move in moves:
        emails.send_change(move, is_asking=is_asking, at=at)
    by_session = Registration.objects.filter(event=event, diary="sessions").holding_a_place()
    settled = [one for one in by_session.select_related(*_OF_PLACE) if settle_diary(one, at=at)]
    record("publish changes", event, by=by, at=at, event_id=event.pk)
    told = {move.occasion.email for move in moves} | {one.mailbox for one in settled}
    known = {one.email for one in current}
    return len(told - {""}) + telling.tell_of_change(event, at=at, told=known)


@transaction.atomic
def cancel_event(event: Event, *, reason: str, by: User | None, at: datetime) -> int:
    """Call the event off: every diary is cleared and everybody told, also who waits or has not answered yet.

    Returns how many people are told.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_cancel_event(event, by=by, at=at).enforce()
    told = _all_occasions(event)
    event.cancelled_at, event.postponed_at = at, None
    event.save(update_fields=["cancelled_at", "postponed_at"])
    for occasion in told:
        emails.send_called_off(occasion, reason=reason, at=at)
    record("cancel event", event, by=by, at=at, event_id=event.pk)
    invited = telling.tell_called_off(event, reason=reason, at=at, told={one.email for one in told})
    return _heard(told, invited).people


def _all_occasions(event: Event) -> list[diary.Occasion]:
    """All that somebody is told of, and what else a diary holds: a session that was deleted since, say."""
    current = _occasions(event, Registration.objects.filter(event=event).live())
    return current + diary.left_over(event, current)


@transaction.atomic
def postpone_event(event: Event, *, reason: str, by: User | None, at: datetime) -> int:
    """The event does not take place on its day, and its new date follows: diaries are cleared until then.

    Places, parts and turns on the waiting list stay. Returns how many people are told.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_postpone_event(event, by=by, at=at).enforce()
    told, waiting = _who_know(event), _waiting(event)
    event.postponed_at = at
    event.save(update_fields=["postponed_at"])
    for occasion in told:
        emails.send_postponed(occasion, stands=_standing(occasion, waiting), reason=reason, at=at)
    record("postpone event", event, by=by, at=at, event_id=event.pk)
    invited = telling.tell_postponed(event, reason=reason, at=at, told={one.email for one in told})
    return _heard(told, invited).people


def _who_know(event: Event) -> list[diary.Occasion]:
    """All of them but those who are down to speak and have never been invited."""
    known = set(event.invitations.values_list("entry_key", flat=True))
    told = _all_occasions(event)
    return [one for one in told if one.entry_key in known or not one.entry_key.startswith(_PART)]


def _waiting(event: Event) -> set[str]:
    """The names of the entries that those would have who have no place yet."""
    live = event.registrations.live()
    return {entry_key(one) for one in live if not one.has_place}


def _standing(occasion: diary.Occasion, waiting: set[str]) -> Standing:
    if occasion.entry_key.startswith(_PART):
        return "speaks"
    return "waits" if occasion.entry_key in waiting else "comes"


def who_hears(event: Event, *, is_ending: bool = True) -> Audience:
    """Who is told when the event is called off; or, where it does not end, moved or postponed."""
    told = _all_occasions(event) if is_ending else _who_know(event)
    return _heard(told, len(telling.who_hears(event, told={one.email for one in told})))


def _heard(told: Sequence[diary.Occasion], invited: int) -> Audience:
    """One person is one address, however many entries the diary behind it holds."""
    people = {one.email for one in told} - {""}
    mails, without = sum(bool(one.email) for one in told), {one.name for one in told if not one.email}
    return Audience(len(people) + invited, mails + invited, len(without))


@transaction.atomic
def move_event(event: Event, *, starts_at: datetime, by: User | None, at: datetime) -> int:
    """Move the event and its whole programme to another start; returns how many people are told."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_move_event(event, starts_at=starts_at, by=by, at=at).enforce()
    was_postponed, event.postponed_at = event.is_postponed, None
    _shift(event, starts_at)
    record("move event", event, by=by, at=at, event_id=event.pk)
    if not event.is_public:
        return telling.tell_of_change(event, at=at, told=())
    policies.may_publish_changes(event, by=by, at=at).enforce()
    _ask_who_still_comes(event, at=at)
    if was_postponed:
        return _tell_new_date(event, at=at)
    current = occasions(event)
    moves = diary.moves(current)
    _ask_who_still_speaks(event, {move.occasion.entry_key for move in moves}, at=at)
    return _tell(event, current, moves, by=by, at=at, is_asking=True) + _tell_who_waits(event, at=at)


def _shift(event: Event, starts_at: datetime) -> None:
    """Sessions, deadlines and held places move with the event."""
    shift = _Shift(event, starts_at)
    for session in Session.objects.filter(event=event):
        session.starts_at, session.ends_at = shift(session.starts_at), shift(session.ends_at)
        session.save(update_fields=["starts_at", "ends_at"])
    for name in DATES:
        if moment := getattr(event, name):
            setattr(event, name, shift(moment))
    event.save(update_fields=[*DATES, "postponed_at"])
    for appearance in event.appearances.exclude(slides_due_at=None):
        appearance.slides_due_at = appearance.slides_due_at and shift(appearance.slides_due_at)
        appearance.save(update_fields=["slides_due_at"])
    for held in event.allotments.held().exclude(returns_at=None):
        held.returns_at = held.returns_at and shift(held.returns_at)
        held.save(update_fields=["returns_at"])


def _tell_new_date(event: Event, *, at: datetime) -> int:
    """Everybody gets the entry anew, under the UID that it had, and is asked; returns how many people."""
    waiting, told = _waiting(event), [one for one in _who_know(event) if one.email]
    _ask_who_still_speaks(event, {one.entry_key for one in told}, at=at)
    for occasion in told:
        emails.send_new_date(occasion, stands=_standing(occasion, waiting), at=at)
    addresses = {one.email for one in told}
    return len(addresses) + telling.tell_of_change(event, at=at, told=addresses)


def _tell_who_waits(event: Event, *, at: datetime) -> int:
    """Whoever has no place yet has no diary to follow: they are told the new time; returns how many."""
    waiting = event.registrations.live().exclude(pk__in=event.registrations.holding_a_place().values("pk"))
    told = [one for one in _of_delegates(waiting) if one.email]
    for occasion in told:
        emails.send_new_date(occasion, stands="waits", at=at)
    return len(told)


@transaction.atomic
def say_coming(registration: Registration, *, at: datetime) -> None:
    """The new time suits this delegate, whatever their diary declined. Said twice, the first time counts."""
    policies.may_say_coming(registration, at=at).enforce()
    Invitation.objects.under(entry_key(registration)).take_back_no()
    StillComing.objects.filter(registration=registration, answered_at=None).update(answered_at=at)


@transaction.atomic
def say_speaking(appearance: Appearance, *, is_coming: bool, at: datetime) -> None:
    """The new time suits whoever has this part, or does not; they may think better of it."""
    question = StillSpeaking.objects.select_for_update(of=("self",)).get(appearance=appearance)
    question.appearance = appearance
    policies.may_say_speaking(question, at=at).enforce()
    question.is_coming, question.answered_at = is_coming, at
    question.save(update_fields=["is_coming", "answered_at"])
    if is_coming:
        Invitation.objects.filter(entry_key=speaker_key(appearance)).take_back_no()


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


def _ask_who_still_speaks(event: Event, entries: set[str], *, at: datetime) -> None:
    """Whoever has one of these entries for a part of theirs is asked; an earlier answer counts no more."""
    parts = [one for one in event.appearances.standing() if speaker_key(one) in entries]
    StillSpeaking.objects.bulk_create(
        [StillSpeaking(appearance=one, asked_at=at) for one in parts],
        update_conflicts=True,
        unique_fields=["appearance"],
        update_fields=["asked_at", "answered_at", "is_coming"],
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
