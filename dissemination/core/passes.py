"""What a link has opened in this browser: the token becomes a signed cookie once, then leaves the URL.

A pass names a purpose and a row code. It opens that one row for twelve hours and nothing else, needs no
account and no session row, and is worth nothing for another purpose.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse  # noqa: TID251 - the one place that sets this cookie

HOURS = 12
MOST = 20
_SALT = "onward.passes"


def _cookie_name() -> str:
    return "__Host-passes" if settings.PRODUCTION else "passes"


def _all(request: HttpRequest) -> list[str]:
    value = request.get_signed_cookie(_cookie_name(), default="", salt=_SALT, max_age=HOURS * 3600)
    return value.split(" ") if value else []


def held(request: HttpRequest, purpose: str) -> list[str]:
    """The row codes that this browser may open for the purpose, oldest first."""
    return [entry.partition(":")[2] for entry in _all(request) if entry.startswith(f"{purpose}:")]


def grant(request: HttpRequest, response: HttpResponse, *, purpose: str, code: str) -> HttpResponse:
    """Let this browser open the row for twelve hours; returns the response, with the cookie set."""
    entry = f"{purpose}:{code}"
    entries = [*(other for other in _all(request) if other != entry), entry][-MOST:]
    response.set_signed_cookie(
        _cookie_name(),
        " ".join(entries),
        salt=_SALT,
        max_age=HOURS * 3600,
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Lax",
    )
    return response
