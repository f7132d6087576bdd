"""The pages behind the link in an invitation: yes with the form, or no with a reason."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dissemination.core import passes
from dissemination.core.forms import done
from dissemination.core.tokens import read_token
from dissemination.events.models import Organisation
from dissemination.guests import policies, services
from dissemination.guests.forms import DeclineForm
from dissemination.guests.links import PURPOSE
from dissemination.guests.models import Guest
from registrations.forms import RegisterForm
from registrations.services.topics import all_parts_of

FORM = ["GET", "HEAD", "POST"]


@require_safe
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let this browser answer, and take the token out of the address."""
    code = read_token(PURPOSE, token)
    guest = Guest.objects.for_codes([code or ""]).first()
    if guest is None:
        return render(request, "guests/no_invitation.html", status=404)
    answer = redirect("guests:invitation", code=guest.code)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return passes.grant(request, answer, purpose=PURPOSE, code=guest.code)


@require_http_methods(FORM)
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """The invitation with its form; once it is accepted, what to do next."""
    guest = _mine(request, code)
    form = RegisterForm(
        request.POST or None, request.FILES or None, event=guest.event, **all_parts_of(guest.event)
    )
    accept = partial(services.accept, guest, at=timezone.now())
    if form.is_valid() and done(form, lambda: accept(form.details, **form.sent)):
        return redirect("guests:invitation", code=code)
    works_at = guest.organisation.name if guest.organisation else ""
    form.initial.update({"name": guest.name, "email": guest.email, "organisation": works_at})
    context = {
        "guest": guest,
        "event": guest.event,
        "form": form,
        "organisations": Organisation.objects.offered().order_by("name"),
        "has_said_yes": policies.has_said_yes(guest),
        "may_accept": policies.may_accept(guest, at=timezone.now()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "guests/invitation.html", context, status=status)


@require_http_methods(FORM)
def decline(request: HttpRequest, code: str) -> HttpResponse:
    """Say no, with a reason or without."""
    guest = _mine(request, code)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.decline(guest, **form.cleaned_data, at=timezone.now())
        return redirect("guests:invitation", code=code)
    context = {"guest": guest, "event": guest.event, "form": form, "may_decline": policies.may_decline(guest)}
    return render(request, "guests/decline.html", context, status=422 if form.is_bound else 200)


def _mine(request: HttpRequest, code: str) -> Guest:
    rows = Guest.objects.for_codes(passes.held(request, PURPOSE))
    found: Guest = get_object_or_404(
        rows.select_related("event__venue", "event__project", "organisation", "registration"), code=code
    )
    return found
