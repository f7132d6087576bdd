"""Guessing is slowed down, for strangers and not for their neighbours; bodies are bounded."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import get_resolver

from dissemination.core import middleware, throttle
from dissemination.core.tokens import link_token
from dissemination.messaging.models import Message
from registrations.models import Registration
from tests.factories import make_event, make_member, make_registration

pytestmark = pytest.mark.django_db

WRONG_LINKS = SENT_BY_STRANGERS = 3
LINKS = ["/places/{}/", "/speaking/{}/", "/tables/{}/", "/commitments/{}/"]
NAMES_OF_WORDS = {"token", "ticket", "code", "slug", "path", "key"}


@pytest.fixture(autouse=True)
def now(at):
    with time_machine.travel(at, tick=False) as moment:
        yield moment


@pytest.fixture(autouse=True)
def nobody_counted(db):
    cache.clear()


@pytest.fixture(autouse=True)
def low_limits(request, monkeypatch):
    """Three is enough to see a limit work; the one test that says so plays with the true numbers."""
    if "true_limits" not in request.fixturenames:
        monkeypatch.setattr(middleware, "WRONG_LINKS", WRONG_LINKS)
        monkeypatch.setattr(middleware, "SENT_BY_STRANGERS", SENT_BY_STRANGERS)


@pytest.fixture
def true_limits():
    return middleware.WRONG_LINKS, middleware.SENT_BY_STRANGERS


def _statuses(client, path, times, **headers):
    return [client.get(path.format(f"guess{n}.{n:032x}"), **headers).status_code for n in range(times)]


def test_the_limits_are_thirty_wrong_links_and_120_public_forms(client, true_limits):
    assert true_limits == (30, 120)
    assert _statuses(client, "/places/{}/", 31) == [404] * 30 + [429]


@pytest.mark.parametrize("path", LINKS)
def test_after_some_wrong_links_a_minute_comes_a_pause(client, path):
    assert _statuses(client, path, WRONG_LINKS + 2) == [404] * WRONG_LINKS + [429] * 2


def test_the_pause_is_a_page_that_says_what_to_do(client):
    _statuses(client, "/places/{}/", WRONG_LINKS)
    page = client.get("/places/x.y/")
    assert "Wait a minute, then try again" in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"


def test_all_kinds_of_links_count_together(client):
    for path in LINKS:
        _statuses(client, path, 1)
    assert client.get("/places/x.y/").status_code == 429


def test_a_good_link_waits_too_and_opens_a_minute_later(client, now):
    place = make_registration(make_event())
    good = f"/places/{link_token('place', place.code)}/"
    _statuses(client, "/places/{}/", WRONG_LINKS)
    assert client.get(good).status_code == 429
    now.shift(timedelta(seconds=61))
    assert client.get(good).status_code == 302


def test_links_of_cancelled_places_count_as_wrong(client):
    gone = make_registration(make_event(), state="cancelled")
    path = f"/places/{link_token('place', gone.code)}/"
    assert _statuses(client, path, WRONG_LINKS + 1) == [410] * WRONG_LINKS + [429]


def test_good_links_are_never_counted(client):
    place = make_registration(make_event())
    path = f"/places/{link_token('place', place.code)}/"
    assert _statuses(client, path, WRONG_LINKS + 1) == [302] * (WRONG_LINKS + 1)


def test_a_page_that_is_open_stays_open(client):
    place = make_registration(make_event())
    client.get(f"/places/{link_token('place', place.code)}/")
    _statuses(client, "/places/{}/", WRONG_LINKS)
    assert client.get(f"/place/{place.code}/").status_code == 200


def test_another_address_is_not_held_up(client):
    _statuses(client, "/places/{}/", WRONG_LINKS)
    assert _statuses(client, "/places/{}/", 1, REMOTE_ADDR="192.0.2.7") == [404]


def test_the_desk_is_counted_by_name_not_by_address(client):
    _statuses(client, "/places/{}/", WRONG_LINKS)
    event = make_event()
    place = make_registration(event)
    client.force_login(make_member(event, "desk"))
    assert client.get(f"/desk/t/{place.ticket}/").status_code == 200
    assert _statuses(client, "/desk/t/{}/", WRONG_LINKS + 1) == [404] * WRONG_LINKS + [429]


def test_an_invented_forwarded_address_counts_for_the_true_one(client):
    answers = [
        client.get("/places/x.y/", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
        for n in range(WRONG_LINKS + 1)
    ]
    assert answers == [404] * WRONG_LINKS + [429]


def test_behind_a_proxy_what_the_visitor_claims_counts_for_nothing(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = [
        client.get("/places/x.y/", headers={"X-Forwarded-For": f"198.51.100.{n}, 192.0.2.7"}).status_code
        for n in range(WRONG_LINKS + 1)
    ]
    assert answers == [404] * WRONG_LINKS + [429]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "connected", "counted"),
    [
        (0, "198.51.100.1", "192.0.2.7", "192.0.2.7"),
        (1, "198.51.100.1, 203.0.113.5", "10.0.0.1", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5, 10.0.0.2", "10.0.0.1", "203.0.113.5"),
        (2, "203.0.113.5", "10.0.0.1", "10.0.0.1"),
        (1, "", "10.0.0.1", "10.0.0.1"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (0, "", "::ffff:192.0.2.7", "192.0.2.7"),
        (1, "<script>", "10.0.0.1", "unknown"),
        (0, "", "", "unknown"),
    ],
)
def test_the_address_is_the_one_that_the_trusted_proxies_saw(
    rf, settings, proxies, forwarded, connected, counted
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR=connected)
    assert throttle.address(request) == counted


def _words_in(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _words_in(pattern.url_patterns)
        else:
            yield from re.findall(r"<str:(\w+)>", str(pattern.pattern))


def test_every_route_calls_its_secret_token_or_ticket():
    """Or `code`, which opens nothing without a pass. A new name is a new decision: make it here."""
    assert set(_words_in(get_resolver().url_patterns)) <= NAMES_OF_WORDS


def test_a_stranger_may_send_a_public_form_so_often_and_no_more(client):
    event = make_event()
    path = f"/events/{event.slug}/lost-link/"
    answers = [client.post(path, {"email": ""}).status_code for _ in range(SENT_BY_STRANGERS + 1)]
    assert answers == [422] * SENT_BY_STRANGERS + [429]


def test_a_whole_hotel_may_register_within_one_minute(client):
    event = make_event(capacity=500)
    path = f"/events/{event.slug}/register/"
    answers = {client.post(path, {"name": ""}).status_code for _ in range(SENT_BY_STRANGERS + 1)}
    assert answers == {422}


def test_who_is_signed_in_is_not_slowed_down(client):
    event = make_event()
    client.force_login(make_member(event, "desk"))
    path = f"/events/{event.slug}/lost-link/"
    assert {client.post(path, {"email": ""}).status_code for _ in range(SENT_BY_STRANGERS + 1)} == {422}


def test_a_body_over_the_limit_is_refused_before_it_is_read(client, settings):
    settings.UPLOAD_LIMIT_BYTES = 10_000
    event = make_event()
    body = _Unread()
    answer = client.generic(
        "POST", f"/events/{event.slug}/register/", b"", CONTENT_LENGTH="2000000", **{"wsgi.input": body}
    )
    assert (answer.status_code, body.reads) == (413, 0)
    assert "Nothing was kept." in answer.content.decode()
    assert (Registration.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("length", ["", "abc", "-5", "100"])
def test_a_length_that_says_nothing_bad_goes_on(client, length):
    event = make_event()
    answer = client.generic("POST", f"/events/{event.slug}/register/", b"", CONTENT_LENGTH=length)
    assert answer.status_code == 200


class _Unread:
    reads = 0

    def read(self, *_):
        self.reads += 1
        return b""

    readline = read
