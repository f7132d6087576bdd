"""A mail leaves by the nudge of a real broker, the sweep being off; skipped where there is no such broker."""

import time
import uuid
from contextlib import suppress

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from django.conf import settings
from django.db import connections

from dissemination import celery
from dissemination.messaging.models import Message

BROKERS = {"rabbitmq": "amqp://guest:guest@127.0.0.1:5672//", "redis": "redis://127.0.0.1:6379/15"}
SECONDS = 30


@pytest.fixture(params=BROKERS)
def broker(request):
    """The product's tasks at this broker, in a queue of their own that goes afterwards."""
    app = Celery("dissemination", broker=BROKERS[request.param], set_as_current=False)
    app.config_from_object(settings, namespace="CELERY")
    app.conf.update(broker_url=BROKERS[request.param], task_default_queue=f"test-{uuid.uuid4()}")
    app.conf.update(broker_transport=None, broker_transport_options={})
    with app.connection_for_write(connect_timeout=2) as connection:
        try:
            connection.ensure_connection(max_retries=1, timeout=3)
        except Exception as fault:
            pytest.skip(f"no {request.param} on this machine: {fault}")
        app.set_default()
        yield app
        celery.app.set_default()
        with suppress(Exception):
            connection.channel().queue_delete(app.conf.task_default_queue)


@pytest.fixture
def worker(broker):
    """One that has no clock: it does what the broker brings it."""
    with start_worker(broker, pool="solo", perform_ping_check=False, shutdown_timeout=SECONDS):
        yield
    connections.close_all()


def wait_until(happened):
    until = time.monotonic() + SECONDS
    while not happened() and time.monotonic() < until:
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_real_broker_brings_the_worker_to_a_mail(worker, post, mailbox):
    post(key="greeting:broker")
    wait_until(mailbox)
    assert [mail["To"] for mail in mailbox()] == ["Ann Archer <ann@example.org>"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_nudge_waits_at_the_broker_for_a_worker(broker, post, mailbox):
    post(key="greeting:later")
    queue = broker.conf.task_default_queue
    with broker.connection_for_read() as connection:
        wait_until(lambda: _waiting(connection, queue))
        assert _waiting(connection, queue) == 1
    assert mailbox() == []
    with start_worker(broker, pool="solo", perform_ping_check=False, shutdown_timeout=SECONDS):
        wait_until(mailbox)
    assert len(mailbox()) == 1
    assert Message.objects.get().state == "sent"


def _waiting(connection, queue):
    with suppress(Exception):  # no such queue before the first nudge
        return connection.channel().queue_declare(queue, passive=True).message_count
    return 0
