"""Organisers read the mails of their event as the receiver sees them."""

import re

import pytest
from django.urls import reverse

from dissemination.accounts.models import User
from dissemination.messaging.admin import finding
from dissemination.messaging.admin.finding import FirstPages
from dissemination.messaging.admin.message import MessageAdmin
from dissemination.messaging.models import Heartbeat, Invitation, Message
from tests.factories import DAY, make_event, make_member, make_user

pytestmark = pytest.mark.django_db
ENTRY = (
    "BEGIN:VTIMEZONE\r\nDTSTART:20120101T000000\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "SUMMARY:Next st\r\n eps\\, at last\r\nDTSTART;TZID=Europe/London:20260311T093000\r\n"
    "DTEND:20260311T163000Z\r\nDESCRIPTION:One\\nTwo\r\nEND:VEVENT\r\n"
)


def make_mail(event, number=1, **values):
    defaults = {
        "key": f"k{number}",
        "event": event,
        "kind": "news",
        "to_email": "a@example.org",
        "subject": f"Joining instructions {number}",
        "text": "Hello <b>Ada</b>",
        "html": "<p style='color:teal'>Hello Ada</p>",
        "message_id": f"<{number}@example.org>",
        "dated_at": DAY,
        "due_at": DAY,
    }
    return Message.objects.create(**defaults | values)


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def organiser(event, client):
    user = make_member(event)
    client.force_login(user)
    return user


def page_of(mail, name="change"):
    return reverse(f"admin:messaging_message_{name}", args=[mail.pk])


def test_an_organiser_reads_a_mail(event, organiser, client):
    mail = make_mail(event, calendar=ENTRY, method="REQUEST")
    page = client.get(page_of(mail)).content.decode()
    assert '<pre tabindex="0">Hello &lt;b&gt;Ada&lt;/b&gt;</pre>' in page
    said = page.partition("Put into the diary, or brought up to date")[2]
    assert said.startswith(
        '<pre tabindex="0">What: Next steps, at last\nStarts: Wednesday 11 March 2026, 09:30\n'
        "Ends: Wednesday 11 March 2026, 16:30 UTC\nNote: One\nTwo</pre>"
    )
    assert 'name="_save"' not in page


def test_what_the_mail_server_said_is_shown_when_it_said_something(event, organiser, client):
    refused = make_mail(event, state="failed", last_error="550 no such user")
    assert "550 no such user" in client.get("/admin/messaging/message/?arrival=failed").content.decode()
    assert "550 no such user" in client.get(page_of(refused)).content.decode()
    assert "What the mail server said" not in client.get(page_of(make_mail(event, 2))).content.decode()


def test_the_letter_stands_alone_in_a_sandbox(event, organiser, client):
    response = client.get(page_of(make_mail(event), "mail"))
    assert response.content.decode() == "<p style='color:teal'>Hello Ada</p>"
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
    )


