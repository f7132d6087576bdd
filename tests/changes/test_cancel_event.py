"""An event that is called off leaves no entry behind; one that moves takes everything along."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dissemination.changes import services
from dissemination.core.verdicts import Refused
from dissemination.messaging import diary
from dissemination.messaging.models import Invitation
from registrations.invites import occasions_for
from tests.factories import (
    DAY,
    LONDON,
    make_appearance,
    make_member,
    make_registration,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db


def test_calling_off_clears_every_diary_and_tells_everybody_once(event, delegate, speaking, delivered, at):
    assert services.cancel_event(event, reason="The hall has flooded.", by=make_member(event), at=at) == 2
    mails = delivered()
    assert [mail[0] for mail in mails] == ["ann@example.org", speaking.speaker.email]
    assert {str(mail[2]["METHOD"]) for mail in mails} == {"CANCEL"}
    event.refresh_from_db()
    assert event.cancelled_at == at


def test_calling_off_takes_a_session_that_was_deleted_out_of_the_diary(event, delivered, at):
    gone, kept = make_session(event, title="Gone"), make_session(event, title="Kept")
    delegate = make_registration(event, email="ann@example.org", diary="sessions")
    for occasion in occasions_for(delegate):
        diary.request(occasion, at=at)
    gone.delete()
    assert services.who_hears(event) == services.Audience(people=1, mails=2, without=0)
    assert services.cancel_event(event, reason="Flood.", by=None, at=at) == 1
    ended = {str(entry.walk("VEVENT")[0]["SUMMARY"]) for _, _, entry in delivered()}
    assert (ended, Invitation.objects.standing().count()) == ({"Gone", kept.title}, 0)


@pytest.mark.parametrize("state", ["confirmed", "waiting"])
def test_a_delegate_without_an_entry_is_told_all_the_same(event, delivered, at, state):
    make_registration(event, email="bob@example.org", state=state)
    services.cancel_event(event, reason="", by=None, at=at)
    assert delivered() == [("bob@example.org", "Cancelled: Sharing what works", None)]


def test_an_event_is_called_off_once(event, at):
    services.cancel_event(event, reason="", by=None, at=at)
    with pytest.raises(Refused, match="cancelled already"):
        services.cancel_event(event, reason="", by=None, at=at)


def test_what_is_over_cannot_be_called_off(event):
    with pytest.raises(Refused, match="is over"):
        services.cancel_event(event, reason="", by=None, at=DAY + timedelta(days=1))


def test_moving_the_event_moves_its_programme_and_every_diary(event, delegate, speaking, delivered, at):
    will = DAY + timedelta(days=7)
    assert services.move_event(event, starts_at=will, by=None, at=at) == 2
    event.refresh_from_db()
    speaking.session.refresh_from_db()
    assert (event.starts_at, event.ends_at) == (will, will + timedelta(hours=7))
    assert speaking.session.starts_at == will
    assert [str(mail[2]["METHOD"]) for mail in delivered()] == ["REQUEST", "REQUEST"]


def test_the_mail_names_the_session_that_is_called_off(event, speaking, delivered, at):
    services.cancel_event(event, reason="Snow", by=None, at=at)
    assert delivered()[0][1] == "Cancelled: Speaker: What we learnt (Sharing what works)"


def test_slides_are_due_as_long_before_the_new_day(event, speaking, at):
    speaking.slides_due_at = DAY - timedelta(days=3)
    speaking.save()
    services.move_event(event, starts_at=DAY + timedelta(days=7), by=None, at=at)
    speaking.refresh_from_db()
    assert speaking.slides_due_at == DAY + timedelta(days=4)


def test_a_move_across_the_clock_change_keeps_the_hours_on_the_clock(event, at):
    session = make_session(event)
    event.numbers_due_at = DAY - timedelta(days=1)
    event.save()
    services.move_event(event, starts_at=DAY.replace(month=4), by=None, at=at)
    event.refresh_from_db()
    assert (event.numbers_due_at.month, event.numbers_due_at.day, event.handover_until) == (4, 10, None)
    session.refresh_from_db()
    assert session.starts_at.astimezone(LONDON).strftime("%d %B %H:%M") == "11 April 09:30"


def test_a_draft_moves_without_telling_anybody(event, delegate, at):
    event.state = "draft"
    event.save()
    assert services.move_event(event, starts_at=DAY + timedelta(days=1), by=None, at=at) == 0


@pytest.mark.parametrize(
    ("starts_at", "when", "reason"),
    [
        (DAY - timedelta(days=20), DAY - timedelta(days=9), "still to come"),
        (DAY + timedelta(days=20), DAY + timedelta(days=9), "is over"),
    ],
)
def test_a_move_is_refused_with_the_reason(event, starts_at, when, reason):
    with pytest.raises(Refused, match=reason):
        services.move_event(event, starts_at=starts_at, by=None, at=when)


def test_what_was_called_off_does_not_move(event, at):
    services.cancel_event(event, reason="", by=None, at=at)
    with pytest.raises(Refused, match="Copy it to a new date"):
        services.move_event(event, starts_at=DAY + timedelta(days=1), by=None, at=at)


def test_people_are_counted_and_not_their_entries(event, delegate, speaking, at):
    speaking.speaker.email = delegate.email
    speaking.speaker.save()
    make_appearance(speaking.session, speaker=make_speaker(event.project, name="No Address", email=""))
    assert services.who_hears(event) == services.Audience(people=1, mails=2, without=1)
    assert services.move_event(event, starts_at=DAY + timedelta(days=7), by=None, at=at) == 1


def test_the_page_that_asks_says_how_many_mails_and_who_has_no_address(client, event, delegate, speaking, at):
    speaking.speaker.email = delegate.email
    speaking.speaker.save()
    make_appearance(speaking.session, speaker=make_speaker(event.project, name="No Address", email=""))
    client.force_login(make_member(event))
    with time_machine.travel(at, tick=False):
        page = client.get(reverse("admin:ask", args=[event.slug, "cancel"])).content.decode()
    for words in ("1 person is told.", "2 mails in all.", "1 more has no e-mail address"):
        assert words in page
