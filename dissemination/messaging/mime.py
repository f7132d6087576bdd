"""A message row as the bytes that a mail server gets. The same row always gives the same bytes."""

import hashlib
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

from django.conf import settings

from dissemination.core.text import one_line
from dissemination.messaging.models import Message


class _Unfolded(UnstructuredHeader, BaseHeader):
    """A header in one piece: Python would write a long address as encoded words, and nobody reads those."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class _Kinds(HeaderRegistry):
    """The library makes a class for each header of each mail; here one is made for each name.

    What a header of a part says stands in every mail, and is read once.
    """

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, type] = {}
        self._of_a_part = lru_cache(maxsize=200)(super().__call__)

    def __call__(self, name: str, value: Any) -> Any:
        is_of_a_part = isinstance(value, str) and name.lower().startswith(("content-", "mime-"))
        return (self._of_a_part if is_of_a_part else super().__call__)(name, value)

    def __getitem__(self, name: str) -> type:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = super().__getitem__(name)
        return made


_HEADERS = _Kinds()
_HEADERS.map_to_type("list-unsubscribe", _Unfolded)
_POLICY = SMTP.clone(header_factory=_HEADERS)


def sender(message: Message) -> Address:
    """Our address, under the name of the event's team."""
    return Address(display_name=one_line(message.from_name), addr_spec=settings.MAIL_FROM)


def as_bytes(message: Message) -> bytes:
    """The mail with CRLF line ends: plain text, letter and calendar entry as RFC 6047 wants them.

    With a calendar entry the form is multipart/mixed(multipart/alternative(text/plain, text/html,
    text/calendar; method=…), application/ics), both copies with the same bytes; without one it is
    multipart/alternative(text/plain, text/html).
    """
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender(message)
    mail["To"] = Address(display_name=one_line(message.to_name), addr_spec=message.to_email)
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(message.dated_at)
    mail["Message-ID"] = message.message_id
    if message.reply_to:
        mail["Reply-To"] = Address(addr_spec=message.reply_to)
    mail["Auto-Submitted"] = "auto-generated"
    if message.is_news:  # RFC 8058: one press in the mail program, no page, no cookie
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _set_parts(mail, message)
    return mail.as_bytes()


def _set_parts(mail: EmailMessage, message: Message) -> None:
    """The bounds between the parts are the same at a second try; the library would draw new ones."""
    mark = hashlib.sha256(message.message_id.encode()).hexdigest()[:40]
    mail.set_content(message.text)
    if message.html or message.calendar:
        mail.make_alternative(f"{mark}-{1 if message.calendar else 0}")
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    if message.calendar:
        content, kind = message.calendar.encode(), {"method": message.method, "charset": "utf-8"}
        mail.add_alternative(content, maintype="text", subtype="calendar", params=kind, cte="base64")
        mail.make_mixed(f"{mark}-0")
        mail.add_attachment(content, maintype="application", subtype="ics", filename="invite.ics")
