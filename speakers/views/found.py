"""Find the appearance that a page is about, or say what to do when it cannot be opened."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dissemination.core import passes
from speakers.models import Appearance

Page = Callable[[HttpRequest, Appearance], HttpResponseBase]


def wrong_link(request: HttpRequest) -> HttpResponse:
    """The same page for a link that is wrong, old or somebody else's."""
    return render(request, "speakers/wrong_link.html", status=404)


def of_the_speaker(page: Page) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Hand the page the appearance, when this browser has opened its link or its speaker is signed in."""

    @wraps(page)
    def found(request: HttpRequest, code: str) -> HttpResponseBase:
        mine = Appearance.objects.open_to(passes.held(request, "speaking"), request.user)
        appearance = mine.with_slides().filter(code=code).first()
        return page(request, appearance) if appearance else wrong_link(request)

    return found
