"""Who comes in: a browser that has opened the table's link, while the page is open."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from dissemination.capture import policies
from dissemination.capture.links import PURPOSE
from dissemination.capture.models import GroupSheet
from dissemination.core import passes

View = Callable[..., HttpResponse]


def stopped(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    """A polite page that says why nothing opens here, and what to do."""
    return render(request, "capture/stopped.html", {"reason": reason}, status=status)


def unknown(request: HttpRequest) -> HttpResponse:
    """The same answer for a wrong link, a foreign one and one that this browser has not opened today."""
    reason = _("Open your table's link again: scan the code on the table, or ask an organiser for it.")
    return stopped(request, reason, status=404)


def at_table(view: View) -> View:
    """Give the view the sheet that this browser may open, or say politely why not."""

    @wraps(view)
    def wrapped(request: HttpRequest, code: str, **more: object) -> HttpResponse:
        sheets = GroupSheet.objects.for_codes(passes.held(request, PURPOSE))
        sheet = sheets.select_related("group__session__event").filter(code=code).first()
        if sheet is None:
            return unknown(request)
        verdict = policies.may_open(sheet.group, at=timezone.now())
        if not verdict:
            return stopped(request, str(verdict.reason), status=403)
        return view(request, sheet, **more)

    return wrapped
