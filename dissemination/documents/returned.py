"""Mail that comes back, read: bounces (RFC 3464) and a diary's answers to an invitation (RFC 5546).

Anybody can write to a mailbox. What is read here is therefore only a claim; whoever acts on it compares it
with what was sent. Anything that is neither a bounce nor an answer is None, and meant for a person.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.utils import parseaddr
from typing import Literal

from icalendar import Calendar, Component

from dissemination.documents import plain

MOST_BYTES = 5 * 1024 * 1024
FIRST_YEAR = 1998  # of RFC 2445
_TAG = re.compile(r"<[^>]*>")
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")
Answer = Literal["accepted", "declined", "tentative"]
_ANSWERS: dict[str, Answer] = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail server says that it could not deliver `message_id` to `recipient`, now or ever (`is_final`)."""

    message_id: str
    recipient: str
    status: str
    diagnostic: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """An attendee's diary answers the entry `uid`; with `is_counter` it proposes something else instead.

    `comment` is what its owner wrote beside it, `stamped_at` when the answer was given, where it says so.
    """

    uid: str
    sender: str
    attendee: str
    answer: Answer | None
    sequence: int
    comment: str
    is_counter: bool
    stamped_at: datetime | None = None


def read(raw: bytes) -> Bounce | Reply | None:
    """What a mail from the returns mailbox claims; None when it is neither a bounce nor a diary's answer."""
    if len(raw) > MOST_BYTES:
        return None
    mail = message_from_bytes(raw)
    return _bounce(mail) or _reply(mail)


def _bounce(mail: Mail) -> Bounce | None:
    """RFC 3464: a multipart/report whose second part says what became of one recipient."""
    kind = str(mail.get_param("report-type", "")).lower()
    if mail.get_content_type() != "multipart/report" or kind != "delivery-status":
        return None
    told = next((part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None)
    message_id = _returned_id(mail)
    if told is None or not message_id:
        return None
    for fields in _blocks(told):
        action, status = fields["Action"].lower(), fields["Status"].partition(" ")[0]
        if action in ("failed", "delayed"):
            return Bounce(
                message_id=message_id,
                recipient=_address(fields["Final-Recipient"].rpartition(";")[2]),
                status=status,
                diagnostic=fields["Diagnostic-Code"],
                is_final=action == "failed" and status.startswith("5"),
            )
    return None


def _blocks(told: Mail) -> Iterator[dict[str, str]]:
    """The fields of each block of a delivery-status part; what is not said is empty."""
    names = ("Action", "Status", "Final-Recipient", "Diagnostic-Code")
    for block in told.walk():
        yield {name: _line(block[name]) for name in names}


def _returned_id(mail: Mail) -> str:
    """The Message-ID of the mail that came back: in its headers, or in the whole of it."""
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            return _line(message_from_bytes(content if isinstance(content, bytes) else b"")["Message-ID"])
        if part.get_content_type() == "message/rfc822":
            inner = list(part.walk())[1:2]
            return _line(inner[0]["Message-ID"]) if inner else ""
    return ""


def _reply(mail: Mail) -> Reply | None:
    """The first calendar part that answers: METHOD:REPLY, or COUNTER."""
    for part in mail.walk():
        if part.get_content_type() in ("text/calendar", "application/ics"):
            content = part.get_payload(decode=True)
            found = _answered(content if isinstance(content, bytes) else b"", _address(_line(mail["From"])))
            if found:
                is_told = found.comment or found.answer == "accepted"  # many say “Ann accepts” beside that
                return found if is_told else replace(found, comment=_words(mail))
    return None


def _words(mail: Mail) -> str:
    """The mail's own text in one line, from its HTML where it has no other."""
    for kind in ("text/plain", "text/html"):
        for part in mail.walk():
            content = part.get_payload(decode=True)
            if part.get_content_type() == kind and not part.get_filename() and isinstance(content, bytes):
                text = content.decode("utf-8", "replace")
                return plain.one_line(_TAG.sub(" ", text) if kind == "text/html" else text)
    return ""


def _answered(content: bytes, sender: str) -> Reply | None:
    with suppress(ValueError, IndexError, KeyError, AttributeError):  # whatever a stranger's file brings up
        calendar = Calendar.from_ical(content)
        method = str(calendar.get("METHOD", "")).upper()
        event = next(iter(calendar.walk("VEVENT")), None)
        if method in ("REPLY", "COUNTER") and event is not None and event.get("UID"):
            return _told_by(event, sender, is_counter=method == "COUNTER")
    return None


def _told_by(event: Component, sender: str, *, is_counter: bool) -> Reply | None:
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    if len(attendees) != 1:
        return None  # RFC 5546 section 3.2.3: a reply speaks for one attendee
    said = str(attendees[0].params.get("PARTSTAT", "")).upper()
    comment = plain.one_line(str(event.get("COMMENT", "")))
    return Reply(
        uid=plain.one_line(str(event["UID"])),
        sender=sender,
        attendee=_address(str(attendees[0])),
        answer=_ANSWERS.get(said),
        sequence=int(event.get("SEQUENCE", 0)),
        comment=" ".join(filter(None, (_proposed(event), comment))) if is_counter else comment,
        is_counter=is_counter,
        stamped_at=_stamp(event),
    )


def _stamp(event: Component) -> datetime | None:
    """When the answer was given: DTSTAMP is in UTC (RFC 5545 section 3.8.7.2).

    A stamp from before there were such diaries says nothing, and not every clock can show the first years.
    """
    moment = getattr(event.get("DTSTAMP"), "dt", None)
    if not isinstance(moment, datetime) or moment.year < FIRST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _proposed(event: Component) -> str:
    """The moment that a counter-proposal names, which many diaries send without a word beside it."""
    moment = getattr(event.get("DTSTART"), "dt", None)
    return f"{moment:%Y-%m-%d %H:%M %Z}".strip() if isinstance(moment, datetime) else ""


def _address(text: str) -> str:
    """The bare address in a header, in lower case; empty when there is none."""
    bare = parseaddr(text)[1].lower().removeprefix("mailto:") or text.strip().lower().removeprefix("mailto:")
    return bare if _ADDRESS.fullmatch(bare) else ""


def _line(value: object) -> str:
    """A header as one line of text, decoded where it was encoded."""
    text = "" if value is None else str(value)
    with suppress(ValueError, LookupError):
        text = str(make_header(decode_header(text)))
    return plain.one_line(text)
