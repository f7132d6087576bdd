"""What the mail server can be asked: whether it took a message, before a retry; and whether it is there."""

import mmap
import re
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection

WRITES_FILES = "dissemination.messaging.mailbox.EmailBackend"
TAKEN = re.compile(rb"queue active|status=")  # Postfix: the message is safe in its queue, or has left it


def was_accepted(message_id: str) -> bool:
    """True when the server's record holds this Message-ID; False when it does not or cannot be asked.

    The record is the folder in which mails are written, or the log of a Postfix on this machine (`MAIL_LOG`)
    with the one that was rotated last.
    """
    if settings.EMAIL_BACKEND == WRITES_FILES:
        return _is_among_files(message_id)
    logs = [Path(settings.MAIL_LOG), Path(f"{settings.MAIL_LOG}.1")] if settings.MAIL_LOG else []
    return any(_is_in_log(log, message_id.encode()) for log in logs)


def knock() -> None:
    """Open a line to the mail server, with our name and password, and close it; OSError when it is shut."""
    line = get_connection(fail_silently=False)
    line.open()
    line.close()


def _is_among_files(message_id: str) -> bool:
    header = f"Message-ID: {message_id}".encode()
    newest_first = sorted(Path(settings.MAIL_DIR).glob("[0-9]*.eml"), reverse=True)
    return any(header in mail.read_bytes()[:2000] for mail in newest_first)


def _is_in_log(log: Path, message_id: bytes) -> bool:
    """The log names the message by its ID once (cleanup); what became of it follows under its queue ID."""
    try:
        with log.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
            return _is_taken(lines, lines.rfind(b": message-id=" + message_id))
    except (OSError, ValueError):  # not there, not ours to read, or empty
        return False


def _is_taken(lines: mmap.mmap, found: int) -> bool:
    if found < 0:
        return False
    queue_id = lines[lines.rfind(b" ", 0, found) + 1 : found]
    told = re.compile(rb"\b" + re.escape(queue_id) + rb": .*(?:" + TAKEN.pattern + rb")")
    return told.search(lines, found) is not None
