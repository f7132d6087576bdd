"""The hall screen: what a projector shows on the day, readable from the back."""

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dissemination.events.models import Event
from dissemination.pages.views.event import sessions_of, shown_event
from sessions import timetable
from sessions.models import Session

REFRESHED_EVERY = 30  # seconds; the browser asks again by itself, without a script


def _counted(event: Event) -> QuerySet[Session]:
    """The programme with what its tables have gathered so far: how much, never a word of it."""
    points = "groups__sheet__points"
    counts = ~Q(**{f"{points}__state": "set_aside"}) & Q(**{f"{points}__is_individual": False})
    return sessions_of(event).annotate(
        tables=Count("groups", distinct=True),
        tables_heard=Count("groups", filter=counts, distinct=True),
        point_count=Count(points, filter=counts, distinct=True),
    )


@require_safe
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """What is on now and what comes next, the workshop's questions, and how much the tables have gathered."""
    event, now = shown_event(request, slug), timezone.now()
    sessions = _counted(event).prefetch_related("questions__perspectives")
    slots = timetable.slots(event, sessions, at=now)
    context = {
        "event": event,
        "at": now,
        "now": [slot for slot in slots if slot.is_now],
        "next": [slot for slot in slots if slot.is_next],
        "is_before": now < event.starts_at,
        "is_over": event.ends_at <= now,
    }
    response = render(request, "pages/screen.html", context)
    response.headers["Refresh"] = str(REFRESHED_EVERY)
    return response
