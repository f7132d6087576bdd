"""The entries that we send, as Thunderbird's library (ical.js) reads them."""

from base64 import b64encode
from datetime import UTC
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.calendars.thread import CLOCK_CHANGES, play_a_place, play_clock_change

LIBRARY = b64encode(Path(__file__).with_name("ical.min.js").read_bytes()).decode()
READ = """async ([library, text]) => {
  const {default: ICAL} = await import(`data:text/javascript;base64,${library}`);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const [event] = calendar.getAllSubcomponents('vevent').map(one => new ICAL.Event(one));
  return {
    method: calendar.getFirstPropertyValue('method'), uid: event.uid, sequence: event.sequence,
    summary: event.summary, location: event.location, attendees: event.attendees.length,
    start: event.startDate.toUnixTime(), end: event.endDate.toUnixTime(),
  };
}"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(browser):
    """What the library finds in the bytes of an entry."""
    page = browser.new_page()
    yield lambda sent: page.evaluate(READ, [LIBRARY, sent.content.decode()])
    page.close()


def expected(sent):
    [event] = Calendar.from_ical(sent.content).walk("VEVENT")
    return {
        "method": sent.method,
        "uid": event["UID"],
        "sequence": event["SEQUENCE"],
        "summary": event["SUMMARY"],
        "location": event["LOCATION"],
        "attendees": 1,
        "start": event.start.astimezone(UTC).timestamp(),
        "end": event.end.astimezone(UTC).timestamp(),
    }


def test_the_life_of_a_place_is_read_as_it_was_meant(read, at):
    for sent in play_a_place(at):
        assert read(sent) == expected(sent)


@pytest.mark.parametrize("change", CLOCK_CHANGES)
def test_a_clock_change_is_read_as_it_was_meant(read, at, change):
    [sent] = play_clock_change(CLOCK_CHANGES[change], at)
    assert read(sent) == expected(sent)
