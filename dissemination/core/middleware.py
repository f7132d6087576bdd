"""Small laws for every response: refusals are polite, guessing is slowed, bodies are bounded, private pages
are never cached."""

from collections.abc import Callable, Mapping
from io import IOBase
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from dissemination.core import throttle
from dissemination.core.verdicts import Refused

Answer = Callable[[HttpRequest], HttpResponse]

SECRETS = frozenset({"token", "ticket"})  # the names by which routes take what could be guessed
WRONG_LINKS = 30
SENT_BY_STRANGERS = 120
MIXED_IN = 1024 * 1024  # what a form may hold beside its file
NOBODYS = "public, no-cache"
PRIVATE = "private, no-store"


def _taken(request: HttpRequest) -> Mapping[str, Any]:
    """What the route took from the address; nothing when no route fitted."""
    return request.resolver_match.kwargs if request.resolver_match else {}


class _Whole(IOBase):
    """A body that breaks off when the connection does. To the server its end looks like any other."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        self.stream = stream
        self.missing = length

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; `OSError`, which Django takes for a broken connection, when they end too early."""
        wanted = self.missing if size < 0 else min(size, self.missing)
        data = self.stream.read(wanted)
        self.missing -= len(data)
        if len(data) < wanted:
            raise OSError("the connection was cut while the body was sent")
        return data


class BodyMiddleware:
    """Answers 413 to a body over the upload limit before one byte of it is read. No half body gets through.

    A body without a length is empty for WSGI, so that the header is all there is to look at.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or "0"
        length = int(told) if told.isdecimal() else 0
        if length > settings.UPLOAD_LIMIT_BYTES + MIXED_IN:
            return render(request, "413.html", {"limit": settings.UPLOAD_LIMIT_BYTES}, status=413)
        request._stream = cast(BinaryIO, _Whole(request._stream, length))
        return self.get_response(request)


class ThrottleMiddleware:
    """Answers 429 to whoever tries too many wrong links, or sends public forms too fast.

    Every route that takes a `token` or a `ticket` is watched, those of tomorrow too. Who is signed in is
    counted by name, so that a stranger in the same building cannot stop the desk.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in (404, 410) and SECRETS & _taken(request).keys():
            throttle.count("wrong link", throttle.visitor(request))
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The page that asks for a minute's patience, or None to go on."""
        if SECRETS & kwargs.keys():
            is_over = throttle.is_spent("wrong link", throttle.visitor(request), most=WRONG_LINKS)
        else:
            is_over = _is_from_stranger(request, view) and _sends_too_fast(request)
        return render(request, "429.html", status=429) if is_over else None


def _is_from_stranger(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """A public form sent without a pass and without a name, or one whose pass counts for nothing here."""
    has_pass = "code" in _taken(request) and not throttle.is_counted(view)
    is_public = request.method == "POST" and not has_pass and throttle.is_limited(view)
    return is_public and not request.user.is_authenticated


def _sends_too_fast(request: HttpRequest) -> bool:
    """Count one more form of this kind; true when this address has sent its share of this minute."""
    what, who = f"form {_name(request)}", throttle.address(request)
    if throttle.is_spent(what, who, most=SENT_BY_STRANGERS):
        return True
    throttle.count(what, who)
    return False


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


class RefusedMiddleware:
    """Turns a `Refused` that no view answered into a page that says why, with status 409."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The polite page for a refusal; None (Django's own handling) for anything else."""
        if not isinstance(exception, Refused):
            return None
        told = {"reason": exception.reason, "back": _came_from(request)}
        return render(request, "refused.html", told, status=409)


def _came_from(request: HttpRequest) -> str:
    """The page of ours from which this was sent, or nothing."""
    address = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else ""


class PrivacyHeadersMiddleware:
    """`private, no-store` on all that may differ from one visitor to the next, and behind every address that
    opens something; resource and permission headers on everything.

    A public page that was asked for without any cookie is nobody's: a shared cache may keep it, and asks
    each time whether it still stands.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asked_who = request.session.accessed or request.COOKIES.keys() & {"passes", "__Host-passes"}
        if (asked_who or _opens(request)) and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = NOBODYS if _is_nobodys(request, response) else PRIVATE
            patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


def _opens(request: HttpRequest) -> bool:
    """The address names what only somebody in particular may open."""
    return bool(_taken(request).keys() & (SECRETS | {"code"}))


def _is_nobodys(request: HttpRequest, response: HttpResponse) -> bool:
    """Made for a visitor of whom nothing is known, at an address that opens nothing, with no form on it."""
    is_read = request.method in ("GET", "HEAD") and response.status_code == 200
    brings = request.COOKIES or _opens(request)
    keeps = response.cookies or request.session.modified or "CSRF_COOKIE" in request.META
    return is_read and not brings and not keeps
