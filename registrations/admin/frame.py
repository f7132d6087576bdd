"""What every page of an event in the workspace begins with: the event in hand, and the frame around it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from dissemination.events.models import Event
from dissemination.events.policies import SETUP_WRITERS


def event_for(request: HttpRequest, slug: str, roles: tuple[str, ...] = SETUP_WRITERS) -> Event:
    """The event, for its organisers or whoever has one of the roles; 404 for everybody else."""
    events = Event.objects.for_roles(request.user, roles).select_related("project", "venue")
    event: Event = get_object_or_404(events, slug=slug)
    vars(request)["event_in_hand"] = event  # the sidebar shows its path
    return event


def page(request: HttpRequest, name: str, event: Event, more: dict[str, Any]) -> HttpResponse:
    """A page of the workspace, with everything that its frame needs."""
    return render(request, name, admin.site.each_context(request) | {"event": event} | more)
