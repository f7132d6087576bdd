"""An event three weeks ahead with its organiser, and a message to write."""

from datetime import UTC, datetime, time, timedelta

import pytest

from dissemination.mailings import services
from dissemination.mailings.models import Mailing
from dissemination.messaging import delivery
from dissemination.messaging.models import Message
from tests.factories import DAY, make_event, make_member, make_registration, make_venue

WORDS = {"subject": "About {event}", "body": "Dear {name},\n\nBring a pen.\n\n{place}\n\n{unsubscribe}"}
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def at():
    """Three weeks before the event, at noon."""
    return datetime(2026, 2, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def event(db):
    venue = make_venue(address="1 Quay Street", travel="Trams stop at the door.", access="Side entrance.")
    return make_event(title="Sharing day", slug="sharing", venue=venue, contact_telephone="01632 960111")


@pytest.fixture
def organiser(event):
    return make_member(event, email="robin@example.org")


@pytest.fixture
def mailing(event):
    """A message to everybody who has a place, not sent yet."""
    return Mailing.objects.create(event=event, **WORDS)


@pytest.fixture
def three(event):
    return [
        make_registration(event, name=name, email=f"{name}@example.org") for name in ("Ann", "Ben", "Cat")
    ]


@pytest.fixture
def play(at):
    """Let so many minutes pass, from the last time on: the clock does its part and mail is delivered."""
    now = [at]

    def on(minutes=0):
        now[0] += minutes * MINUTE
        services.carry_out(at=now[0])
        delivery.deliver_due(at=now[0] + SECOND)
        services.carry_out(at=now[0])
        return now[0]

    return on


def sent():
    """Who has got what, in the order in which it left."""
    rows = Message.objects.filter(state="sent", is_bulk=True).order_by("due_at", "pk")
    return list(rows.values_list("to_name", flat=True))


def usual(event, kind="joining"):
    return event.mailings.get(kind=kind)


__all__ = ["DAY", "MINUTE", "WORDS", "sent", "time", "usual"]
