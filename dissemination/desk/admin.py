"""Badges and papers: what can be printed, and what to know before printing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.desk import badges, services
from dissemination.desk.forms import BadgesForm
from dissemination.events.models import Event
from registrations.admin.frame import event_for, page


@require_safe
def papers(request: HttpRequest, slug: str) -> HttpResponse:
    """Print badges or the whole day pack; names that cannot be drawn are told first."""
    return _page(request, event_for(request, slug), BadgesForm())


@require_POST
def print_badges(request: HttpRequest, slug: str) -> HttpResponse:
    """The badges as a file; the page again when something is to be put right."""
    event = event_for(request, slug)
    form = BadgesForm(request.POST)
    if not form.is_valid():
        return _page(request, event, form)
    try:
        content = services.print_badges(
            event, by=signed_in(request.user), at=timezone.now(), **form.cleaned_data
        )
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("desk:papers", slug=slug)
    return pdf(content, f"{event.slug}-badges.pdf")


def pdf(content: bytes, name: str) -> HttpResponse:
    """A file to save."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _papers() -> list[tuple[str, str, str]]:
    """Each paper that can be printed alone: its key, its name, and what it is for."""
    return [
        ("running-sheet", _("Running sheet"), _("Who does what, where and when, with cues and telephones.")),
        (
            "door-list",
            _("Door list"),
            _("Everybody expected, by surname, with tables and a box to tick."),
        ),
        ("plan", _("Plan of the rooms"), _("The tables with numbers, seats and what each offers.")),
        ("signs", _("Table signs, to fold"), _("One A4 sheet each: fold it and stand it on the table.")),
        ("sign-cards", _("Table signs, A5 cards"), _("Two to a sheet: cut them.")),
        (
            "facilitators",
            _("Facilitators' sheets"),
            _("Who sits here by first name, the questions, and the code of the table's own page."),
        ),
        ("table-sheets", _("Table sheets"), _("The questions with room to write, and the code.")),
    ]


def _page(request: HttpRequest, event: Event, form: BadgesForm) -> HttpResponse:
    worn = badges.wearers(event)
    more = {
        "title": _("Badges and papers"),
        "papers": _papers(),
        "form": form,
        "badges": len(worn),
        "new": len(services.new_wearers(event, worn)),
        "unprintable": badges.unprintable(worn),
    }
    response = page(request, "admin/desk/papers.html", event, more)
    response.status_code = 422 if form.errors else 200
    return response
