"""The mail server: one connection for many mails, and what is meant by its faults."""

import re
import smtplib
from contextlib import suppress
from email.errors import MessageError
from typing import Self

from django.core.mail import get_connection
from django.core.mail.message import EmailMessage

from dissemination.messaging import mime
from dissemination.messaging.models import Message

UNWRITABLE = (ValueError, IndexError, MessageError)  # what the library says of an address that is none
FAULTS = (smtplib.SMTPException, OSError, *UNWRITABLE)
_ANSWERS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
_CLOSING = 421  # “I close this connection”: what came before was taken, what comes next was not
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


class Away(Exception):
    """No mail server takes us in. Nothing was handed over, and no mail is to blame."""


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


class Server:
    """A connection that opens for the first mail, stays for the next ones, and is new after a fault."""

    def __init__(self) -> None:
        self._connection = get_connection(fail_silently=False)
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def hand_over(self, message: Message) -> None:
        """Returns when the server has taken the mail. Raises `Away`, or one of `FAULTS` about this mail."""
        mail, was_open = _Ready(message), self._is_open
        try:
            self._send(mail)
        except smtplib.SMTPSenderRefused as fault:
            if fault.smtp_code != _CLOSING or not was_open:
                raise
            self._send(mail)

    def _send(self, mail: _Ready) -> None:
        self._open()
        try:
            self._connection.send_messages([mail])
        except Exception:
            self._close()
            raise

    def _open(self) -> None:
        if self._is_open:
            return
        try:
            self._connection.open()
        except OSError as fault:  # every SMTPException is one
            self._close()
            raise Away(str(fault)) from fault
        self._is_open = True

    def _close(self) -> None:
        self._is_open = False
        with suppress(OSError):
            self._connection.close()


def is_final(fault: Exception) -> bool:
    """Trying again would change nothing: a refusal for good (5xx), or an address that is none."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in fault.recipients.values())
    if isinstance(fault, UNWRITABLE):
        return True
    return isinstance(fault, smtplib.SMTPResponseException) and fault.smtp_code >= 500


def is_silence(fault: Exception) -> bool:
    """The server has not answered at all: the next mail would wait for it just as long."""
    return not isinstance(fault, (*_ANSWERS, *UNWRITABLE))


def status(fault: Exception) -> str:
    """The enhanced status of a refusal (RFC 3463: `5.1.1`), as far as the server gave one."""
    found = _STATUS.search(str(fault))
    return found[0] if found else ""
