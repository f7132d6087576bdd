"""Did the mail server take this message? Asked before a retry whose first try may have been accepted."""

from pathlib import Path

from django.conf import settings

WRITES_FILES = "dissemination.messaging.mailbox.EmailBackend"


def was_accepted(message_id: str) -> bool:
    """True when the server's record holds this Message-ID; False when it does not or cannot be asked."""
    if settings.EMAIL_BACKEND != WRITES_FILES:
        return False
    header = f"Message-ID: {message_id}".encode()
    newest_first = sorted(Path(settings.MAIL_DIR).glob("[0-9]*.eml"), reverse=True)
    return any(header in mail.read_bytes()[:2000] for mail in newest_first)
