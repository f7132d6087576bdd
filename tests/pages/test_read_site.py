"""The front page, a project, what we promise, and the addresses that machines ask."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError
from django.utils import timezone

from dissemination.events.models import Output
from dissemination.messaging import delivery
from dissemination.messaging.models import Heartbeat
from tests.factories import DAY, make_event, make_organisation, make_project

pytestmark = pytest.mark.django_db


@time_machine.travel(DAY, tick=False)
def test_the_front_page_lists_coming_events_first_then_past_ones(client):
    make_event(
        title="Long ago",
        starts_at=DAY - timedelta(days=90),
        ends_at=DAY - timedelta(days=89),
        state="reported",
    )
    make_event(title="Next month", starts_at=DAY + timedelta(days=30), ends_at=DAY + timedelta(days=31))
    make_event(title="Secret", state="draft")
    page = client.get("/").content.decode()
    assert page.index("Next month") < page.index("Long ago")
    assert "Report published" in page
    assert "Secret" not in page


def test_without_events_the_front_page_says_so(client):
    assert "Nothing is planned" in client.get("/").content.decode()


@time_machine.travel(DAY, tick=False)
@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"capacity": 1}, "1 place left"),
        ({"capacity": 0}, "Waiting list"),
        ({"cancelled_at": DAY}, "Cancelled"),
        ({"mode": "online", "venue": None}, "Online"),
    ],
)
def test_a_card_says_how_the_event_stands(client, values, word):
    make_event(**values)
    assert word in client.get("/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_costs_one_query(client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_event()
    with django_assert_num_queries(1):
        client.get("/")


def test_a_project_shows_its_achievements_tools_and_events(client):
    project = make_project(slug="iism", achievements="Agreed one form.", owner=make_organisation("Northvale"))
    Output.objects.create(
        project=project, title="A toolkit", url="https://example.org/toolkit", description="Use it."
    )
    make_event(project=project, title="The day")
    page = client.get("/projects/iism/").content.decode()
    for fact in ("Agreed one form.", "https://example.org/toolkit", "Use it.", "The day", "Northvale"):
        assert fact in page


def test_a_project_with_nothing_public_is_not_there(client):
    make_event(project=make_project(slug="quiet"), state="draft")
    assert client.get("/projects/quiet/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_project_costs_four_queries(client, rows, django_assert_num_queries):
    project = make_project(slug="iism")
    for _ in range(rows):
        make_event(project=project)
    with django_assert_num_queries(4):
        client.get("/projects/iism/")


@pytest.mark.parametrize("path", ["/privacy/", "/accessibility/", "/robots.txt"])
def test_promises_can_be_read_by_anybody(client, path):
    assert client.get(path).status_code == 200


def test_a_page_that_is_not_there_is_a_polite_404(client):
    assert client.get("/events/nowhere/").status_code == 404


def test_reading_never_needs_a_post(client):
    assert client.post("/").status_code == 405


def test_the_web_process_says_that_it_lives(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_readiness_needs_a_sweep_of_late(client):
    assert client.get("/readyz").status_code == 503
    delivery.beat(at=timezone.now() - timedelta(minutes=5))
    assert client.get("/readyz").content == b"The mail sweep has not run.\n"
    delivery.beat(at=timezone.now())
    assert client.get("/readyz").status_code == 200


def test_a_database_that_is_away_is_said_so(client, monkeypatch):
    def away(moment):
        raise DatabaseError

    monkeypatch.setattr(Heartbeat.objects, "since", away, raising=False)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"The database does not answer.\n")


def test_every_answer_carries_the_strict_headers(client):
    response = client.get("/")
    policy = response["Content-Security-Policy"]
    assert ("script-src 'self'" in policy, "unsafe" in policy) == (True, False)
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_public_page_asked_for_without_a_cookie_may_be_shared_by_who_asks_each_time(client):
    response = client.get("/")
    assert response["Cache-Control"] == "public, no-cache"
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("cookie", ["passes", "sessionid", "csrftoken", "anything"])
def test_a_page_asked_for_with_any_cookie_is_kept_by_nobody(client, cookie):
    client.cookies[cookie] = "something"
    assert client.get("/")["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/accounts/login/", "/events/{}/register/", "/my/", "/places/x.y/"])
def test_a_form_a_redirect_and_a_link_are_kept_by_nobody(client, path, at):
    with time_machine.travel(at, tick=False):
        caching = client.get(path.format(make_event().slug))["Cache-Control"]
    assert {"private", "no-store"} <= set(caching.split(", "))


@time_machine.travel(DAY, tick=False)
def test_security_txt_says_whom_to_tell_and_until_when(client, settings):
    settings.SITE_URL, settings.SECURITY_CONTACT = "https://events.example.org", "mailto:safe@example.org"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "Contact: mailto:safe@example.org",
        "Expires: 2026-09-07T00:00:00Z",
        "Canonical: https://events.example.org/.well-known/security.txt",
        "Preferred-Languages: en",
    ]
