"""Inviting: a diary entry and a personal link for everybody who takes part."""

from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.tokens import read_token
from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Invitation, Message
from sessions.models import Group
from speakers import invites, services
from speakers.models import Appearance
from tests.factories import make_appearance, make_member, make_room, make_workshop

pytestmark = pytest.mark.django_db


def unfolded(message):
    return message.calendar.replace("\r\n ", "")


def test_a_speaker_is_invited_with_an_entry_for_the_diary_and_a_link(talk, at):
    assert services.invite(talk, by=None, at=at) is True
    message = Message.objects.get()
    assert (message.to_email, message.method) == ("kim@example.org", "REQUEST")
    assert message.subject == "You are on the programme: What we learnt, Wednesday 11 March 2026"
    assert "SUMMARY:Speaker: What we learnt" in unfolded(message)
    assert "LOCATION:Great Hall\\, Harbour Hall\\, Northvale" in unfolded(message)
    assert "- When: Wednesday 11 March 2026, 09:30 – 10:00" in message.text
    assert "Your slides are needed by Wednesday 4 March 2026, 09:30." in message.text


def test_whoever_is_invited_after_the_day_for_slides_is_told_no_day_that_has_passed(talk, at):
    talk.slides_due_at = at - timedelta(days=1)
    talk.save()
    services.invite(talk, by=None, at=at)
    assert "Your slides are needed: send them as soon as you can." in Message.objects.get().text


def test_the_link_in_the_mail_is_personal_and_not_in_the_diary(talk, at):
    services.invite(talk, by=None, at=at)
    message = Message.objects.get()
    token = message.text.partition("/speaking/")[2].partition("/")[0]
    assert read_token("speaking", token) == talk.code
    assert talk.code not in unfolded(message)


def test_inviting_ties_the_speaker_to_the_person_with_that_address(talk, at):
    services.invite(talk, by=None, at=at)
    talk.speaker.refresh_from_db()
    assert talk.speaker.person.email == "kim@example.org"
    assert Invitation.objects.get().person == talk.speaker.person


@pytest.mark.parametrize("role", ["chair", "facilitator", "scribe", "interpreter"])
def test_everybody_with_a_part_gets_an_entry_that_names_it(talk, at, role):
    talk.role = role
    talk.save()
    services.invite(talk, by=None, at=at)
    assert f"SUMMARY:{role.capitalize()}: What we learnt" in unfolded(Message.objects.get())


def test_a_facilitator_reads_which_group_to_look_after(talk, at):
    workshop = make_workshop(talk.event, groups=1)
    table = Group.objects.get(session=workshop)
    table.room = make_room(talk.event, "Library")
    table.save()
    facilitator = make_appearance(workshop, role="facilitator", group=table)
    services.invite(facilitator, by=None, at=at)
    message = Message.objects.get()
    assert "You look after Table 1 (Library)." in message.text
    assert "Table 1 (Library)" in unfolded(message)
    assert "You look after Table 1 (Library)." in unfolded(message)
    table.room = None
    here = Appearance(group=table)
    assert invites.seat_of(here) == "Table 1"
    assert [invites.is_seat_of(seat, here) for seat in ("Table 1", "Table 1 (Attic)", "Table 12")] == [
        True, True, False,
    ]  # fmt: skip


def test_the_entry_tells_how_to_join_online_and_whom_to_ring(talk):
    talk.event.mode, talk.event.joining_link = "both", "https://meet.example.org/day"
    talk.event.contact_telephone = "01632 960001"
    details = invites.occasion_for(talk).details
    assert details.splitlines() == [
        "Sharing day",
        "Join online: https://meet.example.org/day",
        "On the day: 01632 960001",
    ]


def test_a_speaker_without_an_address_is_not_mailed(talk, at):
    talk.speaker.email = ""
    talk.speaker.save()
    assert services.invite(talk, by=None, at=at) is False
    talk.refresh_from_db()
    assert (talk.invited_at, Message.objects.count(), Invitation.objects.count()) == (None, 0, 0)


def test_inviting_again_later_updates_the_same_entry(talk, at):
    services.invite(talk, by=None, at=at)
    services.invite(talk, by=None, at=at + timedelta(days=1))
    entry = Invitation.objects.get()
    assert (entry.entry_key, entry.sequence) == (f"appearance:{talk.pk}", 1)
    assert Message.objects.count() == 2


def test_pressing_twice_invites_once(talk, at):
    services.invite(talk, by=None, at=at)
    with pytest.raises(Refused, match="less than an hour ago"):
        services.invite(talk, by=None, at=at + timedelta(seconds=2))
    assert Message.objects.count() == 1


def test_nobody_is_invited_to_a_session_that_is_over(talk):
    with pytest.raises(Refused, match="The session is over"):
        services.invite(talk, by=None, at=talk.session.ends_at)


def test_nobody_is_invited_to_a_cancelled_event(talk, at):
    talk.event.cancelled_at = at
    talk.event.save()
    with pytest.raises(Refused, match="The event has been cancelled"):
        services.invite(talk, by=None, at=at)


def test_who_invited_whom_stands_in_the_audit(talk, at):
    services.invite(talk, by=None, at=at)
    entry = AuditEntry.objects.get(verb="invite")
    assert (entry.subject, entry.event_id) == (f"speakers.Appearance:{talk.pk}", talk.event_id)


def test_the_programme_shows_chairs_and_speakers_in_order(talk):
    later = make_appearance(make_workshop(talk.event), role="speaker")
    make_appearance(talk.session, role="scribe")
    chair = make_appearance(talk.session, role="chair", order=0)
    talk.order = 1
    talk.save()
    assert list(Appearance.objects.on_the_programme()) == [chair, talk, later]


def test_a_no_of_a_speakers_diary_is_shown_until_it_is_dealt_with(client, talk, at):
    client.force_login(make_member(talk.event))
    other = make_appearance(talk.session)
    for one, answer in ((talk, "declined"), (other, "accepted")):
        Invitation.objects.create(
            event=talk.event, entry_key=invites.entry_key(one), uid=f"{one.pk}", answer=answer
        )
    told = '<span class="tag tag--stop">Declined in their diary</span>'
    assert client.get("/admin/speakers/appearance/").content.decode().count(told) == 1
    assert told in client.get(f"/admin/speakers/appearance/{talk.pk}/change/").content.decode()
    Invitation.objects.update(settled_at=at)
    assert told not in client.get("/admin/speakers/appearance/").content.decode()
