"""What comes without a person at a page: the press that ends news (RFC 8058), and a provider's notices."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from dissemination.core.tokens import read_token
from dissemination.documents.notices import Forged
from dissemination.messaging import returns, services
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


@csrf_exempt  # a provider brings its notices by itself, and signs them
@require_POST
def bounces(request: HttpRequest) -> HttpResponse:
    """Mailgun's webhook: taken (200), or refused for good (406), so that it is not brought again."""
    if not settings.MAILGUN_SIGNING_KEY:
        raise Http404
    try:
        returns.take_in_notice(request.body, at=timezone.now())
    except Forged:
        return HttpResponse(status=406)
    return HttpResponse()


def _leading_nowhere(response: HttpResponse) -> HttpResponse:
    """The token stands in the address of the page: what is followed from here does not learn it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
