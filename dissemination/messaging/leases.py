"""Which mails a worker takes in hand, so that nobody else does: some at a time, each person's in order."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from dissemination.messaging.models import Message

LEASE = timedelta(seconds=30)
BATCH = 50


@transaction.atomic
def take(*, at: datetime) -> list[Message]:
    """The first of what is due, leased to whoever asks.

    A worker that never came back has lost its lease. What it had is ambiguous, and counts as tried.
    """
    Message.objects.abandoned(at).update(state="queued", leased_until=None)
    due = Message.objects.due(at).select_for_update(skip_locked=True, of=("self",))
    mine = _in_turn(list(due.select_related("event")[:BATCH]), at=at)
    state, until = Message.State.LEASED, at + LEASE
    rows = Message.objects.filter(pk__in=[message.pk for message in mine])
    rows.update(state=state, leased_until=until, attempts=F("attempts") + 1)
    for message in mine:
        message.state, message.leased_until, message.attempts = state, until, message.attempts + 1
    return mine


def give_back(messages: Collection[Message], *, why: str) -> None:
    """These were not tried: they are due as before, and say why where there is a reason."""
    told = {"last_error": why[:500]} if why else {}
    rows = Message.objects.held_under_their_lease(messages)
    rows.update(state="queued", leased_until=None, attempts=F("attempts") - 1, **told)


def _in_turn(messages: list[Message], *, at: datetime) -> list[Message]:
    """In order, without those before which something else has to reach the same address.

    They wait with what they follow. A mailing and a sign-in code wait for nothing.
    """
    behind = _waiting(messages)
    for message in behind:
        Message.objects.filter(pk=message.pk).update(due_at=behind[message])
    return sorted((one for one in messages if one not in behind), key=_order)


def _waiting(messages: list[Message]) -> dict[Message, datetime]:
    """Those that follow something which is not among them, and until when they wait for it."""
    following = [message for message in messages if not (message.is_bulk or message.is_secret)]
    first = Message.objects.personal_to({message.to_email for message in following})
    found: dict[Message, datetime] = {}
    for other in first.exclude(pk__in=[message.pk for message in messages]):
        for message in following:
            if message.to_email == other.to_email and _order(other) < _order(message):
                found[message] = max(other.due_at, found.get(message, message.due_at))
    return found


def _order(message: Message) -> tuple[bool, datetime, int]:
    return message.is_bulk, message.dated_at, message.pk
