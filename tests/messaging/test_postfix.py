"""From the outbox through a real mail server into a mailbox, signed, and back again as a bounce."""

from email import message_from_bytes, policy

import dkim
import pytest

from dissemination.messaging import delivery, mime, outbox, returns
from dissemination.messaging.models import Addressee, Message
from dissemination.messaging.texts import Letter
from tests.calendars.thread import play_a_place
from tests.messaging import postfix

WHY_NOT = postfix.is_missing()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(bool(WHY_NOT), reason=f"no mail server here: {WHY_NOT}"),
]


@pytest.fixture
def server(settings):
    with postfix.running() as one:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.port
        settings.RETURNS_URL = one.returns
        yield one


def is_signed(raw, server):
    return dkim.verify(raw, dnsfunc=lambda name, timeout: server.record)


def by_id(mails):
    return {message_from_bytes(mail, policy=policy.SMTP)["Message-ID"]: mail for mail in mails}


def test_what_was_promised_arrives_byte_for_byte_and_signed(server, post, at):
    play_a_place(at)
    post(key="news:1", kind="stories", unsubscribe=outbox.news_link("ann@example.org"))
    promised = {message.message_id: mime.as_bytes(message) for message in Message.objects.all()}
    Message.objects.update(due_at=at)
    assert delivery.deliver_due(at=at) == len(promised)
    arrived = by_id(server.taken(len(promised)))
    assert arrived.keys() == promised.keys()
    for number, ours in promised.items():
        # A mailbox on disk keeps bare line feeds; the wire had CR LF.
        theirs = arrived[number].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        head, _, body = theirs.partition(b"\r\n\r\n")
        assert body == ours.partition(b"\r\n\r\n")[2]
        assert is_signed(theirs, server)
        if b"List-Unsubscribe-Post" in ours:
            assert b"List-Unsubscribe:List-Unsubscribe-Post" in head.replace(b"\r\n\t", b"").replace(
                b" ", b""
            )


def test_a_mail_that_nobody_takes_comes_back_and_stops_the_next(server, at):
    letter = Letter("Hello", "Hello Ann.\n", "<p>Hello Ann.</p>")
    gone = outbox.Recipient("ann@gone.example.org", "Ann Archer")
    outbox.post(letter, key="greeting:1", kind="greeting", to=gone, at=at)
    assert delivery.deliver_due(at=at) == 1
    server.taken(1)
    assert returns.take_in_all(at=at) == 1
    message = Message.objects.get()
    assert message.state == "bounced"
    assert message.last_error.startswith("5.1.1")
    assert Addressee.objects.get(email=gone.email).unreachable_at == at
    outbox.post(letter, key="greeting:2", kind="greeting", to=gone, at=at)
    assert delivery.deliver_due(at=at) == 0
