"""An event with its organiser's browser, on a Monday in March."""

import pytest

from tests.factories import make_event, make_member


@pytest.fixture(autouse=True)
def in_march(on_a_monday_in_march):
    """Each test of the list plays on that day."""


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    return client


@pytest.fixture
def page_of(event):
    """The address of a page about this event's delegates."""
    return lambda rest="": f"/admin/event/{event.slug}/delegates/{rest}"
