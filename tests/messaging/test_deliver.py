"""Nothing that was promised is lost, and nothing goes twice."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError

from dissemination.messaging import delivery, leases, tasks
from dissemination.messaging.models import Heartbeat, Message
from dissemination.messaging.outbox import Recipient

MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE)
pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings, monkeypatch):
    """A mail server that refuses with the faults put into this list, one a try (None: none), then accepts."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    faults = []
    accept = EmailBackend.send_messages

    def send(self, messages):
        fault = faults.pop(0) if faults else None
        if fault:
            raise fault
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
    post()
    assert [delivery.deliver_due(at=at) for _ in range(2)] == [1, 0]
    assert len(mailbox()) == 1


def test_a_mail_for_later_waits(post, at, mailbox):
    post(due_at=at + timedelta(hours=1))
    assert delivery.deliver_due(at=at) == 0
    assert delivery.deliver_due(at=at + timedelta(hours=1)) == 1


def test_a_mail_in_other_hands_is_left_alone(post, at, mailbox):
    post()
    Message.objects.update(state="leased", leased_until=at + timedelta(seconds=1))
    assert delivery.deliver_due(at=at) == 0


def test_a_mail_that_was_accepted_before_the_worker_died_is_not_sent_again(post, at, mailbox):
    message = post()
    delivery.deliver_due(at=at)
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
        at + timedelta(seconds=30),
        "gone",
    )
    assert delivery.deliver_due(at=at + timedelta(seconds=30)) == 1
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
    Message.objects.update(attempts=200)
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


@pytest.fixture
def connections(monkeypatch):
    """How often a connection was opened, and what happens to those that come (an exception: it fails)."""
    opened, faults = [], []

    def open_it(self):
        opened.append(self)
        if faults:
            raise faults.pop(0)

    monkeypatch.setattr(EmailBackend, "open", open_it)
    return opened, faults


def test_one_connection_serves_many_mails_and_a_new_one_follows_a_fault(post, at, server, connections):
    for number in range(4):
        post(key=f"{number}", to=Recipient(f"p{number}@example.org"))
    server += [None, smtplib.SMTPDataError(451, b"later"), None, None]
    assert delivery.deliver_due(at=at) == 3
    assert len(connections[0]) == 2


def test_a_server_that_closes_a_used_connection_gets_the_mail_over_a_new_one(post, at, server, connections):
    for number in range(2):
        post(key=f"{number}", to=Recipient(f"p{number}@example.org"))
    server += [None, smtplib.SMTPSenderRefused(421, b"enough for one connection", "events@example.org")]
    assert delivery.deliver_due(at=at) == 2
    assert (len(connections[0]), set(Message.objects.values_list("attempts", flat=True))) == (2, {1})


def test_a_sender_refused_at_first_is_a_refusal(post, at, server):
    message = post()
    server.append(smtplib.SMTPSenderRefused(421, b"busy", "events@example.org"))
    assert delivery.deliver_due(at=at) == 0
    message.refresh_from_db()
    assert (message.state, message.attempts, message.due_at) == ("queued", 1, at + timedelta(seconds=30))


@pytest.mark.parametrize("fault", [OSError("no route"), smtplib.SMTPAuthenticationError(535, b"who?")])
def test_while_no_server_takes_us_in_every_mail_stays_due_and_untried(fault, post, at, server, connections):
    for number in range(3):
        post(key=f"{number}", to=Recipient(f"p{number}@example.org"))
    connections[1].append(fault)
    assert delivery.deliver_due(at=at) == 0
    assert set(Message.objects.values_list("state", "attempts", "due_at")) == {("queued", 0, at)}
    assert len(connections[0]) == 1
    assert delivery.deliver_due(at=at) == 3


def test_after_a_silence_the_others_are_not_tried(post, at, server):
    for number in range(3):
        post(key=f"{number}", to=Recipient(f"p{number}@example.org"))
    server.append(smtplib.SMTPServerDisconnected("timed out"))
    assert delivery.deliver_due(at=at) == 0
    assert list(Message.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0, 0]
    assert delivery.deliver_due(at=at) == 2


def test_a_mail_refused_for_days_is_given_up_with_the_reason(post, at, server):
    message = post()
    server.append(smtplib.SMTPDataError(452, b"mailbox full"))
    delivery.deliver_due(at=at + timedelta(days=6))
    message.refresh_from_db()
    assert message.state == "failed"
    assert message.last_error.startswith("Given up after 5 days. The mail server says: (452")


