"""When each mail of a mailing leaves: so many a minute, and none while it is quiet."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.conf import settings

from dissemination.events.models import Event
from dissemination.mailings import policies
from dissemination.messaging.models import Message

BATCH = 500


def moments(event: Event, begin: datetime) -> Iterator[datetime]:
    """The moments at which one mail after the other leaves, from the first on."""
    quiet = list(event.quiet_times.all())
    return policies.moments(event, quiet, begin, per_minute=settings.MAILINGS_PER_MINUTE)


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
