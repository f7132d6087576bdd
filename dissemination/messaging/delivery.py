"""Delivery: lease a row, hand it to the mail server, mark it sent. Nothing is lost, nothing goes twice.

A worker that dies between hand-over and mark leaves an expired lease. Such a row is ambiguous: the mail
server's record is asked first, and a retry carries the same Message-ID and Date.
"""

import re
import smtplib
from datetime import datetime, timedelta
from email.errors import MessageError

from django.core.mail import get_connection
from django.core.mail.message import EmailMessage
from django.db.models import F

from dissemination.messaging import lookup, mime, policies, returns
from dissemination.messaging.models import Addressee, Heartbeat, Message

LEASE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
BATCH = 200
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
UNWRITABLE = (ValueError, IndexError, MessageError)  # what the library says of an address that is none


class _Ready(EmailMessage):
    """A finished mail for Django's mail backends, which ask `message()` for `as_bytes(linesep=…)`."""

    def __init__(self, message: Message) -> None:
        super().__init__(from_email=mime.sender(message).addr_spec, to=[message.to_email])
        self.raw = mime.as_bytes(message)

    def message(self) -> "_Ready":  # type: ignore[override]
        return self

    def as_bytes(self, linesep: str = "\r\n") -> bytes:
        """The bytes as they stand, CRLF already."""
        return self.raw


def deliver(message_id: int, *, at: datetime) -> bool:
    """Deliver one message if it is due and nobody else is at it; True when it is now sent."""
    message = _lease(message_id, at=at)
    if message is None:
        return False
    if message.attempts > 1 and lookup.was_accepted(message.message_id):
        return _mark_sent(message, at=at)
    verdict = policies.may_send(message, Addressee.objects.filter(email=message.to_email).first())
    if not verdict:
        _end(message, state="cancelled", why=str(verdict.reason))
        return False
    try:
        get_connection(fail_silently=False).send_messages([_Ready(message)])
    except (smtplib.SMTPException, OSError, *UNWRITABLE) as fault:
        _note_failure(message, fault, at=at)
        return False
    return _mark_sent(message, at=at)


def deliver_due(*, at: datetime) -> int:
    """Deliver all that is due, oldest first; returns how many were sent."""
    sent = 0
    while delivered := deliver_some(at=at):
        sent += delivered
    return sent


def deliver_some(*, at: datetime) -> int:
    """Deliver the oldest of what is due, not more than a batch; returns how many were sent."""
    waiting = list(Message.objects.due(at).values_list("pk", flat=True)[:BATCH])
    return sum(deliver(pk, at=at) for pk in waiting)


def beat(*, at: datetime) -> None:
    """Leave the mark by which `/readyz` knows that the sweep is alive."""
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": at})


def _lease(message_id: int, *, at: datetime) -> Message | None:
    mine = Message.objects.due(at).filter(pk=message_id).order_by()
    if not mine.update(state="leased", leased_until=at + LEASE, attempts=F("attempts") + 1):
        return None
    return Message.objects.select_related("event").get(pk=message_id)


def _mark_sent(message: Message, *, at: datetime) -> bool:
    changes = {"state": "sent", "sent_at": at, "leased_until": None, "last_error": ""}
    if message.is_secret:
        changes |= {"text": "", "html": ""}
    Message.objects.filter(pk=message.pk).update(**changes)
    return True


def _note_failure(message: Message, fault: Exception, *, at: datetime) -> None:
    """A refusal for good (5xx), or an address that is none, ends it; else a growing pause, and once more."""
    if not _is_final(fault):
        pause = min(timedelta(minutes=2**message.attempts), LONGEST_PAUSE)
        return _end(message, state="queued", why=str(fault), due_at=at + pause)
    if policies.is_unreachable(_status(fault)):
        returns.mark_unreachable(message.to_email, why=str(fault), at=at)
    return _end(message, state="failed", why=str(fault))


def _end(message: Message, *, state: str, why: str, **changes: datetime) -> None:
    """Give the lease back: this try is over, and the row says how."""
    Message.objects.filter(pk=message.pk).update(
        state=state, leased_until=None, last_error=why[:500], **changes
    )


def _is_final(fault: Exception) -> bool:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in fault.recipients.values())
    if isinstance(fault, UNWRITABLE):
        return True
    return isinstance(fault, smtplib.SMTPResponseException) and fault.smtp_code >= 500


def _status(fault: Exception) -> str:
    """The enhanced status of a refusal (RFC 3463: `5.1.1`), as far as the server gave one."""
    found = _STATUS.search(str(fault))
    return found[0] if found else ""
