"""The programme: times on the event's clocks, what is on now, and a calendar to subscribe to."""

from datetime import timedelta

import icalendar
import pytest
import time_machine

from sessions import timetable
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_room,
    make_session,
    make_speaker,
    make_workshop,
)

pytestmark = pytest.mark.django_db
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture
def event():
    return make_event(slug="sharing")


@pytest.fixture
def day(event):
    """Three half hours from 09:30, and one after lunch."""
    starts = [DAY, DAY + HALF_HOUR, DAY + 2 * HALF_HOUR, DAY + 8 * HALF_HOUR]
    return [
        make_session(event, title=f"Item {number}", starts_at=start, ends_at=start + HALF_HOUR)
        for number, start in enumerate(starts, 1)
    ]


def marks(event, day, at):
    return [(slot.is_now, slot.is_next) for slot in timetable.slots(event, day, at=at)]


def test_morning_and_afternoon_stand_apart(event, day):
    parts = timetable.parts(timetable.slots(event, day, at=DAY))
    assert [(part.name, len(part.slots)) for part in parts] == [("Morning", 3), ("Afternoon", 1)]


def test_now_and_next_are_marked(event, day):
    assert marks(event, day, DAY + timedelta(minutes=35)) == [
        (False, False),
        (True, False),
        (False, True),
        (False, False),
    ]


def test_running_late_moves_now_and_next(event, day):
    event.delay_minutes = 10
    assert marks(event, day, DAY + timedelta(minutes=35))[:2] == [(True, False), (False, True)]


def test_weeks_before_nothing_is_next(event, day):
    assert marks(event, day, DAY - timedelta(days=20)) == [(False, False)] * 4


def test_on_the_morning_the_first_is_next(event, day):
    assert marks(event, day, DAY - timedelta(hours=1))[0] == (False, True)


def test_afterwards_nothing_is(event, day):
    assert marks(event, day, DAY + timedelta(days=1)) == [(False, False)] * 4


def test_the_page_shows_times_room_people_and_questions(client, event):
    session = make_session(
        event, title="What we learnt", room=make_room(event, "Main hall"), abstract="One sentence."
    )
    make_appearance(session, speaker=make_speaker(event.project, name="Robin Vale"), role="chair")
    make_workshop(event, questions=2)
    page = client.get("/events/sharing/programme/").content.decode()
    for fact in ("09:30", "10:00", "Main hall", "Chair: Robin Vale", "One sentence.", "Question 2?"):
        assert fact in page


def test_somebody_who_was_replaced_is_not_on_the_programme(client, event):
    appearance = make_appearance(make_session(event), speaker=make_speaker(event.project, name="Robin Vale"))
    appearance.replaced_at = DAY
    appearance.save()
    assert "Robin Vale" not in client.get("/events/sharing/programme/").content.decode()


def test_an_empty_programme_says_that_it_is_not_ready(client, event):
    assert "not ready yet" in client.get("/events/sharing/programme/").content.decode()


def test_a_day_that_runs_late_says_so(client, event):
    event.delay_minutes = 10
    event.save()
    assert "10 minutes behind time" in client.get("/events/sharing/programme/").content.decode()


@time_machine.travel(DAY, tick=False)
def test_the_feed_lists_each_session_and_no_delegate(client, event, day):
    response = client.get("/events/sharing/programme.ics")
    calendar = icalendar.Calendar.from_ical(response.content)
    assert (response["Content-Type"].partition(";")[0], calendar["METHOD"]) == ("text/calendar", "PUBLISH")
    entries = calendar.walk("VEVENT")
    assert [str(entry["SUMMARY"]) for entry in entries] == ["Item 1", "Item 2", "Item 3", "Item 4"]
    assert not any("ATTENDEE" in entry for entry in entries)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_feed_costs_three_queries(client, event, rows, django_assert_num_queries):
    for number in range(rows):
        make_session(event, title=f"Item {number}")
    with django_assert_num_queries(3 if rows else 2):
        client.get("/events/sharing/programme.ics")
