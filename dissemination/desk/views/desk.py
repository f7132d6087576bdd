"""The desk: find somebody, check them in, read the answer at arm's length."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.desk import policies, services
from dissemination.desk.views.answer import answer
from dissemination.desk.views.finding import event_for, people_of, person_for, surname
from dissemination.groups import services as groups
from registrations.invites import TOLD
from registrations.models import GroupPlace, Registration

SHOWN = 50


@require_safe
@login_required
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is expected, who is here; search by name, organisation or ticket."""
    event = event_for(request, slug)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    rows = people_of(event).called(_ticket(words) or words) if words else people_of(event)
    context = {
        "event": event,
        "words": words,
        "people": sorted(rows.prefetch_related(TOLD), key=surname)[:SHOWN],
        "shown": SHOWN,
        "here": event.registrations.attended().count(),
        "expected": event.registrations.holding_a_place().filter(gave_up_place=False).count(),
        "to_tell": GroupPlace.objects.to_tell().people_at(event),
        "may_close": policies.is_time_to_close(event, at=timezone.now()),
    }
    return _with_camera(render(request, "desk/desk.html", context))


@require_POST
@login_required
def scan(request: HttpRequest, slug: str) -> HttpResponse:
    """A scanned or typed ticket: check it in, or say what is wrong with it."""
    event = event_for(request, slug)
    ticket = _ticket(request.POST.get("ticket", ""))
    registration = people_of(event).filter(ticket=ticket).first() if ticket else None
    if registration:
        return _checked_in(request, registration)
    if ticket and Registration.objects.of_other_events(event).filter(ticket=ticket).exists():
        reason = _("This ticket is for another event. Search for the name, or register a walk-in.")
        return answer(request, event, _("Other event"), "stop", reason=reason)
    reason = _("We know no such ticket. Search for the name, or register a walk-in.")
    return answer(request, event, _("Not valid"), "stop", reason=reason)


@require_POST
@login_required
def check_in(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Check in the person whose row was pressed."""
    return _checked_in(request, person_for(request, slug, number))


@require_POST
@login_required
def undo(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """It was somebody else."""
    services.undo_check_in(person_for(request, slug, number), by=signed_in(request.user), at=timezone.now())
    return redirect("desk:desk", slug=slug)


@require_POST
@login_required
def seat(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A table for somebody who is here and has none: found, and told on the screen."""
    registration, by = person_for(request, slug, number), signed_in(request.user)
    try:
        groups.seat_now(registration, by=by, at=timezone.now())
    except Refused as refusal:
        event, reason = registration.event, refusal.reason
        return answer(request, event, _("No table"), "warn", reason=reason, registration=registration)
    return answer(request, registration.event, _("Their table"), "go", registration=registration)


@require_safe
@login_required
def ticket(request: HttpRequest, ticket: str) -> HttpResponse:
    """What a phone's own camera opens: who this is, and one button that checks them in."""
    rows = Registration.objects.for_user(request.user).select_related("event", "organisation")
    registration = get_object_or_404(rows, ticket=ticket)
    context = {"event": registration.event, "registration": registration}
    return render(request, "desk/ticket.html", context)


def _ticket(typed: str) -> str:
    """The ticket in what was scanned or typed: our address of it, or the bare code; nothing when too long."""
    typed = typed.strip()
    if len(typed) > 300 or "\x00" in typed:
        return ""
    parts = typed.rsplit("/desk/t/", 1)
    return parts[1].strip("/") if len(parts) == 2 else typed


def _checked_in(request: HttpRequest, registration: Registration) -> HttpResponse:
    was_here = registration.state == Registration.State.ATTENDED
    event = registration.event
    try:
        here = services.check_in(registration, by=signed_in(request.user), at=timezone.now())
    except Refused as refusal:
        return answer(request, event, _("Stop"), "stop", reason=refusal.reason, registration=registration)
    title, tone = (_("Already here"), "warn") if was_here else (_("Welcome"), "go")
    return answer(request, event, title, tone, registration=here)


def _with_camera(response: HttpResponse) -> HttpResponse:
    response.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
    return response
