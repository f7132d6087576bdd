"""An event with a delegate, a speaker and a mailbox."""

from email import message_from_bytes, policy
from pathlib import Path

import icalendar
import pytest

from dissemination.messaging import delivery, diary
from registrations.invites import occasion_for as delegate_occasion
from speakers.invites import occasion_for as speaker_occasion
from tests.factories import make_appearance, make_event, make_registration, make_session


@pytest.fixture
def event():
    return make_event(title="Sharing what works")


@pytest.fixture
def delegate(event, at):
    """A confirmed delegate who has the event in the diary."""
    registration = make_registration(event, name="Ann Archer", email="ann@example.org")
    diary.request(delegate_occasion(registration), at=at)
    return registration


@pytest.fixture
def speaking(event, at):
    """A speaker who has the talk in the diary."""
    appearance = make_appearance(make_session(event, title="What we learnt"))
    diary.request(speaker_occasion(appearance), at=at)
    return appearance


@pytest.fixture
def delivered(settings, tmp_path, at):
    """Deliver what is due and read it: (address, subject, calendar entry or None), oldest first."""
    settings.EMAIL_BACKEND = "dissemination.messaging.mailbox.EmailBackend"
    settings.MAIL_DIR = tmp_path / "mail"

    def read():
        delivery.deliver_due(at=at)
        files = sorted(Path(settings.MAIL_DIR).glob("*.eml"))
        return [_read(message_from_bytes(mail.read_bytes(), policy=policy.SMTP)) for mail in files]

    return read


def _read(mail):
    entries = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    entry = icalendar.Calendar.from_ical(entries[0].get_payload(decode=True)) if entries else None
    return mail["To"].addresses[0].addr_spec, mail["Subject"], entry
