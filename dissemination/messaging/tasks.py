"""Celery's part in mail: a nudge after a commit, and a sweep that picks up whatever a nudge missed."""

import threading
import time

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from dissemination.messaging import delivery, returns

MOMENT = 0.5  # seconds
REST = 15.0  # seconds without a ring after one that no broker heard: the sweep comes by as often


@shared_task
def deliver() -> None:
    """Deliver all that is due, each round by the clock as it is then: a lease begins when it is taken."""
    while delivery.deliver_some(at=timezone.now()).goes_on:
        pass


@shared_task
def sweep() -> None:
    """Deliver all that is due, and leave a heartbeat before every round."""
    delivery.beat(at=timezone.now())
    while delivery.deliver_some(at=timezone.now()).goes_on:
        delivery.beat(at=timezone.now())


@shared_task
def read_returns() -> None:
    """Take in the bounces and the answers that have come."""
    returns.take_in_all(at=timezone.now())


class Bell:
    """Tells the worker that there is mail, in a thread of its own: nobody waits for a broker, up or down.

    However many mails are posted within a moment, it rings once for them all. A ring that is lost costs
    nothing: the sweep comes by. While no broker hears it rings seldom.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_about_to_ring = False
        self._rests_until = 0.0

    def ring(self) -> None:
        """Have the worker told in a moment; returns at once."""
        with self._lock:
            if self._is_about_to_ring or time.monotonic() < self._rests_until:
                return
            self._is_about_to_ring = True
        threading.Timer(MOMENT, self._nudge).start()

    def _nudge(self) -> None:
        with self._lock:
            self._is_about_to_ring = False
        try:
            deliver.apply_async(retry=False)
        except (OperationalError, OSError):
            self._rests_until = time.monotonic() + REST


wake = Bell().ring
