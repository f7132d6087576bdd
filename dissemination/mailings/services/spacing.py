"""When each mail of a mailing leaves: so many a minute, and none while it is quiet."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.utils.translation import gettext as _

from dissemination.events.models import Event
from dissemination.mailings import policies
from dissemination.mailings.models import Mailing, QuietTime
from dissemination.messaging.models import Message

BATCH = 500


def moments(event: Event, begin: datetime) -> Iterator[datetime]:
    """The moments at which one mail after the other leaves, from the first on."""
    quiet = list(event.quiet_times.all())
    return policies.moments(event, quiet, begin, per_minute=settings.MAILINGS_PER_MINUTE)


def spelt(mailing: Mailing, moment: datetime) -> str:
    """The moment at which it leaves, on the event's clocks, and that this is after a quiet time."""
    said = mailing.event.spelt(moment)
    is_put_off = mailing.leaves_at is not None and moment > mailing.leaves_at
    return _after(said) if is_put_off else said


def _after(said: str) -> str:
    return _("%(moment)s, after the quiet time") % {"moment": said}


def stands_at(
    mailing: Mailing, *, at: datetime, quiet: Iterable[QuietTime] | None = None
) -> tuple[datetime | None, str]:
    """When it leaves or has begun to, and the same in words; None and nothing while that is not known."""
    begun = mailing.begun_at
    if begun and mailing.state != Mailing.State.PLANNED:
        return begun, mailing.event.spelt(begun)
    moment = policies.first_moment(mailing, at=at, quiet=quiet)
    return moment, spelt(mailing, moment) if moment else ""


def after_quiet(event: Event, *, at: datetime, quiet: Iterable[QuietTime]) -> str:
    """When what is sent now leaves, if a quiet time puts it off; else nothing."""
    soon = at + policies.STOP_TIME
    moment = policies.next_moment(event, quiet, soon)
    return _after(event.spelt(moment)) if moment > soon else ""


def put_off(event: Event, *, at: datetime) -> list[Mailing]:
    """What would leave within ten minutes if it were not quiet."""
    quiet, soon = list(event.quiet_times.all()), at + policies.STOP_TIME
    rows = event.mailings.planned().select_for_update(of=("self",))
    due = [row for row in rows if row.leaves_at and row.leaves_at < soon]
    return [row for row in due if policies.first_moment(row, at=at, quiet=quiet) != row.leaves_at]


def give_time_to_stop(mailings: Iterable[Mailing], *, at: datetime) -> None:
    """Their quiet time was taken away: they can be stopped for ten minutes first."""
    for mailing in mailings:
        is_before = mailing.timing == Mailing.Timing.BEFORE
        setattr(mailing, "not_before" if is_before else "sends_at", at + policies.STOP_TIME)
        mailing.save(update_fields=["not_before", "sends_at"])


def spread_again(event: Event, *, at: datetime) -> None:
    """Give what has not left its moments anew, in order: a quiet time has come, or a pause is over.

    What may be at the mail server already keeps its Date: a second try is the same mail, to the byte.
    """
    waiting = Message.objects.filter(event=event, is_bulk=True, state="queued").order_by("due_at", "pk")
    first = waiting.values_list("due_at", flat=True).first()
    if first is None:
        return
    coming = moments(event, max(at, first))
    rows = waiting.only("due_at", "dated_at", "attempts").iterator(BATCH)
    while batch := list(islice(rows, BATCH)):
        for message in batch:
            message.due_at = next(coming)
            message.dated_at = message.dated_at if message.attempts else message.due_at
        Message.objects.bulk_update(batch, ["due_at", "dated_at"])
