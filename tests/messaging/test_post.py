"""A promised mail is a row, once for its key."""

import threading

import pytest
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from dissemination.messaging import outbox, tasks
from dissemination.messaging.models import Message
from dissemination.messaging.texts import Letter
from tests.factories import make_event

pytestmark = pytest.mark.django_db


def test_a_posted_mail_is_queued_with_its_date_and_identity(post, at, settings):
    settings.SITE_URL = "https://events.example.org"
    message = post()
    assert (message.state, message.dated_at, message.due_at) == ("queued", at, at)
    assert message.message_id.endswith("@events.example.org>")
    assert (message.from_name, message.reply_to) == (settings.SITE_NAME, "")


def test_a_mail_of_an_event_comes_from_its_team_and_is_answered_to_its_mailbox(post):
    event = make_event(contact_name="Robin Example", contact_email="robin@example.org")
    message = post(event=event)
    assert (message.from_name, message.reply_to) == ("Robin Example", "robin@example.org")


def test_an_event_without_a_contact_name_writes_in_the_name_of_its_project(post):
    event = make_event(contact_name="")
    assert post(event=event).from_name == event.project.title


def test_the_same_key_is_posted_once(post):
    assert post() is not None
    assert post() is None
    assert Message.objects.count() == 1


def test_the_database_refuses_a_second_row_with_the_key(post):
    message = post()
    message.pk, message.message_id = None, "<other@example.org>"
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save(force_insert=True)


def test_nobody_without_an_address_gets_a_row(post):
    assert post(to=outbox.Recipient("")) is None
    assert Message.objects.count() == 0


def test_the_worker_is_woken_after_the_commit(post, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        post()
    assert callbacks == [tasks.wake]


def test_the_worker_is_told_once_of_all_mails_of_a_moment(monkeypatch):
    told, has_heard = [], threading.Semaphore(0)
    monkeypatch.setattr(tasks, "MOMENT", 0.05)
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda retry: (told.append(1), has_heard.release()))
    bell = tasks.Bell()
    for _ in range(3):
        bell.ring()
    assert has_heard.acquire(timeout=10)
    bell.ring()
    assert has_heard.acquire(timeout=10)
    assert len(told) == 2


def test_a_mail_for_later_wakes_nobody(post, at, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        message = post(due_at=at.replace(year=2027))
    assert callbacks == []
    assert message.dated_at == at.replace(year=2027)


def test_a_broker_that_is_down_disturbs_nobody(monkeypatch):
    tried = []

    def refuse(retry):
        tried.append(retry)
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.deliver, "apply_async", refuse)
    bell = tasks.Bell()
    bell._nudge()
    bell.ring()  # rests: the sweep comes by as soon
    assert (tried, bell._is_about_to_ring) == ([False], False)


def test_of_nobody_who_can_be_reached_nothing_is_promised(django_capture_on_commit_callbacks, db, at):
    copy = outbox.Copy(Letter("S", "T", ""), "mailing:1:1", outbox.Recipient(""), at)
    with django_capture_on_commit_callbacks() as rung:
        outbox.post_many([copy], kind="mailing 1", event=make_event())
    assert (Message.objects.count(), rung) == (0, [])


def test_a_broker_that_hangs_holds_nobody(monkeypatch):
    begun, may_end, bell = threading.Event(), threading.Event(), tasks.Bell()
    monkeypatch.setattr(tasks, "MOMENT", 0)
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda retry: (begun.set(), may_end.wait(timeout=10)))
    bell.ring()
    assert begun.wait(timeout=10)
    bell.ring()  # this comes back, although the broker has not answered
    assert not may_end.is_set()
    may_end.set()


def test_a_nudge_that_fails_for_any_other_reason_disturbs_nobody(
    post, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(tasks, "wake", lambda: {}[1])
    with django_capture_on_commit_callbacks(execute=True):
        message = post()
    assert Message.objects.get() == message
