"""Verbs that send a mailing and hold it back. Its state stands in the database, where a worker finds it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event
from dissemination.mailings import audiences, emails, policies
from dissemination.mailings.audiences import Reader
from dissemination.mailings.models import Mailing
from dissemination.mailings.services import approving, spacing, wording
from dissemination.mailings.services.writing import lay_out_usual
from dissemination.messaging import outbox, texts
from dissemination.messaging.models import Message
from dissemination.messaging.querysets import MessageQuerySet

State = Mailing.State


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a mailing is: “354 of 500”."""

    total: int
    sent: int
    failed: int
    open: int


def progress(mailing: Mailing) -> Progress:
    """How many of its mails were written, have left, have failed, and are still to go."""
    return _progress(dict(_messages(mailing).order_by().values_list("state").annotate(Count("pk"))))


def progress_of(event: Event) -> dict[str, Progress]:
    """The same for every mailing of an event, by the kind of its messages, in one query."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    rows = Message.objects.filter(event=event, is_bulk=True).order_by().values_list("kind", "state")
    for kind, state, number in rows.annotate(Count("pk")):
        counts[kind][state] = number
    return {kind: _progress(states) for kind, states in counts.items()}


def _progress(states: Mapping[str, int]) -> Progress:
    on_the_way = sum(states.get(state, 0) for state in ("queued", "held", "leased"))
    failed = sum(states.get(state, 0) for state in ("failed", "bounced", "cancelled"))
    return Progress(sum(states.values()), states.get("sent", 0), failed, on_the_way)


@transaction.atomic
def plan(mailing: Mailing, *, by: User, at: datetime) -> Mailing:
    """It will leave by itself: at its moment, or in ten minutes. Sent before, it goes to whoever is new."""
    mailing = _locked(mailing)
    policies.may_plan(mailing, by=by, at=at).enforce()
    policies.has_readers(mailing, audiences.count(mailing)[0]).enforce()
    if mailing.state != State.SENT:  # what has been approved once goes to those who are new since, too
        mailing.approved_at = mailing.approved_by = None
    if mailing.timing == Mailing.Timing.AT_ONCE or mailing.state == State.SENT:
        mailing.sends_at, mailing.timing = at + policies.STOP_TIME, Mailing.Timing.AT_ONCE
    return _planned(mailing, "send a mailing", by=by, at=at)


@transaction.atomic
def send_anew(mailing: Mailing, *, by: User, at: datetime) -> Mailing:
    """The event has moved: everybody gets it again, so many days before the new one or in ten minutes."""
    mailing = _locked(mailing)
    policies.may_send_anew(mailing, by=by).enforce()
    mailing.round, mailing.timing = mailing.round + 1, Mailing.Timing.BEFORE
    mailing.begun_at = mailing.not_before = mailing.approved_at = mailing.approved_by = None
    if (mailing.leaves_at or at) < at + policies.STOP_TIME:
        mailing.sends_at, mailing.timing = at + policies.STOP_TIME, Mailing.Timing.AT_ONCE
    return _planned(mailing, "send a mailing to everybody again", by=by, at=at)


def _planned(mailing: Mailing, verb: str, *, by: User, at: datetime) -> Mailing:
    mailing.state, mailing.planned_at, mailing.planned_by = State.PLANNED, at, by
    mailing.written_at, mailing.sent_back_because = None, ""
    mailing.for_start, mailing.not_before = mailing.event.starts_at, None
    wording.follow(mailing).save()
    record(verb, mailing, by=by, at=at, event_id=mailing.event_id)
    approving.ask(mailing, at=at)
    return mailing


@transaction.atomic
def stop(mailing: Mailing, *, by: User, at: datetime) -> Mailing:
    """Nothing more of it leaves. While nothing has left it is a draft again, words and all."""
    mailing = _locked(mailing)
    policies.may_stop(mailing, by=by).enforce()
    why = _("Stopped by an organiser before it left.")
    _messages(mailing).call_back(why=why)
    was_sent_before = mailing.state == State.PLANNED and mailing.begun_at is not None
    mailing.state = (
        State.DRAFT if mailing.begun_at is None else State.SENT if was_sent_before else State.STOPPED
    )
    mailing.save(update_fields=["state"])
    record("stop a mailing", mailing, by=by, at=at, event_id=mailing.event_id)
    return mailing


@transaction.atomic
def pause(mailing: Mailing, *, by: User, at: datetime) -> Mailing:
    """What has not left is held until it is let go."""
    mailing = _locked(mailing)
    policies.may_pause(mailing, by=by).enforce()
    _messages(mailing).hold()
    mailing.state, mailing.paused_at = State.PAUSED, at
    mailing.save(update_fields=["state", "paused_at"])
    record("pause a mailing", mailing, by=by, at=at, event_id=mailing.event_id)
    return mailing


@transaction.atomic
def resume(mailing: Mailing, *, by: User, at: datetime) -> Mailing:
    """What was held leaves, at the same pace as before."""
    mailing = _locked(mailing)
    policies.may_resume(mailing, by=by).enforce()
    _messages(mailing).filter(state="held").update(state="queued")
    mailing.state = State.SENDING
    mailing.save(update_fields=["state"])
    record("resume a mailing", mailing, by=by, at=at, event_id=mailing.event_id)
    spacing.spread_again(mailing.event, at=at)
    return mailing


def carry_out(*, at: datetime) -> None:
    """What the clock does: lay out the usual mailings, begin those that are due, go on with the others."""
    to_come = Event.objects.published().filter(starts_at__gt=at, cancelled_at=None, postponed_at=None)
    for event in to_come.exclude(mailings__kind=Mailing.Kind.JOINING):
        lay_out_usual(event, at=at)
    moving = Mailing.objects.written_here().on_the_move()
    for mailing in moving.select_related("event__venue", "event__project", "session", "group"):
        go_on(mailing, emails.Post, at=at)


def go_on(mailing: Mailing, post: Callable[[Mailing], emails.Writer], *, at: datetime) -> None:
    """Begin it when its moment has come, and write what of it is not in the outbox yet."""
    _notice_a_move(mailing, at=at)
    if policies.may_begin(mailing, at=at) and not approving.waits(mailing):
        _begin(mailing, at=at)
    if mailing.state == State.SENDING:
        write_all(mailing, post, at=at)


def _notice_a_move(mailing: Mailing, *, at: datetime) -> None:
    """Its event has another day: what becomes due by that can be stopped for ten minutes first."""
    start, planned = mailing.event.starts_at, Mailing.objects.filter(pk=mailing.pk, state=State.PLANNED)
    if mailing.for_start == start or mailing.state != State.PLANNED:
        return
    has_moved, mailing.not_before = mailing.for_start is not None, None
    if has_moved and mailing.leaves_at and mailing.leaves_at < at + policies.STOP_TIME:
        mailing.not_before = at + policies.STOP_TIME
    mailing.for_start = start
    planned.update(for_start=start, not_before=mailing.not_before)


@transaction.atomic
def _begin(mailing: Mailing, *, at: datetime) -> None:
    """From here on it is being sent; whoever stopped it in the same instant has the last word."""
    waiting = Mailing.objects.filter(pk=mailing.pk, state=State.PLANNED)
    start = mailing.event.starts_at
    if waiting.update(state=State.SENDING, begun_at=at, for_start=start):
        wording.settle(mailing)
        mailing.state, mailing.begun_at, mailing.for_start = State.SENDING, at, start
        record("begin a mailing", mailing, by=None, at=at, event_id=mailing.event_id)


def write_all(mailing: Mailing, post: Callable[[Mailing], emails.Writer], *, at: datetime) -> None:
    """Every mail of it into the outbox, some hundreds at a time; then it is sent when the last has left.

    Safe to be cut short and to be done by two at once: each reader has one key.
    """
    if mailing.written_at is None:
        with texts.spoken_at(mailing.event):
            writer = post(mailing)
        coming = spacing.moments(mailing.event, at)
        for page in audiences.pages(mailing):
            if not _write(writer, page, outbox_at=coming):
                return
        Mailing.objects.filter(pk=mailing.pk, state=State.SENDING).update(written_at=at)
    if not _messages(mailing).on_their_way().exists():
        Mailing.objects.filter(pk=mailing.pk, state=State.SENDING).update(state=State.SENT)


@transaction.atomic
def _write(writer: emails.Writer, page: list[Reader], *, outbox_at: Iterator[datetime]) -> bool:
    """One page of readers into the outbox; False when the mailing has been held or stopped meanwhile."""
    mailing = Mailing.objects.select_for_update().get(pk=writer.mailing.pk)
    if mailing.state != State.SENDING:
        return False
    with texts.spoken_at(writer.mailing.event):
        copies = writer.copies(page, due_at=outbox_at)
        outbox.post_many(copies, kind=mailing.message_kind, event=writer.mailing.event)
    return True


def _locked(mailing: Mailing) -> Mailing:
    rows = Mailing.objects.select_for_update(of=("self",)).select_related(
        "event", "session", "group__session"
    )
    return rows.get(pk=mailing.pk)


def _messages(mailing: Mailing) -> MessageQuerySet:
    return Message.objects.filter(event=mailing.event, kind=mailing.message_kind)
