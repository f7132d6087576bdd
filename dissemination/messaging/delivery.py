"""Delivery: lease some rows, hand each to the mail server, mark it sent. Nothing is lost, nothing goes twice.

A worker that dies between hand-over and mark leaves an expired lease. Such a row is ambiguous: the mail
server's record is asked first, and a retry carries the same Message-ID and Date.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField
from django.utils.translation import gettext as _

from dissemination.core.prepared import Change, Given
from dissemination.messaging import leases, lookup, policies, returns, server
from dissemination.messaging.models import Addressee, Heartbeat, Message
from dissemination.messaging.server import Away, Server

HOLD = 5.0  # seconds of a lease in which mails are begun: the last one has the rest of it to itself
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
PATIENCE = timedelta(days=5)
_State = Message.State
_TAKEN = Message.objects.filter(pk=Given("pk")).exclude(state=_State.BOUNCED)
_NEWS: dict[str, Any] = {
    "state": _State.SENT,
    "sent_at": Given("at", DateTimeField()),
    "leased_until": None,
    "last_error": "",
}
_SENT, _SECRETS_SENT = Change(_TAKEN, **_NEWS), Change(_TAKEN, **_NEWS, text="", html="")


@dataclass(frozen=True, slots=True)
class Round:
    """How many mails one round has sent, and whether another makes sense at once."""

    sent: int
    goes_on: bool


def deliver_due(*, at: datetime) -> int:
    """Deliver all that is due, oldest first; returns how many were sent."""
    sent, goes_on = 0, True
    while goes_on:
        done = deliver_some(at=at)
        sent, goes_on = sent + done.sent, done.goes_on
    return sent


def deliver_some(*, at: datetime) -> Round:
    """Deliver the oldest of what is due, over one connection, for some seconds at the most."""
    mails, why = leases.take(at=at), ""
    try:
        _hand_over(mails, at=at)
    except Away as fault:
        why = str(fault)
    leases.give_back([mail for mail in mails if mail.state == _State.LEASED], why=why)
    return Round(sum(mail.state == _State.SENT for mail in mails), goes_on=bool(mails) and not why)


def beat(*, at: datetime) -> None:
    """Leave the mark by which `/readyz` knows that the sweep is alive."""
    Heartbeat.objects.update_or_create(name="sweep", defaults={"at": at})


def _hand_over(mails: list[Message], *, at: datetime) -> None:
    """Try one after the other until time is up; after a failure nothing else goes to that address."""
    until, paused = time.monotonic() + HOLD, set()
    known = Addressee.objects.in_bulk({mail.to_email for mail in mails}, field_name="email")
    with Server() as mail_server:
        for mail in mails:
            if mail.to_email in paused:
                continue
            if time.monotonic() > until:
                return
            if mail.is_bulk and not Message.objects.held_under_their_lease([mail]).exists():
                continue  # its mailing has been stopped or paused meanwhile
            _deliver(mail, known.get(mail.to_email), mail_server, at=at)
            if mail.state == _State.QUEUED:
                paused.add(mail.to_email)


def _deliver(mail: Message, addressee: Addressee | None, mail_server: Server, *, at: datetime) -> None:
    """Have one mail end up sent, ended, or queued for another try; raises `Away` when nobody answers."""
    if mail.attempts > 1 and lookup.was_accepted(mail.message_id):
        return _mark_sent(mail, at=at)
    verdict = policies.may_send(mail, addressee)
    if not verdict:
        is_dead = addressee is not None and addressee.unreachable_at is not None
        ended = _State.FAILED if is_dead else _State.CANCELLED  # somebody has to correct the address
        return _end(mail, state=ended, why=str(verdict.reason))
    try:
        mail_server.hand_over(mail)
    except server.FAULTS as fault:
        _note_failure(mail, fault, at=at)
        if server.is_silence(fault):
            raise Away(str(fault)) from fault
    else:
        _mark_sent(mail, at=at)


def _mark_sent(mail: Message, *, at: datetime) -> None:
    """Whoever has the lease by now: the server has taken it. A bounce may have been faster."""
    (_SECRETS_SENT if mail.is_secret else _SENT).make(pk=mail.pk, at=at)
    mail.state = _State.SENT


def _note_failure(mail: Message, fault: Exception, *, at: datetime) -> None:
    """A refusal for good (5xx), or an address that is none, ends it; else a growing pause, and once more."""
    why = str(fault)
    if server.is_final(fault):
        if policies.is_unreachable(server.status(fault)):
            returns.mark_unreachable(mail.to_email, why=why, at=at)
        _end(mail, state=_State.FAILED, why=why)
    elif at - mail.dated_at > PATIENCE:
        given_up = _("Given up after %(days)s days. The mail server says: %(why)s")
        _end(mail, state=_State.FAILED, why=given_up % {"days": PATIENCE.days, "why": why})
    else:
        pause = min(FIRST_PAUSE * 2 ** min(mail.attempts - 1, 9), LONGEST_PAUSE)
        _end(mail, state=_State.QUEUED, why=why, due_at=at + pause)


def _end(mail: Message, *, state: Message.State, why: str, **changes: datetime) -> None:
    """Give the lease back: this try is over, and the row says how."""
    rows = Message.objects.held_under_their_lease([mail])
    rows.update(state=state, leased_until=None, last_error=why[:500], **changes)
    mail.state = state
