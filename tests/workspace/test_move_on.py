"""The buttons of an event's life."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dissemination.events.models import Event
from tests.factories import DAY, make_event, make_member, make_registration, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_day():
    with time_machine.travel(DAY - timedelta(days=9), tick=False):
        yield


@pytest.fixture
def event():
    event = make_event(state="draft")
    make_session(event)
    return event


@pytest.fixture
def organiser(event, client):
    user = make_member(event)
    client.force_login(user)
    return user


def press(client, event, verb):
    page = client.post(reverse("admin:move_on", args=[event.slug, verb]), follow=True)
    event.refresh_from_db()
    return page.content.decode()


def test_one_button_after_the_other(event, organiser, client):
    assert "Readers see the event now." in press(client, event, "publish")
    assert "People can register now." in press(client, event, "open")
    assert "Nobody can register any more." in press(client, event, "close")
    assert event.state == "closed"


def test_a_refusal_is_told_in_plain_words(event, organiser, client):
    assert "Publish the event first. Then registration can open." in press(client, event, "open")
    assert event.state == "draft"


def test_a_button_that_is_none_is_not_found(event, organiser, client):
    assert client.post(reverse("admin:move_on", args=[event.slug, "explode"])).status_code == 404
    assert client.get(reverse("admin:ask", args=[event.slug, "explode"])).status_code == 404


def test_a_button_is_pressed_and_not_visited(event, organiser, client):
    for name, args in (("move_on", [event.slug, "publish"]), ("publish_changes", [event.slug])):
        assert client.get(reverse(f"admin:{name}", args=args)).status_code == 405
    assert event.state == "draft"


def test_an_analyst_presses_in_vain(event, client):
    client.force_login(make_member(event, "analyst"))
    steps = (("move_on", ["publish"]), ("publish_changes", []), ("ask", ["cancel"]))
    for name, verb in steps:
        assert client.post(reverse(f"admin:{name}", args=[event.slug, *verb])).status_code == 404


def test_changes_are_published_and_counted(event, organiser, client):
    Event.objects.update(state="open")
    page = client.post(reverse("admin:publish_changes", args=[event.slug]), follow=True).content.decode()
    assert "0 people are told by mail." in page


def test_a_draft_has_no_changes_to_publish(event, organiser, client):
    page = client.post(reverse("admin:publish_changes", args=[event.slug]), follow=True)
    assert "told by mail" not in page.content.decode()


def test_calling_off_asks_first_and_tells_everybody(event, organiser, client):
    Event.objects.update(state="open")
    make_registration(Event.objects.get())
    address = reverse("admin:ask", args=[event.slug, "cancel"])
    assert "1 person is told." in client.get(address).content.decode()
    assert "Fill this in." in client.post(address, {"reason": ""}).content.decode()
    event.refresh_from_db()
    assert event.cancelled_at is None
    page = client.post(address, {"reason": "The hall is flooded."}, follow=True).content.decode()
    assert "Done. People told by mail: 1." in page
    event.refresh_from_db()
    assert event.is_cancelled
    page = client.post(address, {"reason": "Again."}, follow=True).content.decode()
    assert "Done." not in page


def test_an_event_moves_on_its_own_clocks(event, organiser, client):
    Event.objects.update(state="open", zone="America/New_York")
    address = reverse("admin:ask", args=[event.slug, "postpone"])
    assert client.post(address, {"starts_at": "2026-04-20T10:00"}).status_code == 302
    event.refresh_from_db()
    assert event.local(event.starts_at).strftime("%Y-%m-%d %H:%M") == "2026-04-20 10:00"


@pytest.mark.parametrize("when", ["", "soon", "2026-03-29T01:30"])
def test_a_time_that_is_none_moves_nothing(when, event, organiser, client):
    before = event.starts_at
    page = client.post(reverse("admin:ask", args=[event.slug, "postpone"]), {"starts_at": when})
    assert page.status_code == 200
    event.refresh_from_db()
    assert event.starts_at == before
