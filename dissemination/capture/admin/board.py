"""Gathered or not gathered, group by group; one sheet to read, to type in and to open again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dissemination.accounts.models import User
from dissemination.capture import policies, services
from dissemination.capture.forms import LinesForm
from dissemination.capture.links import sheet_of, table_link
from dissemination.capture.models import GroupSheet
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.events.policies import CAPTURE_READERS, may_organise
from sessions.models import Group


def event_for(request: HttpRequest, slug: str) -> Event:
    """The event, for those of its team who read what the groups said; 404 for everybody else."""
    return get_object_or_404(Event.objects.for_roles(request.user, CAPTURE_READERS), slug=slug)


def page(request: HttpRequest, name: str, event: Event, more: dict[str, Any]) -> HttpResponse:
    """A page of the workspace, with everything that its frame needs."""
    context = admin.site.each_context(request) | {"event": event} | more
    return render(request, name, context)


@require_GET
def gathering(request: HttpRequest, slug: str) -> HttpResponse:
    """One line for each group: its state, how many points, and what is missing after the end."""
    event = event_for(request, slug)
    now = timezone.now()
    sheets = GroupSheet.objects.with_counts()
    groups = Group.objects.of_event(event.pk).select_related("session__event", "room", "session__room")
    rows = [_line(group, now) for group in groups.prefetch_related(Prefetch("sheet", sheets))]
    more = {
        "title": _("What the groups said"),
        "rows": rows,
        "gathered": sum(row["is_gathered"] for row in rows),
        "missed": sum(row["is_missed"] for row in rows),
    }
    return page(request, "admin/capture/gathering.html", event, more)


def _line(group: Group, now: Any) -> dict[str, Any]:
    """A group without a sheet counts as one that has not started."""
    sheet = getattr(group, "sheet", None) or GroupSheet(group=group)
    sheet.group = group
    return {
        "group": group,
        "session": group.session,
        "sheet": sheet,
        "points": getattr(sheet, "point_count", 0),
        "is_gathered": sheet.is_handed_in,
        "is_missed": policies.is_missed(sheet, at=now),
    }


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Read one group's sheet with its link; type in what it wrote on paper, close it, open it again."""
    event = event_for(request, slug)
    groups = Group.objects.of_event(event.pk).select_related("session__event")
    group = get_object_or_404(groups, pk=number)
    found = sheet_of(group)
    form = LinesForm(request.POST if "lines" in request.POST else None, sheet=found)
    if request.method == "POST" and _done(request, found, form):
        return redirect("capture:sheet", slug=slug, number=number)
    return page(request, "admin/capture/sheet.html", event, _reading(request, event, found, form))


def _done(request: HttpRequest, sheet: GroupSheet, form: LinesForm) -> bool:
    """Do what was pressed; True when there is nothing to put right."""
    assert isinstance(request.user, User)
    now = timezone.now()
    try:
        if "close" in request.POST:
            services.close(sheet, by=request.user, at=now)
        elif "reopen" in request.POST:
            services.reopen(sheet, by=request.user, at=now)
        elif not form.is_valid():
            return False
        else:
            services.paste_lines(sheet, by=request.user, at=now, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
        return True
    messages.success(request, _("Saved."))
    return True


def _reading(request: HttpRequest, event: Event, sheet: GroupSheet, form: LinesForm) -> dict[str, Any]:
    may_write = may_organise(request.user, event)
    points = sheet.points.select_related("question", "perspective").order_by("question__order", "pk")
    return {
        "title": str(sheet),
        "sheet": sheet,
        "points": points,
        "form": form,
        "may_write": may_write,
        "link": table_link(sheet.group) if may_write else "",
    }
