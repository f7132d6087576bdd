"""An event's pages for readers of whom nothing is known, kept while they would come out the same."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language_from_request

from dissemination.core import kept
from dissemination.core.middleware import NOBODYS
from dissemination.core.prepared import Given
from dissemination.events.models import Event

_SHOWN = kept.numbered(Event.objects.filter(slug=Given("slug")), "taken", "online_taken")
VIEWS = frozenset({"pages:event", "pages:programme"})


class KeptPagesMiddleware:
    """Answers from memory, before anybody asks who the visitor is, when they brought no cookie at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase | None:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        now = _state(str(key[1]))
        page = kept.found(key, now)
        if page is None:
            response = self.get_response(request)
            if response.headers.get("Cache-Control") != NOBODYS:
                return response
            page = _Page(response)
            kept.keep(key, now, page)
        return get_conditional_response(request, etag=page.etag, response=page.response())


class _Page:
    """What an answer said, to be said again."""

    def __init__(self, response: HttpResponse) -> None:
        self.content = response.content
        self.etag = f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'
        self.headers = {**response.headers, "ETag": self.etag}

    def response(self) -> HttpResponse:
        """A fresh answer; others add their headers to it."""
        return HttpResponse(self.content, headers=self.headers)


def _key(request: HttpRequest) -> tuple[str, str, str, str] | None:
    """Which page this is, with the event's address in second place; None for one that is not kept."""
    if request.method != "GET" or request.COOKIES or request.META.get("QUERY_STRING"):
        return None
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    if match.view_name not in VIEWS:
        return None
    return request.path, match.kwargs["slug"], get_language_from_request(request), request.get_host()


def _state(slug: str) -> kept.State | None:
    """What the event's pages show now; whether they are public counts as a change like any other."""
    shown = kept.shown_now(_SHOWN, slug=slug)
    return kept.state(*shown, at=timezone.now()) if shown else None
