"""Reading changes nothing, no foreign page can post, codes cannot be counted up, nobody is led elsewhere."""

import re

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from dissemination.messaging import delivery
from dissemination.messaging.models import Message
from tests.factories import make_user
from tests.trust.payloads import NEXT
from tests.trust.world import (
    AFTER,
    BEFORE,
    ON_THE_DAY,
    ROLES,
    addresses,
    fill,
    routes,
    state,
    visitor,
    walk,
)

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

PUBLIC = {
    "account_inactive",
    "capture:enter",
    "events:picture",
    "outcomes:flip_chart",
    "outcomes:outcome",
    "outcomes:outcomes",
    "pages:accessibility",
    "pages:event",
    "pages:healthz",
    "pages:home",
    "pages:privacy",
    "pages:programme",
    "pages:programme_feed",
    "pages:project",
    "pages:readyz",
    "pages:robots",
    "pages:security",
    "registrations:lost_link",
    "registrations:register",
    "registrations:registered",
    "speakers:material",
    "speakers:version",
}
WITHOUT_A_PAGE = {
    "messaging:news",  # pressed by a mail program (RFC 8058); opens nothing without its token
    "messaging:bounces",  # sent by a mail provider, with its signature
}
GIVEN = {"slug": "sharing", "verb": "open", "app_label": "events", "path": "photographs/a.jpg", "key": "a"}
GIVEN |= {"url": "admin/", "object_id": "1"}


def _changes(before, after):
    return [name for name in before if before[name] != after[name]]


def _read_all(world, roles, moment):
    """What was written, and which pages could be kept by somebody else, while everything was read."""
    written, kept = [], []
    with time_machine.travel(moment, tick=False):
        for role in roles:
            client = visitor(world, role)
            before = state()
            for path, route, response in walk(client, addresses(world, role)):
                caching = response.headers.get("Cache-Control", "")
                if route not in PUBLIC and "no-store" not in caching and response.status_code == 200:
                    kept.append(f"{role} {path}: {caching}")
            written += [f"{role}: {name}" for name in _changes(before, state())]
    return written, kept


@pytest.mark.parametrize("moment", [BEFORE, ON_THE_DAY, AFTER], ids=["before", "on the day", "after"])
@pytest.mark.parametrize("roles", [ROLES[::2], ROLES[1::2]], ids=["some", "the others"])
def test_reading_writes_nothing_and_no_personal_page_is_kept(world, moment, roles):
    assert _read_all(world, roles, moment) == ([], [])


def _every_address(world):
    """One address of each route there is; what a route takes need not exist to be refused."""
    for name, takes in routes():
        kinds = dict.fromkeys(takes, "1") | {word: GIVEN[word] for word in takes & GIVEN.keys()}
        yield name, reverse(name, kwargs=kinds)


@pytest.mark.parametrize("role", ["reader", "delegate", "organiser"])
def test_a_post_without_a_token_is_refused_everywhere(world, after, role):
    client = visitor(world, role, enforce_csrf_checks=True)
    before = state()
    answers = {name: client.post(path).status_code for name, path in _every_address(world)}
    assert len(answers) > 150
    assert {name for name, status in answers.items() if status != 403} == WITHOUT_A_PAGE
    assert _changes(before, state()) == []


@pytest.mark.parametrize("role", ["delegate", "speaker", "table", "owner"])
def test_another_persons_code_answers_as_an_unknown_one(world, role):
    other = fill("other")
    mine, theirs = world.codes(role)[0], other.codes(role)[0]
    unknown = mine[:-1] + ("A" if mine[-1] != "A" else "B")
    with time_machine.travel(ON_THE_DAY, tick=False):
        client = visitor(world, role)
        for path in [path for path in addresses(world, role) if mine in path]:
            answers = [client.get(path.replace(mine, code)) for code in (theirs, unknown)]
            assert [answer.status_code for answer in answers] in ([404, 404], [405, 405]), path
            assert len({_plain(answer, theirs, unknown) for answer in answers}) == 1


def _plain(answer, *codes):
    """The page without what differs each time: the form token, and the code that was asked for."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    for code in codes:
        page = page.replace(code, "")
    return page


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/events/sharing/programme.ics", "/admin/"])
def test_a_foreign_host_name_is_refused(world, client, path):
    assert client.get(path, headers={"host": "evil.example"}).status_code == 400


def test_no_mail_names_a_foreign_host(world, client):
    Message.objects.all().delete()
    with time_machine.travel(BEFORE, tick=False):
        for headers in ({"host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}):
            client.post("/accounts/login/", {"email": "organiser-sharing@example.org"}, headers=headers)
            client.post("/events/sharing/lost-link/", {"email": world.place.email}, headers=headers)
    delivery.deliver_due(at=BEFORE)
    sent = [message.message().as_bytes() for message in mail.outbox]
    assert len(sent) == 2
    assert [text for text in sent if b"evil.example" in text] == []


@pytest.mark.parametrize("wanted", NEXT)
def test_after_signing_in_nobody_is_led_elsewhere(db, client, wanted):
    cache.clear()
    user = make_user("somebody@example.org")
    client.post("/accounts/login/", {"email": user.email, "next": wanted})
    code = re.search(r"\b[0-9A-Z]{3,}-?[0-9A-Z]{3,}\b", Message.objects.get(kind="sign-in").text)
    answer = client.post("/accounts/login/code/confirm/", {"code": code.group(), "next": wanted})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("wanted", NEXT)
def test_neither_workspace_nor_sign_out_leads_elsewhere(client, db, wanted):
    client.force_login(make_user(is_staff=True))
    for answer in (
        client.get("/admin/login/", {"next": wanted}),
        client.post("/accounts/logout/", {"next": wanted}),
    ):
        assert answer.headers["Location"] in ("/", "/admin/")
