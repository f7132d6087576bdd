"""Who takes part, as far as each of them wants it known: for everybody, and for people at the event."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dissemination.delegates.record import agreeing
from dissemination.events.models import Event
from registrations.views.found import my_places

A_PAGE = 300


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Those who want everybody to know that they take part."""
    event = get_object_or_404(Event.objects.published(), slug=slug)
    return _page(request, event, "public", {})


@require_safe
def people_here(request: HttpRequest, code: str) -> HttpResponse:
    """Those who want people at this event to know; for those who have a place themselves."""
    one = get_object_or_404(my_places(request).holding_a_place(), code=code)
    return _page(request, one.event, "participants", {"registration": one})


def _page(request: HttpRequest, event: Event, audience: str, more: dict[str, Any]) -> HttpResponse:
    named = agreeing(event, audience).select_related("organisation").order_by(Lower("name"), "pk")
    shown = Paginator(named, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "delegates/people.html", {"event": event, "people": shown, **more})
