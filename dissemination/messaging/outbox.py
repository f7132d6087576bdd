"""The one way out for mail: a row in the transaction that states the news, and a hint to the worker."""

import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from dissemination.accounts.models import Person
from dissemination.core.prepared import Insertion
from dissemination.core.tokens import link_token
from dissemination.events.models import Event
from dissemination.messaging import tasks
from dissemination.messaging.models import Addressee, Message
from dissemination.messaging.texts import Letter

NEWS = "news"
_MAILS = Insertion(Message, unless="key")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail goes to. The name may be empty; the address may not."""

    email: str
    name: str = ""
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar entry that travels with a mail: `REQUEST` or `CANCEL`, and the bytes of the .ics."""

    method: str
    content: bytes


def post(
    letter: Letter,
    *,
    key: str,
    kind: str,
    to: Recipient,
    at: datetime,
    event: Event | None = None,
    calendar: CalendarPart | None = None,
    due_at: datetime | None = None,
    is_secret: bool = False,
    unsubscribe: str = "",
) -> Message | None:
    """Promise one mail to one person, exactly once for this key.

    News carries the address that ends it (`unsubscribe`, made by `news_link`); service mail does not.
    Returns the row, or None when the key was posted before or there is no address to send to. The mail leaves
    after the surrounding transaction commits, at `due_at` or at once.
    """
    if not to.email:
        return None
    promised = _row(
        letter, key=key, kind=kind, to=to, event=event, due_at=due_at or at, unsubscribe=unsubscribe
    )
    promised.is_secret = is_secret
    if calendar:
        promised.calendar, promised.method = calendar.content.decode(), calendar.method
    if not _MAILS.write(promised):
        return None
    if not due_at or due_at <= at:
        transaction.on_commit(tasks.wake, robust=True)
    return promised


@dataclass(frozen=True, slots=True)
class Copy:
    """One of many: a letter of a mailing as one reader gets it, and when it leaves."""

    letter: Letter
    key: str
    to: Recipient
    due_at: datetime
    unsubscribe: str = ""


def post_many(copies: Iterable[Copy], *, kind: str, event: Event) -> None:
    """Promise many mails at once, each exactly once for its key; all else leaves before them."""
    wanted = [copy for copy in copies if copy.to.email]
    if not wanted:
        return
    first, named = wanted[0], _message_ids(len(wanted))
    like = _row(first.letter, key="", kind=kind, to=first.to, event=event, due_at=first.due_at, is_bulk=True)
    own = [_own(copy, message_id) for copy, message_id in zip(wanted, named, strict=True)]
    _MAILS.write_all(like, own)
    transaction.on_commit(tasks.wake, robust=True)


def _own(copy: Copy, message_id: str) -> dict[str, object]:
    """What differs between the mails of a mailing, by the columns of a message."""
    letter, to = copy.letter, copy.to
    return {
        "key": copy.key,
        "person_id": to.person.pk if to.person else None,
        "to_email": to.email,
        "to_name": to.name,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "unsubscribe": copy.unsubscribe,
        "message_id": message_id,
        "dated_at": copy.due_at,
        "due_at": copy.due_at,
    }


def _message_ids(count: int) -> Iterator[str]:
    """So many that nobody can guess; chance is asked once for all."""
    host, chance = urlsplit(settings.SITE_URL).hostname, os.urandom(16 * count)
    for start in range(0, len(chance), 16):
        yield f"<{uuid.UUID(bytes=chance[start : start + 16], version=4)}@{host}>"


def news_link(email: str) -> str:
    """The address at which whoever reads this mailbox ends all news, without signing in."""
    return news_links([email])[email]


def news_links(emails: Iterable[str]) -> dict[str, str]:
    """The same for many mailboxes, in two statements."""
    wanted = {email.lower() for email in emails}
    Addressee.objects.bulk_create([Addressee(email=one) for one in wanted], ignore_conflicts=True)
    known = Addressee.objects.filter(email__in=wanted).values_list("email", "code")
    return {
        email: f"{settings.SITE_URL}{reverse('messaging:news', args=[link_token(NEWS, code)])}"
        for email, code in known
    }


def _row(
    letter: Letter,
    *,
    key: str,
    kind: str,
    to: Recipient,
    event: Event | None,
    due_at: datetime,
    unsubscribe: str = "",
    is_bulk: bool = False,
) -> Message:
    return Message(
        key=key,
        kind=kind,
        event=event,
        person=to.person,
        to_email=to.email,
        to_name=to.name,
        from_name=event.contact_name or event.project.title if event else settings.SITE_NAME,
        reply_to=event.contact_email if event else "",
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        unsubscribe=unsubscribe,
        is_bulk=is_bulk,
        message_id=next(_message_ids(1)),
        dated_at=due_at,
        due_at=due_at,
    )
