"""Reminding: only those who owe something, and once a day."""

from datetime import timedelta

import pytest

from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Message
from speakers import services
from speakers.models import Appearance
from tests.factories import make_appearance, make_speaker

pytestmark = pytest.mark.django_db


def test_who_owes_slides_is_asked_for_them(talk, at):
    services.remind(talk, by=None, at=at)
    message = Message.objects.get()
    assert (message.to_email, message.subject) == ("kim@example.org", "Your slides for “Sharing day”")
    assert "Your slides are needed by Wednesday 4 March 2026, 09:30." in message.text


def test_a_reminder_after_the_day_says_were(talk, at):
    services.remind(talk, by=None, at=at + timedelta(days=3))
    assert "Your slides were needed by Wednesday 4 March 2026, 09:30." in Message.objects.get().text


def test_only_those_who_owe_something_are_reminded(talk, material, at):
    late = make_appearance(talk.session, slides_due_at=at)
    make_appearance(talk.session)
    make_appearance(talk.session, slides_due_at=at, speaker=make_speaker(talk.event.project, email=""))
    Message.objects.all().delete()
    assert services.remind_late(talk.event, by=None, at=at) == 1
    assert Message.objects.get().to_email == late.speaker.email


def test_a_second_reminder_waits_for_another_day(talk, at):
    services.remind(talk, by=None, at=at)
    assert services.remind_late(talk.event, by=None, at=at + timedelta(hours=2)) == 0
    assert services.remind_late(talk.event, by=None, at=at + timedelta(days=1)) == 1


def test_who_has_sent_slides_is_not_reminded(talk, material, at):
    with pytest.raises(Refused, match="Nothing is owed"):
        services.remind(talk, by=None, at=at)


def test_nobody_is_reminded_of_a_cancelled_event(talk, at):
    talk.event.cancelled_at = at
    talk.event.save()
    assert services.remind_late(talk.event, by=None, at=at) == 0


def test_late_are_those_whose_day_has_passed(talk):
    due = talk.slides_due_at
    assert list(Appearance.objects.late_with_slides(due)) == []
    assert list(Appearance.objects.late_with_slides(due + timedelta(minutes=1))) == [talk]
