"""What stands in people's diaries: one UID per registration or appearance for life, kept right to the end.

The first request makes the entry; a material change (time, place, title) raises its SEQUENCE; a withdrawal
cancels it under the same UID (RFC 5546). The group and other details travel along but are no reason to write.
A diary answers to the ORGANIZER: our own mailbox where it is read (`RETURNS_URL`), else the event's contact.
Whoever it was when the entry began stays it for life: diaries take changes from nobody else.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from dissemination.accounts.models import Person
from dissemination.core.prepared import Insertion
from dissemination.documents import calendar
from dissemination.events.models import Event
from dissemination.messaging.models import Invitation
from dissemination.messaging.outbox import CalendarPart

_ENTRIES = Insertion(Invitation, unless="entry_key")


@dataclass(frozen=True, slots=True)
class Appointment:
    """What somebody has inside an entry, found again by its key: “Workshop 1”, “11:00–12:30, Canal Room”."""

    key: str
    title: str
    when: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """What one person's diary should say. `details` and `seat` (the group) are no reason to send again.

    An appointment that is new, or at other hours or in another room, is a reason; one that is gone is not.
    `joining` is the link of somebody who takes part online; another one is a reason.
    """

    entry_key: str
    event: Event
    email: str
    name: str
    summary: str
    location: str
    starts_at: datetime
    ends_at: datetime
    seat: str = ""
    details: str = ""
    url: str = ""
    own_page: str = ""  # stands in the mail alone: diaries are shared
    person: Person | None = None
    appointments: tuple[Appointment, ...] = ()
    joining: str = ""

    @property
    def digest(self) -> str:
        """A fingerprint of what makes a new mail necessary."""
        material = [self.email, self.summary, self.location, _utc(self.starts_at), _utc(self.ends_at)]
        return hashlib.sha256(json.dumps(material).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that nobody's diary holds yet, and the invitation to it."""

    entry: Invitation
    invitation: CalendarPart


def drafted(occasion: Occasion, *, at: datetime) -> Draft:
    """The first entry of somebody whose place is not certain yet; it has no key before `put_in`."""
    entry = _saying(occasion, Invitation(event=occasion.event, uid=f"{uuid.uuid4()}"))
    return Draft(entry, CalendarPart("REQUEST", calendar.invitation(_entry(entry, at))))


def put_in(draft: Draft, entry_key: str) -> CalendarPart:
    """Put the drafted entry into the diary, under a key that is new."""
    draft.entry.entry_key = entry_key
    _ENTRIES.write(draft.entry)
    return draft.invitation


def request(occasion: Occasion, *, at: datetime) -> CalendarPart:
    """Put the occasion into the person's diary, or bring the entry up to date (a higher SEQUENCE)."""
    entry = Invitation(entry_key=occasion.entry_key, event=occasion.event, uid=f"{uuid.uuid4()}")
    if not _ENTRIES.write(_saying(occasion, entry)):
        entry = Invitation.objects.select_for_update().get(entry_key=occasion.entry_key)
        entry.sequence += 1
        _saying(occasion, entry).save()
    return CalendarPart("REQUEST", calendar.invitation(_entry(entry, at)))


def _saying(occasion: Occasion, entry: Invitation) -> Invitation:
    """Let the entry say this. What was answered to another time or place is no answer to this one."""
    if entry.digest != occasion.digest:
        entry.answer, entry.answered_at = "", None
    entry.digest, entry.content, entry.is_withdrawn = occasion.digest, content(occasion), False
    entry.person = occasion.person
    entry.organiser_name, entry.organiser_email = _organiser(entry)
    return entry


def _organiser(entry: Invitation) -> tuple[str, str]:
    """Name and address of whoever the entry answers to: as it began, else as an entry begins now."""
    if entry.organiser_email:
        return entry.organiser_name, entry.organiser_email
    event = entry.event
    address = settings.MAIL_FROM if settings.RETURNS_URL else event.contact_email
    return event.contact_name or event.project.title, address


def withdraw(entry_key: str, *, at: datetime) -> CalendarPart | None:
    """Take the entry out of the person's diary; None when it is not in one."""
    entry = Invitation.objects.standing().select_for_update().filter(entry_key=entry_key).first()
    if entry is None:
        return None
    entry.sequence += 1
    entry.is_withdrawn = True
    entry.save()
    return CalendarPart("CANCEL", calendar.cancellation(_entry(entry, at)))


def left_over(event: Event, occasions: Iterable[Occasion]) -> list[Occasion]:
    """What else stands in diaries for the event than these occasions say, in the words that a diary has."""
    known = {occasion.entry_key for occasion in occasions}
    standing = Invitation.objects.standing().filter(event=event).select_related("person").order_by("pk")
    return [_as_it_stands(entry, event) for entry in standing if entry.entry_key not in known]


def _as_it_stands(entry: Invitation, event: Event) -> Occasion:
    said = entry.content
    return Occasion(
        entry_key=entry.entry_key,
        event=event,
        email=said["email"],
        name=said["name"],
        summary=said["summary"],
        location=said["place"],
        starts_at=datetime.fromisoformat(said["starts_at"]),
        ends_at=datetime.fromisoformat(said["ends_at"]),
        person=entry.person,
    )


