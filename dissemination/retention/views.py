"""The public note: what this event keeps, until when, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from dissemination.events.models import Event
from dissemination.retention.policies import RULES, goes_on


@require_safe
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """The event's own text about data, and the day on which each kind of it goes."""
    events = Event.objects.visible_to(request.user).select_related("project")
    event = get_object_or_404(events, slug=slug)
    rows = [(rule, date_format(event.local(goes_on(rule, event)), "j F Y")) for rule in RULES]
    return render(request, "retention/note.html", {"event": event, "rows": rows})
