"""Nothing that was promised is lost, and nothing goes twice."""

import smtplib
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError

from dissemination.messaging import delivery, tasks
from dissemination.messaging.models import Heartbeat, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings, monkeypatch):
    """A mail server that refuses with the faults put into this list, one a try, then accepts."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    faults = []
    accept = EmailBackend.send_messages

    def send(self, messages):
        if faults:
            raise faults.pop(0)
        return accept(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    return faults


def test_a_due_mail_is_delivered_and_marked_sent(post, at, mailbox):
    message = post()
    assert delivery.deliver_due(at=at) == 1
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.attempts) == ("sent", at, 1)
    assert [mail["Subject"] for mail in mailbox()] == ["Hello"]


def test_a_sent_mail_does_not_go_again(post, at, mailbox):
    message = post()
    assert delivery.deliver(message.pk, at=at) is True
    assert delivery.deliver(message.pk, at=at) is False
    assert len(mailbox()) == 1


def test_a_mail_for_later_waits(post, at, mailbox):
    post(due_at=at + timedelta(hours=1))
    assert delivery.deliver_due(at=at) == 0
    assert delivery.deliver_due(at=at + timedelta(hours=1)) == 1


def test_a_mail_in_other_hands_is_left_alone(post, at, mailbox):
    message = post()
    Message.objects.update(state="leased", leased_until=at + timedelta(seconds=1))
    assert delivery.deliver(message.pk, at=at) is False


def test_a_mail_that_was_accepted_before_the_worker_died_is_not_sent_again(post, at, mailbox):
    message = post()
    delivery.deliver(message.pk, at=at)
    Message.objects.update(state="leased", sent_at=None, leased_until=at)
    assert delivery.deliver_due(at=at + timedelta(minutes=1)) == 1
    assert len(mailbox()) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 2)


def test_a_mail_whose_worker_died_before_handing_it_over_is_sent(post, at, mailbox):
    post()
    Message.objects.update(state="leased", leased_until=at, attempts=1)
    assert delivery.deliver_due(at=at + timedelta(minutes=1)) == 1
    assert len(mailbox()) == 1


def test_a_retry_carries_the_same_identity_and_date(post, at, server, mailoutbox):
    message = post()
    server.append(smtplib.SMTPServerDisconnected("gone"))
    assert delivery.deliver_due(at=at) == 0
    message.refresh_from_db()
    assert (message.state, message.due_at, message.last_error) == (
        "queued",
        at + timedelta(minutes=2),
        "gone",
    )
    assert delivery.deliver_due(at=at + timedelta(minutes=2)) == 1
    assert f"Message-ID: {message.message_id}".encode() in mailoutbox[0].raw
    assert b"Date: Mon, 02 Mar 2026 09:00:00 +0000" in mailoutbox[0].raw


def test_a_refusal_for_good_ends_it_after_one_try(post, at, server):
    message = post()
    server.append(smtplib.SMTPRecipientsRefused({"ann@example.org": (550, b"no such user")}))
    assert delivery.deliver_due(at=at) == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("failed", 1)
    assert "no such user" in message.last_error


@pytest.mark.parametrize("address", ["ann@example.org bcc: x@example.org", "ann@", "@"])
def test_an_address_that_is_none_ends_it_and_holds_nobody_up(address, post, at, mailbox):
    broken, fine = post(), post(key="another")
    Message.objects.filter(pk=broken.pk).update(to_email=address)
    delivery.deliver_due(at=at)
    assert [Message.objects.get(pk=one.pk).state for one in (broken, fine)] == ["failed", "sent"]


def test_a_refusal_for_now_is_tried_again(post, at, server):
    message = post()
    server.append(smtplib.SMTPDataError(451, b"later"))
    delivery.deliver_due(at=at)
    message.refresh_from_db()
    assert message.state == "queued"


def test_the_pause_between_tries_never_exceeds_an_hour(post, at, server):
    message = post()
    Message.objects.update(attempts=20)
    server.append(OSError("no route"))
    delivery.deliver_due(at=at)
    message.refresh_from_db()
    assert message.due_at == at + timedelta(hours=1)


def test_a_sign_in_code_is_blanked_once_sent(post, at, mailbox):
    message = post(is_secret=True)
    delivery.deliver_due(at=at)
    message.refresh_from_db()
    assert (message.text, message.html) == ("", "")
    assert "Hello Ann." in mailbox()[0].get_body(("plain",)).get_content()


def test_the_tasks_do_the_same_by_the_clock(post, at, mailbox):
    post()
    tasks.deliver()
    second = post(key="greeting:2")
    tasks.sweep()
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert second.key == "greeting:2"
    assert Heartbeat.objects.since(at).count() == 1


def test_the_database_refuses_a_sent_mail_without_a_time(post):
    post()
    with pytest.raises(IntegrityError):
        Message.objects.update(state="sent")


def test_two_writers_never_share_a_file(post, at, mailbox, settings):
    settings.MAIL_DIR.mkdir()
    taken = settings.MAIL_DIR / "000001.eml"
    post()
    from dissemination.messaging import mailbox as backend

    real = backend._next_number
    backend._next_number = lambda folder: 1
    try:
        taken.write_bytes(b"Subject: first\r\n\r\n")
        delivery.deliver_due(at=at)
    finally:
        backend._next_number = real
    assert [mail["Subject"] for mail in mailbox()] == ["first", "Hello"]
