"""The desk: find somebody, check them in, read the answer at arm's length."""

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.desk import policies, services
from dissemination.desk.forms import WalkInForm
from dissemination.events.models import Event, Organisation
from dissemination.events.policies import DESK_WORKERS
from registrations.invites import told_groups
from registrations.models import GroupPlace, Registration
from registrations.querysets import RegistrationQuerySet

SHOWN = 50
TOLD = Prefetch(
    "places",
    GroupPlace.objects.told().select_related("told_group").order_by("session__starts_at", "session__order"),
    to_attr="told_places",
)


@require_safe
@login_required
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is expected, who is here; search by name, organisation or ticket."""
    event = _event(request, slug)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    rows = _people(event).called(_ticket(words) or words) if words else _people(event)
    context = {
        "event": event,
        "words": words,
        "people": sorted(rows.prefetch_related(TOLD), key=_surname)[:SHOWN],
        "shown": SHOWN,
        "here": event.registrations.attended().count(),
        "expected": event.registrations.holding_a_place().filter(gave_up_place=False).count(),
        "may_close": policies.is_time_to_close(event, at=timezone.now()),
    }
    return _with_camera(render(request, "desk/desk.html", context))


@require_POST
@login_required
def scan(request: HttpRequest, slug: str) -> HttpResponse:
    """A scanned or typed ticket: check it in, or say what is wrong with it."""
    event = _event(request, slug)
    ticket = _ticket(request.POST.get("ticket", ""))
    registration = _people(event).filter(ticket=ticket).first() if ticket else None
    if registration:
        return _checked_in(request, registration)
    if ticket and Registration.objects.of_other_events(event).filter(ticket=ticket).exists():
        reason = _("This ticket is for another event. Search for the name, or register a walk-in.")
        return _answer(request, event, _("Other event"), "stop", reason=reason)
    reason = _("We know no such ticket. Search for the name, or register a walk-in.")
    return _answer(request, event, _("Not valid"), "stop", reason=reason)


@require_POST
@login_required
def check_in(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Check in the person whose row was pressed."""
    return _checked_in(request, _person(request, slug, number))


@require_POST
@login_required
def undo(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """It was somebody else."""
    services.undo_check_in(_person(request, slug, number), by=signed_in(request.user), at=timezone.now())
    return redirect("desk:desk", slug=slug)


@require_safe
@login_required
def ticket(request: HttpRequest, ticket: str) -> HttpResponse:
    """What a phone's own camera opens: who this is, and one button that checks them in."""
    rows = Registration.objects.for_user(request.user).select_related("event", "organisation")
    registration = get_object_or_404(rows, ticket=ticket)
    context = {"event": registration.event, "registration": registration}
    return render(request, "desk/ticket.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def walk_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody without a place: a free one, or that of somebody who has not come."""
    event = _event(request, slug)
    form = WalkInForm(request.POST or None, event=event)
    if form.is_valid() and (registration := _walked_in(request, event, form)):
        return _answer(request, event, _("Welcome"), "go", registration=registration)
    organisations = Organisation.objects.known().order_by("name")
    context = {"event": event, "form": form, "organisations": organisations}
    return render(request, "desk/walk_in.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Mark everybody who has not come as absent; ask first."""
    event = _event(request, slug)
    if request.method == "POST":
        services.close_desk(event, by=signed_in(request.user), at=timezone.now())
        return redirect("desk:desk", slug=slug)
    missing = event.registrations.not_come().filter(state="confirmed").count()
    return render(request, "desk/close_desk.html", {"event": event, "missing": missing})


def _walked_in(request: HttpRequest, event: Event, form: WalkInForm) -> Registration | None:
    """The walk-in, registered and here; None with the reason on the form when that is refused."""
    told = form.cleaned_data
    whose, key = told["instead_of"], told["form_key"]
    try:
        return services.walk_in(
            event, form.details, by=signed_in(request.user), at=timezone.now(), instead_of=whose, form_key=key
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.reason))
    return None


def _event(request: HttpRequest, slug: str) -> Event:
    return get_object_or_404(Event.objects.for_roles(request.user, DESK_WORKERS), slug=slug)


def _people(event: Event) -> RegistrationQuerySet:
    people: RegistrationQuerySet = event.registrations.select_related("organisation")
    return people


def _person(request: HttpRequest, slug: str, number: int) -> Registration:
    found: Registration = get_object_or_404(_people(_event(request, slug)), pk=number)
    return found


def _surname(registration: Registration) -> tuple[str, str, int]:
    """How a queue names itself: by the last word of the name, as the badges lie."""
    return registration.name.rpartition(" ")[2].casefold(), registration.name.casefold(), registration.pk


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
        return _answer(request, event, _("Stop"), "stop", reason=refusal.reason, registration=registration)
    title, tone = (_("Already here"), "warn") if was_here else (_("Welcome"), "go")
    return _answer(request, event, title, tone, registration=here)


def _answer(
    request: HttpRequest,
    event: Event,
    title: str,
    tone: str,
    *,
    reason: str | Promise = "",
    registration: Registration | None = None,
) -> HttpResponse:
    """The full-screen answer: one word, one colour, the name and the groups."""
    context = {
        "event": event,
        "title": title,
        "tone": tone,
        "reason": reason,
        "registration": registration,
        "groups": told_groups(registration) if registration else [],
        "since": _since(registration),
    }
    return render(request, "desk/answer.html", context)


def _since(registration: Registration | None) -> str:
    """When they came, by the event's clock."""
    if registration is None or registration.checked_in_at is None:
        return ""
    return f"{registration.event.local(registration.checked_in_at):%H:%M}"


def _with_camera(response: HttpResponse) -> HttpResponse:
    response.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
    return response
