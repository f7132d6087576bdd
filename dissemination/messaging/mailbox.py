"""Where mails go when no mail server is set: one .eml file each, exactly the bytes a server would get."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, SafeMIMEText

_last_written: dict[Path, int] = {}  # by folder: reading thousands of names for each mail takes its time


class EmailBackend(BaseEmailBackend):
    """Writes `000001.eml`, `000002.eml` … into `MAIL_DIR`, in the order of delivery."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each message; returns how many were written."""
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder, cast(SafeMIMEText, message.message()).as_bytes(linesep="\r\n"))
        return len(email_messages)


def _next_number(folder: Path) -> int:
    """One more than the last that this process wrote there; where that is gone, all names are read."""
    last = _last_written.get(folder, 0)
    if last and (folder / f"{last:06}.eml").exists():
        return last + 1
    return 1 + max((int(mail.stem) for mail in folder.glob("[0-9]*.eml")), default=0)


def _write(folder: Path, content: bytes) -> None:
    """Write under the next free number; two processes that choose the same one do not meet in one file."""
    number = _next_number(folder)
    while True:
        try:
            with (folder / f"{number:06}.eml").open("xb") as file:
                file.write(content)
        except FileExistsError:
            number += 1
        else:
            _last_written[folder] = number
            return
