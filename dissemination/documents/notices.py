"""What a mail provider says of a mail that it could not deliver, read: the notices of Mailgun's webhook.

A notice is signed over its moment and a random token, not over what it says. It is therefore a claim like any
other mail that comes back, and old ones are not taken: whoever acts on it compares it with what was sent.
"""

import hashlib
import hmac
import json
import re
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from dissemination.documents import plain
from dissemination.documents.returned import Bounce

FRESH = timedelta(hours=24)  # a notice that could not be left is brought again for some hours
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


class Forged(Exception):
    """Nobody who has the key has signed this notice, or it was signed long ago."""


def read(content: bytes, *, key: str, at: datetime) -> Bounce | None:
    """The bounce of which a notice tells; None when it tells of something else. Raises `Forged`."""
    told = _told(content)
    if not _is_signed(_part(told, "signature"), key=key, at=at):
        raise Forged
    event = _part(told, "event-data")
    message_id = _line(_part(_part(event, "message"), "headers").get("message-id"))
    if event.get("event") != "failed" or not message_id:
        return None
    status = _part(event, "delivery-status")
    said = _line(status.get("message")) or _line(status.get("description")) or _line(event.get("reason"))
    found = _STATUS.search(_line(status.get("enhanced-code"))) or _STATUS.search(said)
    return Bounce(
        message_id=f"<{message_id.strip('<>')}>",
        recipient=_line(event.get("recipient")).lower(),
        status=found[0] if found else _line(status.get("code")),
        diagnostic=said,
        is_final=event.get("severity") == "permanent",
    )


def _told(content: bytes) -> dict[str, Any]:
    """The object that was sent; an empty one for whatever else a stranger sends."""
    with suppress(ValueError, RecursionError):
        told = json.loads(content)
        return told if isinstance(told, dict) else {}
    return {}


def _is_signed(signature: dict[str, Any], *, key: str, at: datetime) -> bool:
    moment, token, given = (_line(signature.get(name)) for name in ("timestamp", "token", "signature"))
    if (
        not moment.isascii()
        or not moment.isdecimal()
        or abs(at.timestamp() - float(moment)) > FRESH.total_seconds()
    ):
        return False
    ours = hmac.new(key.encode(), f"{moment}{token}".encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(ours.encode(), given.encode())


def _part(told: dict[str, Any], name: str) -> dict[str, Any]:
    part = told.get(name)
    return part if isinstance(part, dict) else {}


def _line(value: object) -> str:
    return plain.one_line(str(value)) if isinstance(value, str | int) else ""
