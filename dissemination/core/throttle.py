"""How often one visitor may try something in a minute, counted in the cache that all processes share."""

import ipaddress
import time
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest  # noqa: TID251 - who is counted stands in the request

SECONDS = 60
View = TypeVar("View")


def address(request: HttpRequest) -> str:
    """The visitor's address as the trusted proxies saw it; what a visitor claims further left counts for
    nothing. One household or office has one IPv6 network (/64), so that is what is counted."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    seen = hops[-trusted] if 0 < trusted <= len(hops) else ""
    return _network(seen or request.META.get("REMOTE_ADDR", ""))


def visitor(request: HttpRequest) -> str:
    """Who is counted: the person who is signed in, else the address."""
    return f"user {request.user.pk}" if request.user.is_authenticated else address(request)


def is_spent(what: str, who: str, *, most: int) -> bool:
    """Whether this visitor has done it `most` times within the minute that is running for them."""
    return _counted(what, who)[1] >= most


def count(what: str, who: str) -> None:
    """One more. Two at the very same instant may count as one: no promise rests on the exact number."""
    began, number = _counted(what, who)
    cache.set(_key(what, who), (began, number + 1), timeout=SECONDS)


def unlimited(view: View) -> View:
    """Mark a public form that everybody in the room may send in the same minute; say there why it is safe."""
    view.is_unlimited = True  # type: ignore[attr-defined]
    return view


def counted(view: View) -> View:
    """Mark a form that is sent with a pass and names somebody else: it counts like that of a stranger."""
    view.is_counted = True  # type: ignore[attr-defined]
    return view


def is_counted(view: Any) -> bool:
    """Whether what is sent to this view with a pass is counted, too."""
    return getattr(view, "is_counted", False)


def is_limited(view: Any) -> bool:
    """Whether what strangers send to this view is counted."""
    return not getattr(view, "is_unlimited", False)


def _counted(what: str, who: str) -> tuple[float, int]:
    """When this visitor's minute began, and how often since."""
    now = time.time()
    began, number = cache.get(_key(what, who), (now, 0))
    return (began, number) if now - began < SECONDS else (now, 0)


def _key(what: str, who: str) -> str:
    return f"throttle {what} {who}".replace(" ", ":")


def _network(seen: str) -> str:
    try:
        ip = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.IPv6Network((ip, 64), strict=False).network_address)
    return str(ip)
