"""Celery's part in mail: a nudge after a commit, and a sweep that picks up whatever a nudge missed."""

import contextlib

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from dissemination.messaging import delivery, returns


@shared_task
def deliver(message_id: int) -> None:
    """Deliver one message now."""
    delivery.deliver(message_id, at=timezone.now())


@shared_task
def sweep() -> None:
    """Deliver all that is due, and leave a heartbeat."""
    delivery.beat(at=timezone.now())
    delivery.deliver_due(at=timezone.now())


@shared_task
def read_returns() -> None:
    """Take in the bounces and the answers that have come."""
    returns.take_in_all(at=timezone.now())


def wake(message_id: int) -> None:
    """Nudge the worker about a new message. A broker that is down costs nothing: the sweep comes by."""
    with contextlib.suppress(OperationalError, OSError):
        deliver.apply_async((message_id,), retry=False)
