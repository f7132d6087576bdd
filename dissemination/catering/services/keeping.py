"""Numbers as they were sent, and what has changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.catering import policies
from dissemination.catering.models import Numbers
from dissemination.catering.services.counting import count, lines
from dissemination.events.models import Event


@dataclass(frozen=True, slots=True)
class Change:
    """One count that is another one now."""

    what: str
    before: int
    now: int


@transaction.atomic
def send(event: Event, *, team: int, by: User, at: datetime) -> Numbers:
    """The numbers of this moment are what the caterer is told. Pressed twice with nothing new, kept once."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_send_numbers(event, by=by, at=at).enforce()
    counts, last = count(event, team=team), last_sent(event)
    if last and last.counts == counts:
        return last
    numbers = Numbers.objects.create(event=event, kept_at=at, kept_by=by, counts=counts)
    record("catering.send", numbers, by=by, at=at, event_id=event.pk)
    return numbers


def keep_final(event: Event, *, at: datetime) -> Numbers:
    """The counts that stay when the needs themselves are deleted."""
    last = last_sent(event)
    team = last.counts["team"] if last else 0
    counts = count(event, team=team)
    return Numbers.objects.create(event=event, reason=Numbers.Reason.FINAL, kept_at=at, counts=counts)


def last_sent(event: Event) -> Numbers | None:
    """What the caterer was last told; None before the first time."""
    return Numbers.objects.filter(event=event, reason=Numbers.Reason.SENT).newest_first().first()


def changes_since(sent: Mapping[str, int], now: Mapping[str, int]) -> list[Change]:
    """Each count that has changed: how many and what, never who."""
    named = {line.key: line.what for line in lines({**sent, **now})}
    pairs = ((what, sent.get(key, 0), now.get(key, 0)) for key, what in named.items())
    return [Change(what, before, after) for what, before, after in pairs if before != after]
