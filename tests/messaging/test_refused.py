"""A mail server that refuses some of a batch, as it refuses in earnest: by SMTP."""

import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from dissemination.messaging import delivery
from dissemination.messaging.models import Message
from dissemination.messaging.outbox import Recipient

pytestmark = pytest.mark.django_db
REFUSALS = {
    "nobody@example.org": "550 5.1.1 no such user",
    "full@example.org": "452 4.2.2 mailbox full",
    "odd@example.org": "553 5.1.3 mailbox name not allowed",
}


class Choosy:
    """Takes what is not refused."""

    def __init__(self):
        self.taken = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in REFUSALS:
            return REFUSALS[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if envelope.rcpt_tos == ["spam@example.org"]:
            return "554 5.7.1 rejected"
        self.taken += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def server(settings):
    choosy = Choosy()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(choosy, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield choosy
    controller.stop()


def test_who_is_refused_in_the_middle_of_a_batch_holds_nobody_up(server, post, at):
    people = ["ann", "nobody", "ben", "full", "spam", "odd", "cas"]
    for name in people:
        post(key=name, to=Recipient(f"{name}@example.org", name.title()))
    assert delivery.deliver_due(at=at) == 3
    assert server.taken == ["ann@example.org", "ben@example.org", "cas@example.org"]
    stands = {mail.key: (mail.state, mail.last_error) for mail in Message.objects.all()}
    assert [stands[name][0] for name in people] == [
        "sent", "failed", "sent", "queued", "failed", "failed", "sent",
    ]  # fmt: skip
    assert "no such user" in stands["nobody"][1]
    assert "mailbox full" in stands["full"][1]
    assert "rejected" in stands["spam"][1]
    assert stands["ann"][1] == ""


def test_who_was_refused_for_now_gets_it_later_and_nobody_twice(server, post, at, monkeypatch):
    for name in ("ann", "full", "ben"):
        post(key=name, to=Recipient(f"{name}@example.org"))
    delivery.deliver_due(at=at)
    monkeypatch.delitem(REFUSALS, "full@example.org")
    delivery.deliver_due(at=at + timedelta(hours=1))
    assert server.taken == ["ann@example.org", "ben@example.org", "full@example.org"]
