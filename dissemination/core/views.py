"""What belongs to no app: the page for a form that has expired, and files that strangers have sent."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from dissemination.core.middleware import PRIVATE

INERT = "default-src 'none'; sandbox"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was open too long, and that going back and sending it again helps (403)."""
    return render(request, "expired_form.html", status=403)


def inert(response: FileResponse, caching: str = PRIVATE) -> FileResponse:
    """The file, of which no browser runs anything; kept by nobody unless told otherwise."""
    response.headers["Cache-Control"] = caching
    response.headers["Content-Security-Policy"] = INERT
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
