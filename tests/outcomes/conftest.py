"""A workshop after the event: two tables, what they said, and an organiser at the board."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from dissemination.capture import services as capture
from tests.factories import DAY, make_event, make_member, make_workshop

NOON = DAY + timedelta(hours=2, minutes=30)
NEXT_DAY = DAY + timedelta(days=1)
BOARD = "/admin/event/sharing/themes/"


@pytest.fixture
def event(db):
    return make_event(slug="sharing", state="held", title="Sharing what works")


@pytest.fixture
def workshop(event):
    return make_workshop(event, groups=3, questions=2)


@pytest.fixture
def sheets(workshop):
    return capture.lay_out_sheets(workshop.event)


@pytest.fixture
def say(sheets, workshop):
    """say("text", table=0): a point as the table's phone would keep it."""

    def said(text="Share what works", *, table=0, **more):
        return capture.add_point(
            sheets[table],
            text=text,
            **{"question": workshop.questions.first(), "client_id": uuid.uuid4(), "at": NOON} | more,
        )

    return said


@pytest.fixture
def organiser(event):
    return make_member(event)


@pytest.fixture
def desk(client, organiser):
    """The organiser's browser, the day after."""
    client.force_login(organiser)
    with time_machine.travel(NEXT_DAY, tick=False):
        yield client
