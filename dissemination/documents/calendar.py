"""Calendar files that diaries obey: invitations, cancellations and public feeds (RFC 5545 and RFC 5546)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from dissemination.documents import plain

PRODUCT = "-//Onward//Onward calendar 1//EN"
Role = Literal["CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in one person's diary; the UID stays for life, each change has a higher sequence."""

    uid: str
    sequence: int
    summary: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    stamped_at: datetime
    organiser_name: str
    organiser_email: str
    description: str = ""
    location: str = ""
    url: str = ""
    attendee_name: str = ""
    attendee_email: str = ""
    attendee_role: Role = "REQ-PARTICIPANT"

    def __post_init__(self) -> None:
        for moment in (self.starts_at, self.ends_at, self.stamped_at):
            if moment.tzinfo is None:
                raise ValueError("A diary entry needs times with a time zone.")
        if self.ends_at <= self.starts_at:
            raise ValueError("A diary entry ends after it starts.")


def invitation(entry: Entry) -> bytes:
    """A file that asks the attendee to come, or moves the entry they hold to its new time and place."""
    event = _event(entry, status="CONFIRMED")
    attendee = _address(entry.attendee_name, entry.attendee_email)
    attendee.params.update({"ROLE": entry.attendee_role, "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
    event.add("attendee", attendee)
    return _file("REQUEST", [entry], [event])


def cancellation(entry: Entry) -> bytes:
    """A file that takes the entry with this UID out of the attendee's diary."""
    event = _event(entry, status="CANCELLED")
    attendee = _address(entry.attendee_name, entry.attendee_email)
    attendee.params["ROLE"] = entry.attendee_role
    event.add("attendee", attendee)
    return _file("CANCEL", [entry], [event])


def feed(entries: Iterable[Entry], *, name: str) -> bytes:
    """A calendar to subscribe to or download: it names no attendee and asks nobody for an answer."""
    shown = list(entries)
    return _file("PUBLISH", shown, [_event(entry, status="CONFIRMED") for entry in shown], name=name)


def _file(method: str, entries: list[Entry], events: list[Event], *, name: str = "") -> bytes:
    calendar = Calendar()
    for field, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", method)):
        calendar.add(field, value)
    if name:
        shown = vText(plain.one_line(name, limit=200))
        calendar.add("name", shown)
        calendar.add("x-wr-calname", shown)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(event)
    head, begin, body = calendar.to_ical().partition(b"\r\nBEGIN:VEVENT\r\n")
    return bytes(head + b"".join(b"\r\n" + zone for zone in _zones(entries)) + begin + body)


def _event(entry: Entry, *, status: str) -> Event:
    event = Event()
    event.add("uid", plain.one_line(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at.astimezone(UTC))
    event.add("dtstart", _local(entry.starts_at, entry.zone))
    event.add("dtend", _local(entry.ends_at, entry.zone))
    event.add("summary", plain.one_line(entry.summary))
    for field, text in (
        ("description", plain.prose(entry.description)),
        ("location", plain.one_line(entry.location)),
    ):
        if text:
            event.add(field, text)
    if entry.url:
        event.add("url", plain.one_line(entry.url, limit=2000).replace(" ", "%20"))
    event.add("organizer", _address(entry.organiser_name, entry.organiser_email))
    event.add("status", status)
    event.add("transp", "OPAQUE" if status == "CONFIRMED" else "TRANSPARENT")
    return event


def _address(name: str, email: str) -> vCalAddress:
    """A calendar address; quotes and carets go, because diaries disagree on how a name escapes them."""
    address = vCalAddress("mailto:" + plain.one_line(email).replace(" ", ""))
    if shown := plain.one_line(name, limit=200).translate({ord('"'): None, ord("^"): None}):
        address.params["CN"] = vText(shown)
    return address


def _local(moment: datetime, zone: str) -> datetime:
    """The moment on the wall clock of its zone, or in UTC where the clock shows that hour twice."""
    local = moment.astimezone(ZoneInfo(zone))
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return moment.astimezone(UTC) if twice or zone == "UTC" else local


def _zones(entries: list[Entry]) -> Iterator[bytes]:
    for zone in sorted({entry.zone for entry in entries} - {"UTC"}):
        years = [moment.year for e in entries if e.zone == zone for moment in (e.starts_at, e.ends_at)]
        yield _timezone(zone, min(years) - 1, max(years) + 1)


@lru_cache(maxsize=64)
def _timezone(zone: str, first_year: int, last_year: int) -> bytes:
    """The rules of the zone for these years, as they stand in a file without the last line end; each change
    is written at the wall clock that it ends.

    RFC 5545 section 3.6.5 wants the onset in the time that was valid before the change; icalendar's own
    generator writes the time after it, which moves the spring change by an hour.
    """
    timezone = Timezone()
    timezone.add("tzid", zone)
    moment = datetime(first_year, 1, 1, tzinfo=UTC)
    before = _offset(moment, zone)
    timezone.add_component(_observance(moment, zone, before=before))
    for change in _changes(zone, moment, datetime(last_year + 1, 1, 1, tzinfo=UTC)):
        timezone.add_component(_observance(change, zone, before=before))
        before = _offset(change, zone)
    lines: bytes = timezone.to_ical()
    return lines.removesuffix(b"\r\n")


def _observance(change: datetime, zone: str, *, before: timedelta) -> TimezoneDaylight | TimezoneStandard:
    after = change.astimezone(ZoneInfo(zone))
    observance = TimezoneDaylight() if after.dst() else TimezoneStandard()
    observance.add("dtstart", (change + before).replace(tzinfo=None))
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", _offset(change, zone))
    observance.add("tzname", after.tzname())
    return observance


def _changes(zone: str, moment: datetime, end: datetime) -> Iterator[datetime]:
    """Each moment, to the minute, at which the zone's clocks change."""
    day = timedelta(days=1)
    while moment < end:
        if _offset(moment, zone) != _offset(moment + day, zone):
            yield _first_with(_offset(moment + day, zone), zone, moment)
        moment += day


def _first_with(offset: timedelta, zone: str, day: datetime) -> datetime:
    low, high = 0, 24 * 60
    while high - low > 1:
        middle = (low + high) // 2
        changed = _offset(day + timedelta(minutes=middle), zone) == offset
        low, high = (low, middle) if changed else (middle, high)
    return day + timedelta(minutes=high)


def _offset(moment: datetime, zone: str) -> timedelta:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
