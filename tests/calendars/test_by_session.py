"""A diary may hold each session: one UID for each, for life, and one mail for each entry that changes."""

from datetime import timedelta

import icalendar
import pytest
import time_machine

from dissemination.changes import services as changes
from dissemination.core.verdicts import Refused
from dissemination.groups import services as groups
from dissemination.messaging.models import Invitation, Message
from registrations import services
from registrations.invites import place_link
from registrations.models import Registration, WorkshopSeat
from tests.calendars.thread import sent_so_far
from tests.documents.conftest import judge  # noqa: F401 - a fixture
from tests.factories import make_event, make_member, make_registration, make_room, make_session, make_venue
from tests.registrations.test_register import sign_up

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def hours(event, number):
    """An hour of the day, so many after its beginning."""
    return {"starts_at": event.starts_at + number * HOUR, "ends_at": event.starts_at + (number + 1) * HOUR}


@pytest.fixture
def event():
    event = make_event(venue=make_venue(address="1 Quay"))
    make_session(event, title="Talk", room=make_room(event, name="Hall"))
    make_session(
        event,
        title="Lunch",
        kind="break",
        starts_at=event.starts_at + HOUR,
        ends_at=event.starts_at + 2 * HOUR,
    )
    make_session(event, title="Panel", **hours(event, 2))
    return event


@pytest.fixture
def ann(event, at):
    """Has a place, with the whole day in her diary; her diary holds each session from then on."""
    ann = sign_up(event, at, name="Ann", email="ann@example.org")
    Message.objects.all().delete()
    return services.choose_diary(ann, "sessions", at=at)


def told():
    """What was sent since the last look: (method, title, sequence) of each, in order."""
    found = []
    for sent in sent_so_far():
        [entry] = icalendar.Calendar.from_ical(sent.content).walk("VEVENT")
        found.append((sent.method, str(entry["SUMMARY"]), entry["SEQUENCE"]))
    Message.objects.all().delete()
    return found


def uids():
    return dict(Invitation.objects.values_list("entry_key", "uid"))


def test_each_session_gets_an_entry_and_the_day_goes(ann, event, judge):  # noqa: F811
    sent = sent_so_far()
    assert [(judge(one.content).faults, judge(one.content).method) for one in sent] == [
        (0, "REQUEST"), (0, "REQUEST"), (0, "CANCEL"),
    ]  # fmt: skip
    [entry] = icalendar.Calendar.from_ical(sent[0].content).walk("VEVENT")
    assert str(entry["LOCATION"]).startswith("Hall, ")
    mail = Message.objects.get(subject="In your diary: Talk")
    assert "in your diary now" in mail.text
    assert "09:30 to 10:00" in mail.text
    assert told() == [("REQUEST", "Talk", 0), ("REQUEST", "Panel", 0), ("CANCEL", event.title, 1)]


def test_chosen_twice_nothing_more_is_sent(ann, at):
    told()
    services.choose_diary(ann, "sessions", at=at + HOUR)
    assert told() == []


def test_back_to_the_day_each_entry_keeps_its_uid(ann, event, at):
    before = uids()
    told()
    services.choose_diary(ann, "day", at=at + HOUR)
    assert told() == [("REQUEST", event.title, 2), ("CANCEL", "Talk", 1), ("CANCEL", "Panel", 1)]
    services.choose_diary(ann, "sessions", at=at + 2 * HOUR)
    assert told() == [("REQUEST", "Talk", 2), ("REQUEST", "Panel", 2), ("CANCEL", event.title, 3)]
    assert uids() == before


def test_a_session_that_moves_is_one_mail_and_what_comes_and_goes_another(ann, event, at):
    told()
    talk, panel = event.sessions.get(title="Talk"), event.sessions.get(title="Panel")
    talk.ends_at += timedelta(minutes=15)
    talk.save()
    panel.delete()
    make_session(event, title="Close", **hours(event, 4))
    assert changes.publish_changes(event, by=make_member(event), at=at + HOUR) == 1
    assert told() == [("REQUEST", "Talk", 1), ("REQUEST", "Close", 0), ("CANCEL", "Panel", 1)]
    assert changes.publish_changes(event, by=make_member(event), at=at + 2 * HOUR) == 0


