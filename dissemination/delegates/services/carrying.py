"""A long list comes in by the worker, some people at a time; where one worker dies, another goes on."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from dissemination.delegates.models import IncomingList
from dissemination.delegates.services.bringing import Brought
from dissemination.delegates.services.comparing import Planned, compare, rows_kept

ROWS = 25  # at a time: others register meanwhile


def carry_in(incoming: IncomingList, *, at: datetime) -> None:
    """Bring in who is not in yet, until the end, or until somebody throws the list away.

    Two workers may try: one does. Whoever came in before the worker died is the same now, and is passed over.
    """
    if not IncomingList.objects.to_be_brought_in(at).filter(pk=incoming.pk).update(seen_at=at):
        return
    began, is_broken_off = time.monotonic(), True

    def now() -> datetime:
        return at + timedelta(seconds=time.monotonic() - began)

    try:
        good = compare(incoming.event, rows_kept(incoming.event, incoming.rows)).good
        for start in range(0, len(good), ROWS):
            _carry(incoming, good[start : start + ROWS], left=len(good) - start, at=now())
        is_broken_off = False
    finally:
        _end(incoming, is_broken_off=is_broken_off, at=now())


@transaction.atomic
def _carry(incoming: IncomingList, people: Sequence[Planned], *, left: int, at: datetime) -> None:
    """These people come in, and how far it is stands beside them."""
    held = (
        IncomingList.objects.select_for_update(of=("self",)).select_related("event", "asked_by").defer("rows")
    )
    mine = held.filter(pk=incoming.pk, ended_at=None).first()
    if mine is None or mine.asked_by is None:
        return
    brought = Brought.of(mine.outcome)
    for planned in people:
        brought.take(mine.event, planned, is_told=mine.is_told, by=mine.asked_by, at=at)
    mine.outcome, mine.done, mine.seen_at = brought.as_kept(), mine.total - left + len(people), at
    mine.save(update_fields=["outcome", "done", "seen_at"])


def _end(incoming: IncomingList, *, is_broken_off: bool, at: datetime) -> None:
    """What came of it stays for as long as the list would have; what it held of people goes."""
    open_still = IncomingList.objects.filter(pk=incoming.pk, ended_at=None)
    open_still.update(rows=[], ended_at=at, is_broken_off=is_broken_off)
