"""A list of guests comes in, in three steps: the file, what its columns are, and what it would do."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.documents.tables import Table
from dissemination.events.models import Event
from dissemination.guests import policies, services
from dissemination.guests.admin.board import added
from dissemination.guests.forms.lists import TARGETS, GuestListForm, lines_of, sealed, unsealed
from registrations.admin.frame import event_for, page
from registrations.forms.lists import ColumnsForm, RowsForm, guessed

MOST_SHOWN = 50
STEP = ["GET", "HEAD", "POST"]


@require_http_methods(STEP)
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the file. What it holds travels in the pages that follow; nothing of it is kept."""
    event, by, at = event_for(request, slug), signed_in(request.user), timezone.now()
    form = GuestListForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        return _columns_page(request, event, _columns_form(None, form.table))
    more = {"form": form, "verdict": policies.may_list(event, by, at=at), "targets": TARGETS.values()}
    return _page(request, "bring", event, more | {"title": _("Bring in a list")}, is_wrong=bool(form.errors))


@require_http_methods(STEP)
def columns(request: HttpRequest, slug: str) -> HttpResponse:
    """What each column of the file is: guessed from the headings, to be put right."""
    event, table = event_for(request, slug), unsealed(request.POST.get("carried", ""))
    if table is None:
        return _once_more(request, event)
    form = _columns_form(request.POST, table)
    if not form.is_valid():
        return _columns_page(request, event, form)
    wrong = len(services.compare(event, lines_of(table, form.columns)).wrong)
    return _check_page(request, event, form, RowsForm(wrong=wrong))


@require_http_methods(STEP)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Put who is new on the guest list, as the organiser says; a refusal is told above the same page."""
    event, table = event_for(request, slug), unsealed(request.POST.get("carried", ""))
    form = _columns_form(request.POST, table) if table else None
    if table is None or form is None or not form.is_valid():
        return _once_more(request, event)
    lines, by, at = lines_of(table, form.columns), signed_in(request.user), timezone.now()
    asked = RowsForm(request.POST, wrong=len(services.compare(event, lines).wrong))
    if not asked.is_valid():
        return _check_page(request, event, form, asked)
    try:
        found = services.add_list(event, lines, is_whole=asked.is_whole, by=by, at=at)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return _check_page(request, event, form, asked)
    messages.success(request, added(len(found.new), known=found.known, left_out=len(found.wrong)))
    return redirect("guests:board", slug=slug)


def _columns_form(sent: Mapping[str, Any] | None, table: Table) -> ColumnsForm:
    targets = {name: str(label) for name, label in TARGETS.items()}
    return ColumnsForm(sent, table=table, targets=targets, known=guessed(table.headings, targets))


def _columns_page(request: HttpRequest, event: Event, form: ColumnsForm) -> HttpResponse:
    more = {"title": _("What the columns are"), "form": form, "carried": sealed(form.table)}
    return _page(request, "columns", event, more | {"rows": len(form.table.rows)}, is_wrong=bool(form.errors))


def _check_page(request: HttpRequest, event: Event, form: ColumnsForm, asked: RowsForm) -> HttpResponse:
    """What the list would do, with all that it takes to do it."""
    more = {
        "title": _("What this list would do"),
        "found": services.compare(event, lines_of(form.table, form.columns)),
        "form": asked,
        "carried": sealed(form.table),
        "columns": [(bound.html_name, bound.value()) for bound in form],
        "most": MOST_SHOWN,
    }
    return _page(request, "check", event, more, is_wrong=asked.is_bound)


def _page(
    request: HttpRequest, name: str, event: Event, more: dict[str, Any], *, is_wrong: bool
) -> HttpResponse:
    response = page(request, f"admin/guests/{name}.html", event, more)
    response.status_code = 422 if is_wrong else 200
    return response


def _once_more(request: HttpRequest, event: Event) -> HttpResponse:
    """The page has been open for too long, or somebody has come here by the address."""
    if request.method == "POST":
        messages.error(request, _("Choose the file once more: this page was open for too long."))
    return redirect("guests:bring", slug=event.slug)
