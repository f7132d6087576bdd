"""Gathered or not gathered, group by group; one sheet to read, to type in and to open again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from dissemination.accounts.models import User
from dissemination.capture import policies, services
from dissemination.capture.forms import LinesForm, PhotographForm
from dissemination.capture.links import sheet_of, table_link, typed_address
from dissemination.capture.models import GroupSheet
from dissemination.capture.views.table import keep_photograph
from dissemination.core.verdicts import Refused
from dissemination.documents import codes
from dissemination.events.models import Event
from dissemination.events.policies import CAPTURE_READERS, SETUP_WRITERS, may_organise
from sessions.models import Group


def event_for(request: HttpRequest, slug: str, *, writers: tuple[str, ...] = CAPTURE_READERS) -> Event:
    """The event, for those of its team who read what the groups said; 404 for everybody else.

    What is sent (POST) comes from `writers` alone.
    """
    roles = writers if request.method == "POST" else CAPTURE_READERS
    event: Event = get_object_or_404(Event.objects.for_roles(request.user, roles), slug=slug)
    vars(request)["event_in_hand"] = event  # the sidebar shows its path
    return event


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
    groups = Group.objects.of_event(event.pk).select_related(
        "session__event", "room", "session__room", "session__capture_policy"
    )
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
    event = event_for(request, slug, writers=SETUP_WRITERS)
    groups = Group.objects.of_event(event.pk).select_related("session__event")
    group = get_object_or_404(groups, pk=number)
    found = sheet_of(group)
    lines = LinesForm(request.POST if "lines" in request.POST else None, sheet=found)
    picture = PhotographForm(*((request.POST, request.FILES) if "sentence" in request.POST else ()))
    if request.method == "POST" and _done(request, found, lines, picture):
        return redirect("capture:sheet", slug=slug, number=number)
    more = _reading(request, event, found) | {"form": lines, "picture": picture}
    return page(request, "admin/capture/sheet.html", event, more)


def _done(request: HttpRequest, sheet: GroupSheet, lines: LinesForm, picture: PhotographForm) -> bool:
    """Do what was pressed; False when a form has to be put right."""
    assert isinstance(request.user, User)
    by, now = request.user, timezone.now()
    try:
        if "close" in request.POST:
            services.close(sheet, by=by, at=now)
        elif "reopen" in request.POST:
            services.reopen(sheet, by=by, at=now)
        elif picture.is_bound:
            return keep_photograph(sheet, picture, by=by)
        elif lines.is_valid():
            services.paste_lines(sheet, by=by, at=now, **lines.cleaned_data)
        else:
            return False
    except Refused as refused:
        messages.error(request, str(refused))
    return True


@require_safe
def flip_chart(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """The photograph of a group's flip chart, for the team."""
    event = event_for(request, slug)
    found = get_object_or_404(GroupSheet.objects.of_event(event.pk).exclude(photograph=""), group_id=number)
    return FileResponse(found.photograph.open(), content_type="image/jpeg")


def _reading(request: HttpRequest, event: Event, sheet: GroupSheet) -> dict[str, Any]:
    may_write = may_organise(request.user, event)
    link = table_link(sheet.group) if may_write else ""
    points = sheet.points.select_related("question", "perspective").order_by("question__order", "pk")
    return {
        "title": str(sheet),
        "sheet": sheet,
        "points": points,
        "may_write": may_write,
        "link": link,
        "typed": typed_address(sheet.group) if may_write else "",
        "square": codes.square(link) if link else None,
    }
