"""A message row as the bytes that a mail server gets. The same row always gives the same bytes."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings

from dissemination.core.text import one_line
from dissemination.messaging.models import Message


def sender(message: Message) -> Address:
    """Our address, under the name of the event's team."""
    return Address(display_name=one_line(message.from_name), addr_spec=settings.MAIL_FROM)


def as_bytes(message: Message) -> bytes:
    """The mail with CRLF line ends: plain text, letter and calendar entry as RFC 6047 wants them.

    With a calendar entry the form is multipart/mixed(multipart/alternative(text/plain, text/html,
    text/calendar; method=…), application/ics), both copies with the same bytes; without one it is
    multipart/alternative(text/plain, text/html).
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender(message)
    mail["To"] = Address(display_name=one_line(message.to_name), addr_spec=message.to_email)
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(message.dated_at)
    mail["Message-ID"] = message.message_id
    if message.reply_to:
        mail["Reply-To"] = Address(addr_spec=message.reply_to)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    if message.calendar:
        _add_calendar(mail, message)
    return mail.as_bytes()


def _add_calendar(mail: EmailMessage, message: Message) -> None:
    content = message.calendar.encode()
    kind = {"method": message.method, "charset": "utf-8"}
    mail.add_alternative(content, maintype="text", subtype="calendar", params=kind, cte="base64")
    mail.add_attachment(content, maintype="application", subtype="ics", filename="invite.ics")
