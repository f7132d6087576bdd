"""A mailbox of its own for each test, and messages to put into it."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from dissemination.messaging import outbox
from dissemination.messaging.texts import Letter


@pytest.fixture
def mailbox(settings, tmp_path):
    """Mails delivered in this test: call it to read them, oldest first."""
    settings.EMAIL_BACKEND = "dissemination.messaging.mailbox.EmailBackend"
    settings.MAIL_DIR = tmp_path / "mail"

    def read():
        files = sorted(Path(settings.MAIL_DIR).glob("*.eml"))
        return [message_from_bytes(mail.read_bytes(), policy=policy.SMTP) for mail in files]

    return read


@pytest.fixture
def post(at):
    """Post a letter to Ann, with anything else as asked."""

    def post_it(**values):
        defaults = {
            "key": "greeting:1",
            "kind": "greeting",
            "to": outbox.Recipient("ann@example.org", "Ann Archer"),
        }
        letter = values.pop("letter", Letter("Hello", "Hello Ann.\n", "<p>Hello Ann.</p>"))
        return outbox.post(letter, **defaults | {"at": at} | values)

    return post_it
