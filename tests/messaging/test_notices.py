"""A provider's notice of a bounce: signed, taken once, and harmless whatever else it is."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dissemination.messaging.models import Addressee, Message
from tests.factories import DAY
from tests.trust.payloads import TEXT

pytestmark = pytest.mark.django_db
KEY, TOKEN = "key-of-the-webhook", "f" * 50
NO_SUCH_USER = "550 5.1.1 The email account that you tried to reach does not exist."


def signature(at, key=KEY):
    moment = str(int(at.timestamp()))
    signed = hmac.new(key.encode(), f"{moment}{TOKEN}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": moment, "token": TOKEN, "signature": signed}


def event(**told):
    return {
        "event": "failed",
        "severity": "permanent",
        "reason": "bounce",
        "recipient": "Ann@example.org",
        "delivery-status": {"code": 550, "message": NO_SUCH_USER, "description": ""},
        "message": {"headers": {"message-id": "abc@example.org", "to": "ann@example.org"}},
    } | told


@pytest.fixture
def sent(post, at):
    message = post()
    Message.objects.update(message_id="<abc@example.org>", state="sent", sent_at=DAY)
    return message


@pytest.fixture
def bring(client, settings, at):
    """Bring a notice to the webhook; its answer."""
    settings.MAILGUN_SIGNING_KEY = KEY

    def bring_it(told, signed=None, when=at):
        content = {"signature": signed or signature(at), "event-data": told}
        with time_machine.travel(when, tick=False):
            return client.post(
                reverse("messaging:bounces"), json.dumps(content), content_type="application/json"
            )

    return bring_it


def test_a_notice_marks_its_message_and_stops_further_mail_however_often_it_comes(sent, bring, at):
    for minutes in (0, 10):
        assert bring(event(), when=at + timedelta(minutes=minutes)).status_code == 200
    sent.refresh_from_db()
    assert (sent.state, sent.last_error) == ("bounced", f"5.1.1 {NO_SUCH_USER}")
    assert Addressee.objects.get().unreachable_at == at


@pytest.mark.parametrize(
    ("told", "state", "said"),
    [
        ({"severity": "temporary"}, "sent", f"5.1.1 {NO_SUCH_USER}"),
        (
            {"delivery-status": {"code": 605, "description": "Bounced before"}},
            "bounced",
            "605 Bounced before",
        ),
        ({"delivery-status": {"enhanced-code": "5.2.2"}}, "bounced", "5.2.2 bounce"),
        ({"event": "delivered"}, "sent", ""),
        ({"message": {"headers": {}}}, "sent", ""),
        ({"message": {"headers": {"message-id": "another@example.org"}}}, "sent", ""),
    ],
)
def test_what_a_notice_says_is_what_is_noted(told, state, said, sent, bring):
    assert bring(event(**told)).status_code == 200
    sent.refresh_from_db()
    assert (sent.state, sent.last_error) == (state, said)


def test_a_notice_that_nobody_signed_or_long_ago_is_refused_for_good(sent, bring, at):
    assert bring(event(), signature(at, key="another")).status_code == 406
    assert bring(event(), signature(at) | {"token": "0" * 50}).status_code == 406
    assert bring(event(), signature(at) | {"timestamp": "²"}).status_code == 406
    assert bring(event(), when=at + timedelta(days=2)).status_code == 406
    sent.refresh_from_db()
    assert sent.state == "sent"


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[1]", b'"a"', b"{", b"[" * 100_000, b'{"signature": 1}']
)
def test_what_is_no_notice_is_refused_for_good(content, client, settings):
    settings.MAILGUN_SIGNING_KEY = KEY
    answer = client.post(reverse("messaging:bounces"), content, content_type="application/json")
    assert answer.status_code == 406


@pytest.mark.parametrize("bad", TEXT.values())
def test_bad_words_in_a_signed_notice_hurt_nothing(bad, sent, bring):
    told = event(recipient=bad, reason=bad, **{"delivery-status": {"message": bad, "code": bad}})
    assert bring(told).status_code == 200
    assert Message.objects.get().state == "bounced"


def test_without_a_key_there_is_no_webhook(client):
    assert client.post(reverse("messaging:bounces"), {}).status_code == 404
