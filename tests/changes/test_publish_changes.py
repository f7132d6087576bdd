"""One move, everything follows: each diary that is out of date gets one mail, and no other."""

from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.changes import services
from dissemination.core.verdicts import Refused
from dissemination.messaging import diary
from dissemination.messaging.models import Invitation, Message
from registrations.invites import occasion_for as delegate_occasion
from registrations.invites import occasions_for, place_link
from registrations.models import GroupPlace
from tests.factories import DAY, make_member, make_registration, make_room, make_session, make_workshop

pytestmark = pytest.mark.django_db


def test_a_later_start_moves_the_delegates_diary_under_the_same_uid(event, delegate, delivered, at):
    event.starts_at = DAY + timedelta(minutes=30)
    event.save()
    assert services.publish_changes(event, by=make_member(event), at=at) == 1
    [(address, subject, calendar)] = delivered()
    entry = calendar.walk("VEVENT")[0]
    assert (address, subject) == ("ann@example.org", "Changed: Sharing what works")
    assert (calendar["METHOD"], entry["SEQUENCE"], entry["DTSTART"].dt) == ("REQUEST", 1, event.starts_at)


def test_the_mail_says_what_was_and_what_is(event, delegate, at):
    event.starts_at = DAY + timedelta(minutes=30)
    event.save()
    services.publish_changes(event, by=None, at=at)
    text = Message.objects.get().text
    was, now = "Wednesday 11 March 2026, 09:30 to 16:30", "Wednesday 11 March 2026, 10:00 to 16:30"
    assert f"- Time: was {was}, is now {now}\n" in text
    assert "Title:" not in text


def test_nothing_changed_means_nobody_is_told(event, delegate, speaking, at):
    assert services.publish_changes(event, by=None, at=at) == 0
    assert Message.objects.count() == 0


def test_several_edits_make_one_mail(event, delegate, at):
    event.title = "Sharing more of what works"
    event.save()
    event.ends_at = DAY + timedelta(hours=6)
    event.save()
    services.publish_changes(event, by=None, at=at)
    assert services.publish_changes(event, by=None, at=at) == 0
    assert Message.objects.count() == 1


def test_a_moved_talk_moves_the_speakers_diary_and_no_delegates(event, delegate, speaking, delivered, at):
    session = speaking.session
    session.room = make_room(event, "Hall B")
    session.save()
    services.publish_changes(event, by=None, at=at)
    [(address, _, calendar)] = delivered()
    assert address == speaking.speaker.email
    assert "Hall B" in calendar.walk("VEVENT")[0]["LOCATION"]


def test_a_change_of_table_alone_sends_nothing(event, delegate, at):
    workshop = make_workshop(event, groups=2)
    first, second = workshop.groups.all()
    GroupPlace.objects.create(registration=delegate, session=workshop, group=second, told_group=second)
    assert services.publish_changes(event, by=None, at=at) == 0
    assert first.name != second.name


def test_somebody_who_waits_has_no_diary_to_move(event, at):
    make_registration(event, state="waiting")
    event.title = "Other"
    event.save()
    assert services.pending_moves(event) == []


@pytest.mark.parametrize("state", ["waiting", "offered", "pending"])
def test_whoever_has_no_place_yet_hears_of_another_time_once_without_an_entry(
    event, delegate, delivered, at, state
):
    wait = make_registration(event, name="Wes", email="wes@example.org", state=state)
    make_registration(event, email="", contact_email="", person=None, state=state)
    event.starts_at = DAY + timedelta(minutes=30)
    event.save()
    assert [services.publish_changes(event, by=None, at=at) for _ in range(2)] == [2, 0]
    told = {address: (subject, entry) for address, subject, entry in delivered()}
    assert told["wes@example.org"] == ("Changed: Sharing what works", None)
    text = Message.objects.get(to_email="wes@example.org").text
    assert "Time: was Wednesday 11 March 2026, 09:30 to 16:30, is now" in text
    assert ("invitation" in text, place_link(wait) in text) == (False, True)


