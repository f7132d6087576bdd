"""What every page of an event in the workspace begins with: the event in hand, and the frame around it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from dissemination.events.models import Event
from dissemination.events.policies import SETUP_WRITERS
from dissemination.events.querysets import EventQuerySet


def event_for(
    request: HttpRequest,
    slug: str,
    roles: tuple[str, ...] = SETUP_WRITERS,
    of: EventQuerySet | None = None,
) -> Event:
    """The event, for its organisers or whoever has one of the roles; 404 for everybody else.

    `of` are the events with what else the page reads about them.
    """
    events = (Event.objects if of is None else of).for_roles(request.user, roles)
    shown = _with_path(request, events.select_related("project", "venue"))
    event: Event = get_object_or_404(shown, slug=slug)
    vars(request)["event_in_hand"] = event  # the sidebar shows its path
    return event


def _with_path(request: HttpRequest, events: QuerySet[Event]) -> QuerySet[Event]:
    """The events with the figures that the sidebar of a page shows, asked in the same query."""
    site: Any = admin.site
    found: QuerySet[Event] = site.with_path(events) if request.method in ("GET", "HEAD") else events
    return found


def page(request: HttpRequest, name: str, event: Event, more: dict[str, Any]) -> HttpResponse:
    """A page of the workspace, with everything that its frame needs."""
    return render(request, name, admin.site.each_context(request) | {"event": event} | more)