def test_a_seat_that_is_chosen_brings_its_session(ann, event, at):
    visit = make_session(
        event,
        title="Visit",
        seats=5,
        starts_at=event.starts_at + 4 * HOUR,
        ends_at=event.starts_at + 5 * HOUR,
    )
    told()
    services.choose_workshops(ann, [visit.pk], at=at)
    assert told() == [("REQUEST", "Visit", 0)]
    services.choose_workshops(ann, [], at=at + HOUR)
    assert told() == [("CANCEL", "Visit", 1)]
    assert not WorkshopSeat.objects.exists()


def test_a_cancelled_place_takes_every_entry_out(ann, at):
    told()
    services.cancel(ann, at=at + HOUR)
    assert sorted(told()) == [("CANCEL", "Panel", 1), ("CANCEL", "Talk", 1)]
    assert not Invitation.objects.standing().exists()


def test_an_event_that_is_called_off_takes_every_entry_out(ann, event, at):
    told()
    changes.cancel_event(event, reason="Snow", by=make_member(event), at=at + HOUR)
    assert sorted(told()) == [("CANCEL", "Panel", 1), ("CANCEL", "Talk", 1)]


def test_whoever_gets_the_place_begins_with_the_whole_day(ann, event, at):
    told()
    ben = services.hand_over(ann, name="Ben", email="ben@example.org", at=at + HOUR)
    assert ben.diary == "day"
    assert sorted(told()) == [("CANCEL", "Panel", 1), ("CANCEL", "Talk", 1), ("REQUEST", event.title, 0)]


def test_groups_that_are_told_stand_at_their_session(event, at):
    workshop = make_session(
        event,
        title="Why?",
        kind="workshop",
        starts_at=event.starts_at + 4 * HOUR,
        ends_at=event.starts_at + 5 * HOUR,
    )
    workshop.groups.create(name="Table 1", max_size=8)
    ann = sign_up(event, at, name="Ann", email="ann@example.org")
    services.choose_diary(ann, "sessions", at=at)
    told()
    by = make_member(event)
    groups.allocate(event, by=by, at=at, steps=10)
    groups.publish_groups(event, by=by, at=at + HOUR)
    assert Message.objects.get(kind="groups").calendar == ""
    assert told() == [("REQUEST", "Why?", 1)]
    assert "Table 1" in Invitation.objects.get(content__summary="Why?").content["location"]


def test_without_a_programme_the_whole_day_stands(at):
    ann = sign_up(make_event(), at, name="Ann", email="ann@example.org")
    told()
    services.choose_diary(ann, "sessions", at=at)
    assert told() == []


def test_only_whoever_has_a_place_and_an_address_chooses(event, at):
    for values, said in (
        ({"state": "waiting"}, "comes with a place"),
        ({"email": ""}, "no e-mail address"),
    ):
        with pytest.raises(Refused, match=said):
            services.choose_diary(make_registration(event, **values), "sessions", at=at)


def test_the_page_asks_and_keeps_the_choice(client, ann, event, at):
    Registration.objects.update(diary="day")
    page = f"/place/{ann.code}/diary/"
    client.get(place_link(ann).removeprefix("http://localhost:8000"))
    with time_machine.travel(at, tick=False):
        assert page in client.get(f"/place/{ann.code}/").content.decode()
        assert "Each of my sessions, as an entry of its own" in client.get(page).content.decode()
        assert "Choose one of the two." in client.post(page, {"diary": "x"}).content.decode()
        answer = client.post(page, {"diary": "sessions"}, follow=True).content.decode()
    assert "Your choice is saved." in answer
    assert "Have the whole day in my diary as one entry" in answer
    file = client.get(f"/place/{ann.code}/calendar.ics").content
    assert len(icalendar.Calendar.from_ical(file).walk("VEVENT")) == 2
    with time_machine.travel(event.ends_at, tick=False):
        assert "<form" not in client.get(page).content.decode().partition("<main")[2].partition("</main")[0]
