"""An event and its programme, before, during and after the day."""

from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dissemination.documents import calendar
from dissemination.events.models import Event
from dissemination.outcomes.models import Outcome
from sessions import timetable
from sessions.models import Session
from speakers.models import Appearance, Material


def shown_event(request: HttpRequest, slug: str) -> Event:
    """The event that the visitor may see at this address; 404 where there is none."""
    events = Event.objects.visible_to(request.user).select_related("project", "venue")
    return get_object_or_404(events, slug=slug)


def _on_stage() -> Prefetch:
    speaking = Appearance.objects.on_the_programme().select_related("speaker__organisation")
    return Prefetch("appearances", queryset=speaking)


def sessions_of(event: Event) -> QuerySet[Session]:
    """The programme in order, with rooms and with who is on stage."""
    return event.sessions.in_order().select_related("room").prefetch_related(_on_stage())


def _conclusions(event: Event) -> QuerySet[Outcome]:
    """What stands, the final ones before early thoughts."""
    return Outcome.objects.filter(event=event).published().standing().order_by("-stage", "order", "pk")


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """What, when, where, for whom, who speaks, what is debated; after the day, what was concluded."""
    shown = shown_event(request, slug)
    is_over = shown.ends_at < timezone.now()
    extra = (
        [Prefetch("appearances__materials", queryset=Material.objects.public())] if is_over else ["questions"]
    )
    sessions = sessions_of(shown).annotate(tables=Count("groups")).prefetch_related(*extra)
    outcomes = _conclusions(shown) if is_over else []
    context = {
        "event": shown,
        "is_over": is_over,
        "slots": timetable.slots(shown, sessions, at=timezone.now()),
        "outcomes": outcomes,
    }
    return render(request, "pages/event.html", context)


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The running order with times, rooms, speakers and questions; what is on now and what is next."""
    shown = shown_event(request, slug)
    sessions = sessions_of(shown).prefetch_related("questions__perspectives")
    slots = timetable.slots(shown, sessions, at=timezone.now())
    context = {"event": shown, "parts": timetable.parts(slots), "at": timezone.now()}
    return render(request, "pages/programme.html", context)


@require_safe
def programme_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme as a calendar to subscribe to (PUBLISH; it names no delegate)."""
    shown = shown_event(request, slug)
    address = request.build_absolute_uri(reverse("pages:programme", args=[slug]))
    entries = [_entry(shown, session, address) for session in sessions_of(shown) if not shown.is_postponed]
    content = calendar.feed(entries, name=shown.title)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'inline; filename="{shown.slug}.ics"'
    return response


def _entry(event: Event, session: Session, address: str) -> calendar.Entry:
    place = [session.room.name] if session.room else []
    place += [str(event.venue)] if event.venue else []
    return calendar.Entry(
        uid=f"session-{session.pk}-{event.slug}",
        sequence=0,
        summary=session.title,
        description=session.abstract,
        location=", ".join(place),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=event.zone,
        stamped_at=timezone.now(),
        url=address,
        organiser_name=event.contact_name or event.project.title,
        organiser_email=event.contact_email,
    )
