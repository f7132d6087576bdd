"""Diary files: what the receiver's diary does with them, also on the days the clocks change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from dissemination.documents import calendar

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ENTRY = calendar.Entry(
    uid="entry-1@onward.example.org",
    sequence=2,
    summary="Improving information sharing",
    description="Bring one question.\nLunch is at 12:30.",
    location="The Studio, Birmingham",
    starts_at=datetime(2026, 6, 12, 8, 0, tzinfo=UTC),
    ends_at=datetime(2026, 6, 12, 15, 30, tzinfo=UTC),
    zone="Europe/London",
    stamped_at=AT,
    url="https://onward.example.org/events/birmingham/",
    organiser_name="The project team",
    organiser_email="team@example.org",
    attendee_name="Ann Example",
    attendee_email="ann@example.org",
)


def event_in(file):
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    return event


def lines_of(file):
    return file.replace(b"\r\n ", b"").decode().split("\r\n")


def test_an_invitation_asks_the_one_attendee_for_an_answer(judge):
    file = calendar.invitation(ENTRY)
    event = event_in(file)
    assert [line for line in lines_of(file) if line.startswith("ATTENDEE")] == [
        'ATTENDEE;CN="Ann Example";PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:'
        "mailto:ann@example.org"
    ]
    assert [line for line in lines_of(file) if line.startswith("ORGANIZER")] == [
        'ORGANIZER;CN="The project team":mailto:team@example.org'
    ]
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (ENTRY.uid, 2, "CONFIRMED")
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (ENTRY.summary, ENTRY.description)
    assert (event["LOCATION"], event["URL"]) == (ENTRY.location, ENTRY.url)
    assert event["DTSTAMP"].dt == AT
    verdict = judge(file)
    assert (verdict.faults, verdict.method, verdict.alarms) == (0, "REQUEST", 0)
    assert verdict.times == ((ENTRY.starts_at, ENTRY.ends_at),)


def test_a_chair_is_invited_as_the_chair():
    file = calendar.invitation(replace(ENTRY, attendee_role="CHAIR"))
    assert event_in(file)["ATTENDEE"].params["ROLE"] == "CHAIR"


def test_a_cancellation_takes_the_same_entry_out_again(judge):
    file = calendar.cancellation(replace(ENTRY, sequence=3))
    event = event_in(file)
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (ENTRY.uid, 3, "CANCELLED")
    assert "RSVP" not in event["ATTENDEE"].params
    assert (judge(file).faults, judge(file).method) == (0, "CANCEL")


def test_a_feed_names_its_entries_and_no_attendee(judge):
    second = replace(ENTRY, uid="entry-2@onward.example.org", description="", location="", url="")
    file = calendar.feed([ENTRY, second], name="Birmingham, the programme")
    assert b"ATTENDEE" not in file
    assert "X-WR-CALNAME:Birmingham\\, the programme" in lines_of(file)
    assert (judge(file).faults, judge(file).method, len(judge(file).times)) == (0, "PUBLISH", 2)


def test_a_feed_may_hold_nothing_yet():
    assert Calendar.from_ical(calendar.feed([], name="Nothing yet")).walk("VEVENT") == []


@pytest.mark.parametrize(
    ("start", "hours", "wall"),
    [
        (datetime(2026, 1, 20, 9, tzinfo=UTC), 7, "20260120T090000"),
        (datetime(2026, 7, 20, 9, tzinfo=UTC), 7, "20260720T100000"),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 1, "20260329T003000"),
        (datetime(2026, 3, 29, 8, tzinfo=UTC), 8, "20260329T090000"),
        (datetime(2026, 3, 28, 20, tzinfo=UTC), 8, "20260328T200000"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 1, "20261025T003000"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 4, "20261025T003000"),
        (datetime(2026, 10, 25, 9, tzinfo=UTC), 8, "20261025T090000"),
        (datetime(2026, 12, 31, 22, tzinfo=UTC), 4, "20261231T220000"),
    ],
)
def test_an_entry_keeps_its_hour_when_the_clocks_change(judge, start, hours, wall):
    end = start + timedelta(hours=hours)
    file = calendar.invitation(replace(ENTRY, starts_at=start, ends_at=end))
    assert f"DTSTART;TZID=Europe/London:{wall}" in lines_of(file)
    verdict = judge(file)
    assert (verdict.faults, verdict.times) == (0, ((start, end),))


@pytest.mark.parametrize("hour", [0, 1])
def test_the_hour_that_comes_twice_is_told_apart(judge, hour):
    start = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    file = calendar.invitation(replace(ENTRY, starts_at=start, ends_at=start + timedelta(hours=1)))
    assert f"DTSTART:20261025T0{hour}3000Z" in lines_of(file)
    assert judge(file).times == ((start, start + timedelta(hours=1)),)


def test_the_zone_states_both_changes_in_the_time_that_they_end():
    lines = lines_of(calendar.invitation(ENTRY))
    daylight = lines.index("DTSTART:20260329T010000")
    assert lines[daylight - 1 : daylight + 5] == [
        "BEGIN:DAYLIGHT",
        "DTSTART:20260329T010000",
        "TZNAME:BST",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "END:DAYLIGHT",
    ]
    assert "DTSTART:20261025T020000" in lines


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
def test_other_zones_keep_the_moment_too(judge, zone):
    for month in (1, 3, 7, 10):
        start = datetime(2026, month, 29, 13, tzinfo=UTC)
        moved = replace(ENTRY, zone=zone, starts_at=start, ends_at=start + timedelta(hours=3))
        verdict = judge(calendar.invitation(moved))
        assert (verdict.faults, verdict.times) == (0, ((start, start + timedelta(hours=3)),))


def test_an_entry_in_utc_needs_no_zone_rules():
    assert b"VTIMEZONE" not in calendar.invitation(replace(ENTRY, zone="UTC"))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ('O"Brien; Ann, \\ back', "OBrien; Ann, \\ back"),
        ("Ann^'Smith^n", "Ann'Smithn"),
        (
            "Ann\r\nBEGIN:VALARM\r\nATTACH:https://evil.example",
            "Ann BEGIN:VALARM ATTACH:https://evil.example",
        ),
        ("Ann\x00\x07\u202egnp", "Anngnp"),
        ("Ann\u2028END:VEVENT", "Ann END:VEVENT"),
        ("Ann\ud800", "Ann"),
        ("Nguyễn Thị Ánh 王小明 محمد", "Nguyễn Thị Ánh 王小明 محمد"),
        ("A" * 500, "A" * 199 + "…"),
    ],
)
def test_a_name_cannot_break_out_of_its_line(judge, typed, name):
    hostile = replace(ENTRY, attendee_name=typed, organiser_name=typed)
    for file, method in (
        (calendar.invitation(hostile), "REQUEST"),
        (calendar.cancellation(hostile), "CANCEL"),
    ):
        event = event_in(file)
        assert event["ATTENDEE"].params["CN"] == event["ORGANIZER"].params["CN"] == name
        verdict = judge(file)
        assert (verdict.faults, verdict.method, verdict.alarms, len(verdict.times)) == (0, method, 0, 1)


def test_every_text_of_an_entry_stays_in_its_field(judge):
    evil = 'x\r\nEND:VEVENT\r\nBEGIN:VALARM\x00; , \\ "q" 🎉'
    entry = replace(
        ENTRY, summary=evil, description=evil, location=evil, url=evil, uid=evil, attendee_email=evil
    )
    for file in (calendar.invitation(entry), calendar.feed([entry], name=evil)):
        assert (judge(file).alarms, len(judge(file).times)) == (0, 1)
        assert event_in(file)["SUMMARY"] == 'x END:VEVENT BEGIN:VALARM; , \\ "q" 🎉'
        assert event_in(file)["DESCRIPTION"] == 'x\nEND:VEVENT\nBEGIN:VALARM; , \\ "q" 🎉'


def test_an_attendee_without_a_name_is_known_by_the_address_alone():
    assert "CN" not in event_in(calendar.invitation(replace(ENTRY, attendee_name='"'))).get("ATTENDEE").params


@pytest.mark.parametrize("text", ["🎉👩‍👩‍👧‍👦 " * 60, "信息共享与合作研讨会" * 40, "é" * 390, "x" * 390])
def test_long_lines_fold_at_75_octets_between_whole_letters(judge, text):
    file = calendar.invitation(replace(ENTRY, summary=text, description=text))
    lines = file.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert all(line.decode() is not None for line in lines)
    assert event_in(file)["DESCRIPTION"] == text.strip()
    assert judge(file).faults == 0


def test_times_without_a_zone_and_ends_before_starts_are_refused():
    with pytest.raises(ValueError, match="needs times with a time zone"):
        replace(ENTRY, starts_at=datetime(2026, 6, 12, 9))
    with pytest.raises(ValueError, match="ends after it starts"):
        replace(ENTRY, ends_at=ENTRY.starts_at)