@dataclass(frozen=True, slots=True)
class Move:
    """A diary entry that has to be brought up to date: what it should say, and what it says still."""

    occasion: Occasion
    was_at: datetime
    was_until: datetime
    was_where: str
    was_called: str
    was_joining: str
    had: dict[str, str]

    @property
    def event(self) -> Event:
        """The event whose entry it is."""
        return self.occasion.event


def has_moved(occasion: Occasion) -> bool:
    """The diary says something else than it should: another time, place, title or address."""
    return bool(moves([occasion]))


def moves(occasions: Iterable[Occasion]) -> list[Move]:
    """Which of these stand in a diary that says something else, in the given order; one query."""
    wanted = list(occasions)
    keys = [occasion.entry_key for occasion in wanted]
    entries = {entry.entry_key: entry for entry in Invitation.objects.standing().filter(entry_key__in=keys)}
    pairs = [(occasion, entries.get(occasion.entry_key)) for occasion in wanted]
    return [_move(occasion, entry) for occasion, entry in pairs if entry and _differs(occasion, entry)]


def seats_said(entry_keys: Iterable[str]) -> dict[str, str]:
    """Which seat each of these entries names that stand in a diary; empty where it names none."""
    entries = Invitation.objects.standing().filter(entry_key__in=list(entry_keys)).order_by("pk")
    said = {entry.entry_key: entry.content for entry in entries}
    return {key: one["location"].removeprefix(one["place"]).removeprefix("; ") for key, one in said.items()}


def told_otherwise(occasions: Iterable[Occasion]) -> None:
    """These people hear of their new appointments elsewhere: the diary need not say them by itself.

    It says them with its next update.
    """
    wanted = {occasion.entry_key: occasion for occasion in occasions}
    entries = list(Invitation.objects.standing().select_for_update().filter(entry_key__in=wanted))
    for entry in entries:
        entry.content["appointments"] = _appointments(wanted[entry.entry_key])
    Invitation.objects.bulk_update(entries, ["content"], batch_size=500)


def leave(entry_key: str, *, at: datetime) -> CalendarPart | None:
    """Take the entry out of a diary that is no longer the person's; the next one gets a UID of its own."""
    withdrawn = withdraw(entry_key, at=at)
    for entry in Invitation.objects.select_for_update().filter(entry_key=entry_key):
        entry.entry_key = f"{entry_key}:{entry.uid}"
        entry.save(update_fields=["entry_key"])
    return withdrawn


def _differs(occasion: Occasion, entry: Invitation) -> bool:
    said = entry.content.get("appointments")
    is_new = said is not None and not _appointments(occasion).items() <= said.items()
    return entry.digest != occasion.digest or is_new or _joining(occasion, entry) != occasion.joining


def _joining(occasion: Occasion, entry: Invitation) -> str:
    """The link as the diary has it. An entry from before links were noted counts as having the right one."""
    return str(entry.content.get("joining", occasion.joining))


def _move(occasion: Occasion, entry: Invitation) -> Move:
    said = entry.content
    return Move(
        occasion=occasion,
        was_at=datetime.fromisoformat(said["starts_at"]),
        was_until=datetime.fromisoformat(said["ends_at"]),
        was_where=said["place"],
        was_called=said["summary"],
        was_joining=_joining(occasion, entry),
        had=said.get("appointments", {}),
    )


def download(occasions: Iterable[Occasion], *, at: datetime) -> bytes | None:
    """The entries as a file to add by hand (PUBLISH), under the same UIDs; None when none is in a diary.

    Their words are those of today: what was no reason to write, a new title say, is read here.
    """
    wanted = {occasion.entry_key: occasion for occasion in occasions}
    entries = list(Invitation.objects.standing().filter(entry_key__in=wanted).order_by("pk"))
    for entry in entries:
        entry.event, entry.content = wanted[entry.entry_key].event, content(wanted[entry.entry_key])
    name = entries[0].event.title if entries else ""
    return calendar.feed([_entry(entry, at) for entry in entries], name=name) if entries else None


def _utc(moment: datetime) -> str:
    return f"{moment.timestamp():.0f}"


def _appointments(occasion: Occasion) -> dict[str, str]:
    return {one.key: one.when for one in occasion.appointments}


def content(occasion: Occasion) -> dict[str, Any]:
    """What the diary says of it, as it is kept."""
    return {
        "appointments": _appointments(occasion),
        "joining": occasion.joining,
        "email": occasion.email,
        "name": occasion.name,
        "summary": occasion.summary,
        "place": occasion.location,
        "location": "; ".join(filter(None, (occasion.location, occasion.seat))),
        "details": occasion.details,
        "url": occasion.url,
        "starts_at": occasion.starts_at.isoformat(),
        "ends_at": occasion.ends_at.isoformat(),
    }


def _entry(invitation: Invitation, at: datetime) -> calendar.Entry:
    said, (organiser_name, organiser_email) = invitation.content, _organiser(invitation)
    return calendar.Entry(
        uid=invitation.uid,
        sequence=invitation.sequence,
        summary=said["summary"],
        description=said["details"],
        location=said["location"],
        starts_at=datetime.fromisoformat(said["starts_at"]),
        ends_at=datetime.fromisoformat(said["ends_at"]),
        zone=invitation.event.zone,
        stamped_at=at,
        url=said["url"],
        organiser_name=organiser_name,
        organiser_email=organiser_email,
        attendee_name=said["name"],
        attendee_email=said["email"],
    )
