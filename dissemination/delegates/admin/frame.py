"""What these pages have in common: the event for its organisers, and the frame of the workspace."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from dissemination.events.models import Event
from dissemination.events.policies import SETUP_WRITERS


def event_for(request: HttpRequest, slug: str) -> Event:
    """The event, for its organisers; 404 for everybody else."""
    events = Event.objects.for_roles(request.user, SETUP_WRITERS).select_related("project", "venue")
    event: Event = get_object_or_404(events, slug=slug)
    vars(request)["event_in_hand"] = event  # the sidebar shows its path
    return event


def page(
    request: HttpRequest, name: str, event: Event, more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the workspace about this event's delegates."""
    context = admin.site.each_context(request) | {"event": event} | more
    return render(request, f"admin/delegates/{name}.html", context, status=status)
