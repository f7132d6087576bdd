"""Links that carry a right: a random code and a keyed hash of it, so that the database alone opens nothing.

A row keeps a random `code`; the link carries `<code>.<mac>` where the MAC is made with the installation's
secret key and the purpose. The link can be made again for the next mail, a new code withdraws every old
link, and a copy of the database without the key yields none. See docs/adr/0004-links-that-carry-a-right.md.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

MAC_LENGTH = 32  # hex digits: 128 bits


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