def test_whoever_waits_hears_nothing_of_the_joining_link(event, at):
    event.mode, event.online_capacity, event.joining_link = "online", 9, "https://meet.example.org/old"
    event.save()
    diary.request(delegate_occasion(make_registration(event, mode="online")), at=at)
    make_registration(event, email="wes@example.org", mode="online", state="waiting")
    event.joining_link = "https://meet.example.org/new"
    event.save()
    assert services.publish_changes(event, by=None, at=at) == 1
    event.starts_at = DAY + timedelta(minutes=30)
    event.joining_link = "https://meet.example.org/third"
    event.save()
    assert services.publish_changes(event, by=None, at=at) == 2
    assert "meet.example" not in Message.objects.get(to_email="wes@example.org").text


def test_the_mail_names_the_session_that_changed_and_speakers_read_words_of_their_own(
    event, delegate, speaking, at
):
    delegate.diary = "sessions"
    delegate.save()
    hours = {"starts_at": DAY + timedelta(hours=3), "ends_at": DAY + timedelta(hours=4)}
    other = make_session(event, title="Visit", **hours)
    diary.leave(f"registration:{delegate.pk}:1", at=at)
    for occasion in occasions_for(delegate):
        diary.request(occasion, at=at)
    other.starts_at += timedelta(minutes=5)
    other.save()
    speaking.session.starts_at += timedelta(minutes=5)
    speaking.session.save()
    assert services.publish_changes(event, by=None, at=at) == 2
    mails = {mail.subject: mail.text for mail in Message.objects.all()}
    assert sorted(mails) == [
        "Changed: Speaker: What we learnt (Sharing what works)",
        "Changed: Visit (Sharing what works)",
        "Changed: What we learnt (Sharing what works)",
    ]
    assert (
        "Something has changed for “Visit (Sharing what works)”"
        in mails["Changed: Visit (Sharing what works)"]
    )
    said = mails["Changed: Speaker: What we learnt (Sharing what works)"]
    assert ("your part" in said, "Open your page:" in said, "have your place" in said) == (True, True, False)


def test_the_act_is_on_record(event, delegate, at):
    user = make_member(event)
    services.publish_changes(event, by=user, at=at)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor_id, entry.event_id) == ("publish changes", user.pk, event.pk)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"state": "draft"}, "Publish the event first"),
        ({"cancelled_at": DAY}, "The event is cancelled"),
        ({"starts_at": DAY - timedelta(days=99), "ends_at": DAY - timedelta(days=98)}, "The event is over"),
    ],
)
def test_changes_are_refused_with_the_reason(event, at, values, reason):
    for name, value in values.items():
        setattr(event, name, value)
    event.save()
    with pytest.raises(Refused, match=reason):
        services.publish_changes(event, by=None, at=at)


def test_a_new_joining_link_reaches_the_diaries_of_confirmed_online_delegates_alone(
    event, delegate, delivered, at
):
    event.mode, event.online_capacity, event.joining_link = "both", 9, "https://meet.example.org/old"
    event.save()
    online = make_registration(event, email="bo@example.org", mode="online")
    diary.request(delegate_occasion(online), at=at)
    make_registration(event, email="cy@example.org", mode="online", state="waiting")
    event.joining_link = "https://meet.example.org/new"
    event.save()
    assert services.publish_changes(event, by=None, at=at) == 1
    [(address, _, calendar)] = delivered()
    entry = calendar.walk("VEVENT")[0]
    assert (address, entry["SEQUENCE"]) == ("bo@example.org", 1)
    assert "Join online: https://meet.example.org/new" in entry["DESCRIPTION"]
    text = Message.objects.get().text
    assert "- Joining link: was https://meet.example.org/old, is now https://meet.example.org/new" in text
    assert services.publish_changes(event, by=None, at=at) == 0


def test_an_entry_from_before_links_were_noted_is_left_alone(event, at):
    event.mode, event.online_capacity, event.joining_link = "online", 9, "https://meet.example.org/x"
    event.save()
    online = make_registration(event, mode="online")
    diary.request(delegate_occasion(online), at=at)
    entry = Invitation.objects.get()
    del entry.content["joining"]
    entry.save()
    assert services.pending_moves(event) == []


def test_a_link_that_is_taken_away_is_said_to_be_unknown(event, at):
    event.mode, event.online_capacity, event.joining_link = "online", 9, "https://meet.example.org/x"
    event.save()
    diary.request(delegate_occasion(make_registration(event, mode="online")), at=at)
    event.joining_link = ""
    event.save()
    services.publish_changes(event, by=None, at=at)
    assert "was https://meet.example.org/x, is now not known yet" in Message.objects.get().text
