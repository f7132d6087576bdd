"""The life of a place as its mails tell it: each entry for the diary, byte for byte as it was sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

from dissemination.changes import services as changes
from dissemination.groups import services as groups
from dissemination.messaging import mime
from dissemination.messaging.models import Message
from registrations import services
from registrations.models import Registration
from tests.factories import make_member, make_venue
from tests.groups.tables import make_day
from tests.registrations.test_register import sign_up

LONDON = ZoneInfo("Europe/London")
# Days on which the clocks change while the event is on, or in the night before it.
CLOCK_CHANGES = {
    "forward": datetime(2026, 3, 28, 20, 0, tzinfo=LONDON),
    "back": datetime(2026, 10, 24, 20, 0, tzinfo=LONDON),
}


@dataclass(frozen=True)
class Sent:
    """One mail with an entry: to whom, what it asks the diary to do, and the bytes of both."""

    to: str
    method: str
    content: bytes
    mail: bytes

    def stored(self) -> bytes:
        """As a diary keeps it on a server: without METHOD (RFC 4791, 4.1)."""
        return self.content.replace(f"METHOD:{self.method}\r\n".encode(), b"")


def sent_so_far() -> list[Sent]:
    """Every entry that was promised, in order."""
    return [_read(message) for message in Message.objects.exclude(method="").order_by("dated_at", "pk")]


def _read(message: Message) -> Sent:
    mail = mime.as_bytes(message)
    parsed = message_from_bytes(mail, policy=policy.SMTP)
    [part] = [part for part in parsed.walk() if part.get_content_type() == "text/calendar"]
    return Sent(message.to_email, part.get_param("method"), part.get_payload(decode=True), mail)


def play_a_place(at: datetime) -> list[Sent]:
    """Registered, told the group, moved in time, in place and in length, handed over, cancelled.

    Before the first move the event gets another contact.
    """
    event = make_day(
        people=0, title="What works; “and, why” \\ Łódź 李", venue=make_venue(address="1 Quay\nB 1")
    )
    by, hour = make_member(event), timedelta(hours=1)
    ann = sign_up(event, at, name='Ann "A" Archer; née Żółć', email="ann@example.org")
    groups.allocate(event, by=by, at=at, steps=50)
    groups.publish_groups(event, by=by, at=at + hour)
    event.refresh_from_db()
    event.contact_name, event.contact_email = "Kim Example", "kim@example.org"
    event.save()
    changes.move_event(event, starts_at=event.starts_at + timedelta(days=1), by=by, at=at + 2 * hour)
    event.refresh_from_db()
    event.venue = make_venue(name="Other Hall, “North”", city="Łódź")
    event.save()
    changes.publish_changes(event, by=by, at=at + 3 * hour)
    event.ends_at += timedelta(minutes=30)
    event.save()
    changes.publish_changes(event, by=by, at=at + 4 * hour)
    ann = Registration.objects.get(pk=ann.pk)
    ben = services.hand_over(ann, name="Ben Example", email="ben@example.org", at=at + 5 * hour)
    services.cancel(ben, at=at + 6 * hour)
    return sent_so_far()


def play_clock_change(starts_at: datetime, at: datetime) -> list[Sent]:
    """An event across the hour that is missing, or comes twice."""
    event = make_day(people=0, starts_at=starts_at, ends_at=starts_at + timedelta(hours=14))
    sign_up(event, at, email="ann@example.org")
    return sent_so_far()
