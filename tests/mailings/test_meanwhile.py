"""Two organisers write one message: what the second saves takes nothing of the first unawares."""

import html
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dissemination.followup.models import FollowUpItem
from dissemination.mailings import audiences
from dissemination.mailings.models import PersonalWords
from dissemination.messaging.models import Wording
from tests.factories import make_registration
from tests.mailings.conftest import WORDS

pytestmark = pytest.mark.django_db
TYPED = WORDS | {"audience": "confirmed", "timing": "at_once"}
CLASH = "Somebody changed this while you had the page open. It says now:"


def stood_on(page):
    """What the page says that its fields said."""
    return html.unescape(re.search('name="stood" value="([^"]*)"', page)[1])


@pytest.fixture
def two_tabs(client, organiser, at):
    """Opens a page in two tabs and sends both: what the second is answered, and how to send it once more."""
    client.force_login(organiser)

    def send(address, first, second, **same):
        with time_machine.travel(at, tick=False):
            stood = stood_on(client.get(address).content.decode())
            client.post(address, same | first | {"stood": stood})
            answer = client.post(address, same | second | {"stood": stood}, follow=True).content.decode()
            again = stood_on(answer)
            return answer, lambda: client.post(address, same | second | {"stood": again}, follow=True)

    return send


def test_the_second_to_save_a_message_reads_the_words_of_the_first_and_decides(two_tabs, mailing):
    address = reverse("mailings:mailing", args=["sharing", mailing.pk])
    mine, theirs = WORDS["body"] + "\n\nMine.", WORDS["body"] + "\n\nTheirs."
    answer, again = two_tabs(address, {"body": theirs}, {"body": mine}, **TYPED, save="yes")
    mailing.refresh_from_db()
    assert mailing.body == theirs
    assert CLASH in answer
    assert "not saved yet: save it first" in answer
    assert "Send in ten minutes" not in answer
    assert ("Theirs." in answer, "Mine." in answer) == (True, True)
    saved = again().content.decode()
    assert "Saved." in saved
    assert "Send in ten minutes" in saved
    mailing.refresh_from_db()
    assert mailing.body == mine


def test_nobody_else_saves_a_message_while_it_is_being_compared(client, organiser, mailing):
    client.force_login(organiser)
    with CaptureQueriesContext(connection) as asked:
        client.post(reverse("mailings:mailing", args=["sharing", mailing.pk]), TYPED | {"save": "yes"})
    is_locked = any("FOR NO KEY UPDATE" in one["sql"] for one in asked)
    assert is_locked is connection.features.has_select_for_no_key_update


def test_what_is_only_looked_at_can_be_sent_from_there(client, organiser, mailing, at):
    client.force_login(organiser)
    address = reverse("mailings:mailing", args=["sharing", mailing.pk])
    looked = TYPED | {"body": WORDS["body"].replace("\n", "\r\n"), "look": "yes"}
    with time_machine.travel(at, tick=False):
        same = client.post(address, looked).content.decode()
        other = client.post(address, looked | {"subject": "Something else"}).content.decode()
    assert ("Send in ten minutes" in same, "Send in ten minutes" in other) == (True, False)


def test_what_the_second_left_alone_stays_as_the_first_wrote_it(two_tabs, mailing):
    address = reverse("mailings:mailing", args=["sharing", mailing.pk])
    told = {name: value for name, value in TYPED.items() if name != "subject"} | {"save": "yes"}
    theirs = {"subject": "Theirs"}
    mine = {"subject": WORDS["subject"], "body": WORDS["body"] + "\n\nMine."}
    answer, _ = two_tabs(address, theirs, mine, **told | {"body": WORDS["body"]})
    mailing.refresh_from_db()
    assert (mailing.subject, mailing.body) == ("Theirs", mine["body"])
    assert "Meanwhile somebody else changed: Subject. That stays as they left it." in answer


def test_two_who_write_to_one_reader_for_the_first_time_are_two_all_the_same(two_tabs, mailing, event):
    ann = make_registration(event, name="Ann Archer")
    address = reverse("mailings:reader", args=["sharing", mailing.pk, audiences.reader_of(ann).key])
    answer, again = two_tabs(address, {"body": "Theirs."}, {"body": "Mine."})
    assert CLASH in answer
    assert PersonalWords.objects.get().body == "Theirs."
    again()
    assert PersonalWords.objects.get().body == "Mine."


def test_two_who_write_one_item_of_the_follow_up(two_tabs, event):
    item = FollowUpItem.objects.create(event=event, subject="Thank you", introduction="We met.")
    address = reverse("followup:item", args=["sharing", item.pk])
    same = {"subject": "Thank you", "audience": "attended", "due_on": ""}
    answer, again = two_tabs(address, {"introduction": "Theirs."}, {"introduction": "Mine."}, **same)
    item.refresh_from_db()
    assert (CLASH in answer, item.introduction) == (True, "Theirs.")
    assert ("save it first" in answer, "Send a test to me" in answer) == (True, False)
    again()
    item.refresh_from_db()
    assert item.introduction == "Mine."


def test_two_who_write_the_words_of_one_mail(two_tabs, event):
    address = reverse("messaging:words", args=["sharing", "registrations-cancelled"])
    answer, again = two_tabs(address, {"body": "Theirs."}, {"body": "Mine."}, subject="Cancelled", save="yes")
    assert "Somebody saved other words while you had the page open" in answer
    assert Wording.objects.get(is_in_force=True).body == "Theirs."
    again()
    assert Wording.objects.get(is_in_force=True).body == "Mine."