def test_nothing_overtakes_an_earlier_mail_to_the_same_address(post, at, server, mailoutbox):
    post(key="1")
    post(key="2")
    server.append(smtplib.SMTPDataError(451, b"later"))
    assert delivery.deliver_due(at=at) == 0
    post(key="3", at=at + timedelta(seconds=1))
    post(key="4", to=Recipient("ben@example.org"), at=at + timedelta(seconds=1))
    assert delivery.deliver_due(at=at + timedelta(seconds=1)) == 1
    assert delivery.deliver_due(at=at + timedelta(seconds=30)) == 3
    sent = Message.objects.order_by("key").values_list("message_id", flat=True)
    assert [MESSAGE_ID.search(mail.raw)[1].decode() for mail in mailoutbox] == [sent[3], *sent[:3]]


def test_a_sign_in_code_waits_for_nothing(post, at, server):
    post(key="1")
    server.append(smtplib.SMTPDataError(451, b"later"))
    delivery.deliver_due(at=at)
    post(key="code", is_secret=True)
    assert delivery.deliver_due(at=at) == 1


def test_what_goes_before_in_other_hands_is_waited_for(post, at, mailbox):
    first = post(key="1")
    post(key="2")
    Message.objects.filter(pk=first.pk).update(state="leased", leased_until=at + timedelta(seconds=9))
    assert delivery.deliver_due(at=at) == 0
    assert delivery.deliver_due(at=at + timedelta(seconds=10)) == 2
    assert mailbox()[0]["Message-ID"] == first.message_id


def test_a_slow_server_gets_no_mail_under_a_lease_that_may_run_out(post, at, mailbox, monkeypatch):
    monkeypatch.setattr(delivery, "HOLD", -1)
    post()
    assert delivery.deliver_some(at=at) == delivery.Round(sent=0, goes_on=True)
    assert list(Message.objects.values_list("state", "attempts")) == [("queued", 0)]


def test_a_round_costs_one_statement_a_mail_and_a_few_more(post, at, mailbox, django_assert_num_queries):
    for number in range(5):
        post(key=f"{number}", to=Recipient(f"p{number}@example.org"))
    with django_assert_num_queries(5 + 7):
        delivery.deliver_some(at=at)


def test_a_lease_that_was_lost_is_not_given_back_by_its_former_holder(post, at):
    post()
    [mine] = leases.take(at=at)
    [theirs] = leases.take(at=at + timedelta(seconds=31))
    leases.give_back([mine], why="")
    row = Message.objects.get()
    assert (row.state, row.leased_until, row.attempts) == ("leased", theirs.leased_until, 2)


def test_a_day_without_a_mail_server_costs_nothing_but_the_day(post, at, server, connections, mailoutbox):
    for number in range(20):
        post(key=f"{number}", to=Recipient(f"p{number}@example.org"))
    for minute in range(0, 24 * 60, 30):
        connections[1].append(OSError("no route"))
        assert delivery.deliver_due(at=at + timedelta(minutes=minute)) == 0
    assert delivery.deliver_due(at=at + timedelta(days=1)) == 20
    assert len({mail.to[0] for mail in mailoutbox}) == len(mailoutbox) == 20


def test_a_day_of_refusals_for_now_ends_with_each_mail_once(post, at, server, mailoutbox):
    for number in range(5):
        post(key=f"{number}", to=Recipient(f"p{number}@example.org"))
    for minute in range(0, 24 * 60, 30):
        server[:] = [smtplib.SMTPDataError(451, b"later")] * 5
        delivery.deliver_due(at=at + timedelta(minutes=minute))
    server.clear()
    assert delivery.deliver_due(at=at + timedelta(days=1, hours=1)) == 5
    assert len({mail.to[0] for mail in mailoutbox}) == len(mailoutbox) == 5


def test_a_bounce_that_is_faster_than_the_mark_stays(post, at, server, monkeypatch):
    message = post()
    accept = EmailBackend.send_messages

    def bounce(self, messages):
        Message.objects.update(state="bounced")
        return accept(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", bounce)
    delivery.deliver_due(at=at)
    message.refresh_from_db()
    assert message.state == "bounced"
