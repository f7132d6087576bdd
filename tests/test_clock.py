"""What the worker does by the clock, with or without a broker."""

import logging

import pytest
from django.utils import timezone

from dissemination import celery
from dissemination.messaging.models import Heartbeat


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(celery, "close_old_connections", lambda: None)  # the test goes on with its own
    return celery.Clock(None)


def test_a_duty_is_done_at_once_and_again_until_the_worker_stops(clock):
    done = []

    def duty():
        done.append(1)
        if len(done) == 3:
            clock.stop(None)

    clock.run(duty, 0.0)
    assert len(done) == 3


class Notes(logging.Handler):
    """Keeps what is logged, whatever other tests have done to the handlers of the root."""

    def __init__(self):
        super().__init__()
        self.kept = []

    def emit(self, record):
        self.kept.append(str(record.exc_info[1]))


def test_a_duty_that_fails_is_noted_and_comes_again(clock, monkeypatch):
    tries, notes = [], Notes()
    monkeypatch.setattr(celery.logger, "handlers", [notes])
    monkeypatch.setattr(celery.logger, "disabled", False)

    def fail():
        tries.append(1)
        if len(tries) == 2:
            clock.stop(None)
        raise OSError("the database is away")

    clock.run(fail, 0.0)
    assert notes.kept == ["the database is away"] * 2


class AtOnce:
    """Stands for a thread, and does once what the thread would do."""

    def __init__(self, target, args, **options):
        self.duty = args[0]

    def start(self):
        self.duty()


@pytest.mark.django_db
def test_the_sweep_is_among_the_duties_of_a_worker(clock, monkeypatch):
    celery.app.loader.import_default_modules()  # as a worker does before it starts
    monkeypatch.setattr(celery, "Thread", AtOnce)
    before = timezone.now()
    clock.start(None)
    assert Heartbeat.objects.since(before).exists()
