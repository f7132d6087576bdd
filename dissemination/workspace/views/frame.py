"""What every page of the workspace needs: the event for this user, and the frame around the content."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from dissemination.events.models import Event
from dissemination.events.policies import SETUP_READERS
from dissemination.workspace.querysets import with_figures


def event_for(request: HttpRequest, slug: str, roles: tuple[str, ...] = SETUP_READERS) -> Event:
    """The event with its figures, for those of its team who have one of the roles; 404 for everybody else."""
    mine = Event.objects.for_roles(request.user, roles).values("pk")
    event: Event = get_object_or_404(
        with_figures(Event.objects.filter(pk__in=mine), at=timezone.now()), slug=slug
    )
    vars(request)["event_in_hand"] = event
    return event


def page(request: HttpRequest, name: str, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the workspace."""
    return render(request, name, admin.site.each_context(request) | more, status=status)
