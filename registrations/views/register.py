"""Registering, and asking for a lost link."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dissemination.core import throttle
from dissemination.events.models import Event, Organisation
from registrations import policies, services
from registrations.forms import AddressForm, RegisterForm
from registrations.models import Registration
from registrations.services.topics import parts_of

Told = dict[str, str | bool]


# A conference hotel's one address may send hundreds of these at once, when registration opens. It needs no
# limit: one form is one place, a place is one mail, and a known address gets one mail an hour.
@throttle.unlimited
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The form. Sent again, it leads to the same page; a known address sees what a new one would see."""
    event = _public_event(request, slug)
    verdict = policies.may_register(event, at=timezone.now())
    if request.method != "POST" and not verdict:
        return render(request, "registrations/closed.html", {"event": event, "reason": verdict.reason})
    form = RegisterForm(request.POST or None, request.FILES or None, event=event, **parts_of(event))
    if form.is_valid():
        details, key = form.details, form.cleaned_data["form_key"]
        is_full = policies.is_full(event, details.mode)
        registration = services.register(event, details, form_key=key, at=timezone.now(), said=form.said)
        told = _told(registration, details, key, is_full=is_full)
        request.session["registered"] = {**request.session.get("registered", {}), str(event.pk): told}
        return redirect("registrations:registered", slug=slug)
    organisations = Organisation.objects.known().order_by("name")
    return render(
        request,
        "registrations/register.html",
        {"event": event, "form": form, "organisations": organisations},
        status=422 if form.is_bound else 200,
    )


@require_safe
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """The ticket, in the words of what was just sent, and where to look for the rest."""
    event = _public_event(request, slug)
    told = request.session.get("registered", {}).get(str(event.pk))
    if not told:
        return redirect("registrations:register", slug=slug)
    return render(request, "registrations/registered.html", {"event": event, "told": told})


@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a link again. The answer is the same for an address that we know and one that we do not."""
    event = _public_event(request, slug)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        services.send_link(event, form.cleaned_data["email"], at=timezone.now())
        return render(request, "registrations/link_sent.html", {"event": event})
    return render(
        request,
        "registrations/lost_link.html",
        {"event": event, "form": form},
        status=422 if form.is_bound else 200,
    )


def _public_event(request: HttpRequest, slug: str) -> Event:
    rows = Event.objects.visible_to(request.user).select_related("venue", "project")
    return get_object_or_404(rows, slug=slug)


def _told(registration: Registration, details: services.Details, key: uuid.UUID, *, is_full: bool) -> Told:
    """What the next page says. It repeats what was typed and never tells that the address was known."""
    is_new = registration.form_key == key
    return {
        "name": details.name,
        "mailbox": details.email or details.contact_email,
        "is_online": details.mode == Registration.Mode.ONLINE,
        "waits": registration.state == Registration.State.WAITING if is_new else is_full,
    }
