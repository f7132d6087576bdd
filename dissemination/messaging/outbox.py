"""The one way out for mail: a row in the transaction that states the news, and a hint to the worker."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from dissemination.accounts.models import Person
from dissemination.core.tokens import link_token
from dissemination.events.models import Event
from dissemination.messaging import tasks
from dissemination.messaging.models import Addressee, Message
from dissemination.messaging.texts import Letter

NEWS = "news"


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
    promised = Message(
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
        calendar=calendar.content.decode() if calendar else "",
        method=calendar.method if calendar else "",
        is_secret=is_secret,
        unsubscribe=unsubscribe,
        message_id=f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>",
        dated_at=due_at or at,
        due_at=due_at or at,
    )
    message = _written_once(promised)
    if message is None:
        return None
    if not due_at or due_at <= at:
        transaction.on_commit(tasks.wake, robust=True)
    return message


def news_link(email: str) -> str:
    """The address at which whoever reads this mailbox ends all news, without signing in."""
    addressee, _ = Addressee.objects.get_or_create(email=email)
    return f"{settings.SITE_URL}{reverse('messaging:news', args=[link_token(NEWS, addressee.code)])}"


def _written_once(message: Message) -> Message | None:
    """The row as written now, or None when its key was there already, written by somebody else perhaps."""
    Message.objects.bulk_create(
        [message], update_conflicts=True, unique_fields=["key"], update_fields=["key"]
    )
    message.pk = Message.objects.filter(message_id=message.message_id).values_list("pk", flat=True).first()
    return message if message.pk else None
