"""Celery's part in mail: a nudge after a commit, and a sweep that picks up whatever a nudge missed."""

from time import monotonic

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from dissemination.messaging import delivery

QUIET_SECONDS = 30.0


@shared_task
def deliver(message_id: int) -> None:
    """Deliver one message now."""
    delivery.deliver(message_id, at=timezone.now())


@shared_task
def sweep() -> None:
    """Deliver all that is due, and leave a heartbeat before every batch."""
    delivery.beat(at=timezone.now())
    while delivery.deliver_some(at=timezone.now()):
        delivery.beat(at=timezone.now())


class Nudger:
    """Tells the worker about new messages. A broker that is down costs nothing: the sweep comes by anyway.

    After a nudge that did not get through none is tried for a while, so that nobody waits for a broker that
    takes a connection and then says nothing.
    """

    def __init__(self) -> None:
        self.quiet_until = 0.0

    def wake(self, message_id: int) -> None:
        """Nudge the worker about one message, if the broker can be had."""
        if monotonic() < self.quiet_until:
            return
        try:
            deliver.apply_async((message_id,), retry=False)
        except (OperationalError, OSError):
            self.quiet_until = monotonic() + QUIET_SECONDS


wake = Nudger().wake
