"""Two small laws for every response: a refusal is a polite page, and private pages are never cached."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dissemination.core.verdicts import Refused

Answer = Callable[[HttpRequest], HttpResponse]


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
        return render(request, "refused.html", {"reason": exception.reason}, status=409)


class PrivacyHeadersMiddleware:
    """`private, no-store` on what was made for one person; resource and permission headers on everything."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        personal = request.session.accessed or request.COOKIES.keys() & {"passes", "__Host-passes"}
        if personal and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
