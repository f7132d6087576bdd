"""The front page, a project, what we promise, and whether we are well."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dissemination.events.models import Event, Project
from dissemination.messaging.models import Heartbeat
from dissemination.messaging.querysets import SWEEP_IS_LATE

LASTS = timedelta(days=180)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """All public events: the coming ones first, then what the past ones concluded."""
    now = timezone.now()
    events = list(Event.objects.published().select_related("project", "venue").order_by("starts_at"))
    coming = [event for event in events if not event.is_over(now)]
    past = [event for event in reversed(events) if event.is_over(now)]
    return render(request, "pages/home.html", {"coming": coming, "past": past})


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """What the project achieved, its tools, and its events."""
    shown = get_object_or_404(Project.objects.with_public_events().select_related("owner"), slug=slug)
    events = shown.events.published().select_related("venue").order_by("starts_at")
    context = {
        "project": shown,
        "events": events,
        "outputs": shown.outputs.all(),
        "stories": shown.case_studies.published(),
    }
    return render(request, "pages/project.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, and for how long."""
    return render(request, "pages/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible these pages are, and whom to tell when one is not."""
    return render(request, "pages/accessibility.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read public pages, and nothing that a link opens."""
    return render(request, "pages/robots.txt", content_type="text/plain")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116). It says the same for half a year, while the site is looked after."""
    expires = (timezone.now() + LASTS).replace(hour=0, minute=0, second=0, microsecond=0)
    address = settings.SITE_URL + reverse("pages:security")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {address}",
        "Preferred-Languages: en",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the web process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers and the mail sweep is alive; 503 with the reason otherwise."""
    try:
        is_alive = Heartbeat.objects.since(timezone.now() - SWEEP_IS_LATE).exists()
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", content_type="text/plain", status=503)
    if not is_alive:
        return HttpResponse("The mail sweep has not run.\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
