"""Links that carry a right: a random code and a keyed hash of it, so that the database alone opens nothing.

A row keeps a random `code`; the link carries `<code>.<mac>` where the MAC is made with the installation's
secret key and the purpose. The link can be made again for the next mail, a new code withdraws every old
link, and a copy of the database without the key yields none. See docs/adr/0004-links-that-carry-a-right.md.
What is typed by hand is shorter and made in the same way: docs/adr/0010-a-code-to-type.md.
"""

import secrets
from collections.abc import Iterable

from django.utils.crypto import constant_time_compare, salted_hmac

MAC_LENGTH = 32  # hex digits: 128 bits
LETTERS = "23456789CDFGHJKMNPQRTVWX"  # none that looks like another, and no vowels: no words come out
MISREAD = str.maketrans("BSZ", "852")
TYPED_LENGTH = 8  # letters: 36 bits, which a stranger may try 30 times a minute


def new_code() -> str:
    """A fresh random code for a row, 16 URL-safe characters (96 bits)."""
    return secrets.token_urlsafe(12)


def _mac(purpose: str, code: str) -> str:
    return salted_hmac(f"onward.link.{purpose}", code, algorithm="sha256").hexdigest()[:MAC_LENGTH]


def link_token(purpose: str, code: str) -> str:
    """The token to put into a link for this purpose ("place", "speaking", "table"…) and row code."""
    return f"{code}.{_mac(purpose, code)}"


def read_token(purpose: str, token: str) -> str | None:
    """The row code that a token opens for this purpose, or None when it was not made by us."""
    code, _, mac = token.rpartition(".")
    return code if code and constant_time_compare(mac, _mac(purpose, code)) else None


def typed_code(purpose: str, code: str) -> str:
    """What a person types to open a row where no code can be scanned: “4KX7-9QMR”."""
    number = int(salted_hmac(f"onward.typed.{purpose}", code, algorithm="sha256").hexdigest(), 16)
    letters = [LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(TYPED_LENGTH)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def read_typed(purpose: str, typed: str, codes: Iterable[str]) -> str | None:
    """Which of these row codes was meant; capitals, spaces, hyphens and letters misread do not matter."""
    meant = _plain(typed)
    return next(
        (code for code in codes if constant_time_compare(meant, _plain(typed_code(purpose, code)))), None
    )


def _plain(typed: str) -> str:
    return "".join(filter(str.isalnum, typed.upper()))[: TYPED_LENGTH + 1].translate(MISREAD)
