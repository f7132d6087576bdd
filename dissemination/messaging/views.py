"""Ending news: one press in the mail program (RFC 8058), or one on our page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dissemination.core.tokens import read_token
from dissemination.messaging import services
from dissemination.messaging.models import Addressee
from dissemination.messaging.outbox import NEWS


@csrf_exempt  # a mail program presses for its reader: it has neither a cookie nor a page to take a token from
@require_http_methods(["GET", "HEAD", "POST"])
def news(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once; the press is a POST. The answer to it is the same the second time."""
    addressee = Addressee.objects.filter(code=read_token(NEWS, token) or "").first()
    if addressee is None:
        return _leading_nowhere(render(request, "messaging/no_news.html", status=404))
    if request.method == "POST":
        services.refuse_news(addressee, at=timezone.now())
        addressee.refresh_from_db()
    return _leading_nowhere(render(request, "messaging/news.html", {"addressee": addressee}))


def _leading_nowhere(response: HttpResponse) -> HttpResponse:
    """The token stands in the address of the page: what is followed from here does not learn it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
