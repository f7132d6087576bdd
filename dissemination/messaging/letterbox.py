"""The mailbox to which bounces and diaries' answers come: a Maildir on this machine, or IMAP elsewhere.

`RETURNS_URL` names it: `maildir:///var/mail/events`, or `imap+ssl://user:password@mail.example.org/INBOX`
(`imap://` where the line is safe already). Mails are flagged and left where they are.
"""

import imaplib
import mailbox
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings

MOST_AT_ONCE = 500
PATIENCE_SECONDS = 20
_PORTS = {"imap": 143, "imap+ssl": 993}


class Unreachable(Exception):
    """The mailbox cannot be opened. The sentence says why."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail at which nobody has looked, and the two ways to put it aside."""

    raw: bytes
    mark_read: Callable[[], object]
    leave_to_a_person: Callable[[], object]


@contextmanager
def opened() -> Iterator[Iterator[Letter]]:
    """The mails that are neither read nor flagged, at most 500; none where no mailbox is set.

    Raises `Unreachable` when the mailbox cannot be opened.
    """
    where = urlsplit(settings.RETURNS_URL)
    try:
        if not where.scheme:
            yield iter(())
        elif where.scheme == "maildir":
            yield islice(_in_folder(mailbox.Maildir(where.path)), MOST_AT_ONCE)
        else:
            with _signed_in(where) as server:
                yield islice(_on_server(server), MOST_AT_ONCE)
    except (OSError, imaplib.IMAP4.error, mailbox.Error) as fault:
        raise Unreachable(f"The returns mailbox at {where.hostname or where.path} says: {fault}") from fault


def _in_folder(box: mailbox.Maildir) -> Iterator[Letter]:
    for key, mail in sorted(box.items()):
        if not {"S", "F"} & set(mail.get_flags()):
            yield Letter(
                box.get_bytes(key), partial(_flag_file, box, key, "S"), partial(_flag_file, box, key, "F")
            )


def _flag_file(box: mailbox.Maildir, key: str, flag: str) -> None:
    mail = box.get_message(key)
    mail.set_subdir("cur")
    mail.add_flag(flag)
    box[key] = mail


@contextmanager
def _signed_in(where: SplitResult) -> Iterator[imaplib.IMAP4]:
    kind = imaplib.IMAP4_SSL if where.scheme == "imap+ssl" else imaplib.IMAP4
    port = where.port or _PORTS[where.scheme]
    with kind(where.hostname or "", port, timeout=PATIENCE_SECONDS) as server:
        server.login(unquote(where.username or ""), unquote(where.password or ""))
        server.select(where.path.strip("/") or "INBOX")
        yield server


def _on_server(server: imaplib.IMAP4) -> Iterator[Letter]:
    _, found = server.uid("SEARCH", "UNSEEN UNFLAGGED")
    for number in found[0].split():
        _, parts = server.uid("FETCH", number, "(BODY.PEEK[])")
        flag = partial(server.uid, "STORE", number, "+FLAGS")
        yield Letter(parts[0][1], partial(flag, r"(\Seen)"), partial(flag, r"(\Flagged)"))
