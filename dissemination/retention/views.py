"""The public note: what this event keeps, until when, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from dissemination.events.models import Event
from dissemination.retention.policies import by_day


@require_safe
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """The event's own text about data, and the day on which each kind of it goes."""
    events = Event.objects.visible_to(request.user).select_related("project")
    event = get_object_or_404(events, slug=slug)
    parts = [(days, date_format(day, "j F Y"), rules) for days, day, rules in by_day(event)]
    return render(request, "retention/note.html", {"event": event, "parts": parts})