def test_a_mail_without_a_letter_is_shown_as_plain_text(event, organiser, client):
    response = client.get(page_of(make_mail(event, html=""), "mail"))
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_sign_in_code_is_shown_to_nobody(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    mail = make_mail(None, is_secret=True, text="123456")
    assert "123456" not in client.get(page_of(mail)).content.decode()
    assert client.get(page_of(mail, "mail")).status_code == 404


@pytest.mark.parametrize("role", ["publisher", "analyst", "desk", "welfare"])
def test_other_roles_read_no_mail(role, event, client):
    client.force_login(make_member(event, role))
    mail = make_mail(event)
    assert client.get(page_of(mail, "mail")).status_code == 404
    assert client.get(page_of(mail)).status_code in (302, 403)
    assert client.get(reverse("admin:messaging_message_changelist")).status_code == 403


def test_an_organiser_reads_no_mail_of_another_event(organiser, client):
    mail = make_mail(make_event())
    assert client.get(page_of(mail, "mail")).status_code == 404
    assert client.get(page_of(mail)).status_code == 404


@pytest.mark.parametrize("verb", ["change", "delete"])
def test_nobody_changes_a_mail(verb, event, organiser, client):
    assert client.post(page_of(make_mail(event), verb), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:messaging_message_add")).status_code == 403


def test_mails_are_found_by_receiver(event, organiser, client):
    make_mail(event)
    make_mail(event, 2, to_email="kim@example.org")
    page = client.get(reverse("admin:messaging_message_changelist"), {"q": "kim"}).content.decode()
    assert ("instructions 2" in page, "instructions 1" in page) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    rows, event, organiser, client, django_assert_num_queries
):
    for number in range(rows):
        make_mail(event, number)
    with django_assert_num_queries(7):
        assert client.get(reverse("admin:messaging_message_changelist")).status_code == 200


def test_the_list_counts_no_further_than_anybody_turns_pages(event, organiser, client, monkeypatch):
    monkeypatch.setattr(FirstPages, "MOST", 2)
    monkeypatch.setattr(MessageAdmin, "list_per_page", 1)
    for number in range(3):
        make_mail(event, number)
    page = client.get(reverse("admin:messaging_message_changelist")).content.decode()
    assert ("?p=2" in page, "?p=3" in page) == (True, False)


def test_the_history_of_a_mail_can_be_read(event, organiser, client):
    mail = make_mail(event, 1)
    assert client.get(reverse("admin:messaging_message_history", args=[mail.pk])).status_code == 200


def listed(client, **asked):
    """The numbers of the mails that the list shows, as `make_mail` gave them."""
    page = client.get(reverse("admin:messaging_message_changelist"), asked).content.decode()
    return [int(number) for number in re.findall(r"Joining instructions (\d+)</a>", page)]


def test_a_whole_address_finds_every_mail_and_other_words_the_latest(event, organiser, client, monkeypatch):
    monkeypatch.setattr(finding, "LATEST", 2)
    for number in range(1, 5):
        make_mail(event, number, to_email="kim@example.org" if number % 2 else "lee@example.org")
    assert listed(client, q=" Kim@example.org ") == [3, 1]
    assert listed(client, q="kim") == [3]
    assert listed(client, q=" ") == [4, 3, 2, 1]
    assert listed(client, q="@ kim") == [3]


def test_what_is_older_than_the_latest_is_listed_all_the_same(event, organiser, client, monkeypatch):
    monkeypatch.setattr(finding, "LATEST", 2)
    for number in range(1, 5):
        make_mail(event, number, state="failed" if number == 1 else "queued")
    assert listed(client, arrival="failed") == [1]
    assert listed(client) == [4, 3, 2, 1]


def test_the_history_of_a_mail_opens_and_holds_nothing(event, organiser, client):
    page = client.get(reverse("admin:messaging_message_history", args=[make_mail(event).pk]))
    assert page.status_code == 200


def test_a_page_behind_the_last_one_shows_the_last(event, organiser, client, monkeypatch):
    monkeypatch.setattr(MessageAdmin, "list_per_page", 1)
    make_mail(event)
    assert listed(client, p="9") == [1]


def test_organisers_find_the_mails_of_their_own_events_and_administrators_all(event, client):
    make_mail(event)
    make_mail(make_event(), 2)
    client.force_login(make_member(event))
    assert listed(client) == [1]
    client.force_login(User.objects.create_superuser("root@example.org"))
    assert listed(client) == [2, 1]


def test_calendar_entries_and_heartbeats_are_for_organisers_and_have_names(at):
    event = make_event()
    entry = Invitation.objects.create(event=event, entry_key="place:1", uid="1@example.org")
    assert list(Invitation.objects.for_user(make_member(event))) == [entry]
    assert list(Invitation.objects.for_user(make_member(event, "desk"))) == []
    assert str(Heartbeat(name="sweep", at=at)) == "sweep"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("follow-up thanks attended", "Follow-up"),
        ("story received", "Story from practice"),
        ("speaker invitation", "Speaker invited"),
        ("still-coming", "Do you still come?"),
    ],
)
def test_the_list_says_in_words_what_a_mail_is_about_and_finds_it_by_that(
    event, organiser, client, kind, words
):
    make_mail(event, kind=kind)
    make_mail(event, 2)
    chosen = kind if kind == "speaker invitation" else kind.partition(" ")[0]
    page = client.get(reverse("admin:messaging_message_changelist"), {"kind": chosen}).content.decode()
    assert f'<td class="field-about">{words}</td>' in page
    assert ("Joining instructions 1" in page, "Joining instructions 2" in page) == (True, False)
