"""Booking for colleagues: one form with a row for each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dissemination.events.models import Event, Organisation
from registrations import policies, services
from registrations.forms import BookingForm, rows_of
from registrations.forms.colleagues import MORE, MOST, ROWS
from registrations.views.register import public_event


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """The rows, and more of them on request; sent, everybody in them is registered."""
    event = public_event(request, slug)
    verdict = policies.may_register(event, at=timezone.now())
    if request.method != "POST" and not verdict:
        return render(request, "registrations/closed.html", {"event": event, "reason": verdict.reason})
    if request.method != "POST" or "more" in request.POST:
        return _page(request, event, *_with_more_rows(request, event))
    form, rows = BookingForm(request.POST, event=event), rows_of(ROWS)(request.POST)
    if not (form.is_valid() and rows.is_valid()):
        return _page(request, event, form, rows, status=422)
    booking = form.booking(rows)
    services.book(event, booking, form_key=form.cleaned_data["form_key"], at=timezone.now())
    names = [name for name, _ in booking.colleagues]
    request.session["booked"] = {**request.session.get("booked", {}), str(event.pk): names}
    return redirect("registrations:booked", slug=slug)


@require_safe
def booked(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has had a mail, in the words of what was just sent."""
    event = public_event(request, slug)
    names = request.session.get("booked", {}).get(str(event.pk))
    if not names:
        return redirect("registrations:book", slug=slug)
    return render(request, "registrations/booked.html", {"event": event, "names": names})


def _with_more_rows(request: HttpRequest, event: Event) -> tuple[BookingForm, Any]:
    """The form as it is filled in so far, judged by nobody yet, with some more rows."""
    sent = request.POST
    shown = [number for number in range(MOST) if f"form-{number}-name" in sent]
    known = [{name: sent.get(f"form-{n}-{name}", "") for name in ("name", "email")} for n in shown]
    number = min(len(shown) + MORE, MOST) if shown else ROWS
    form = BookingForm(event=event, initial={name: sent[name] for name in sent if name != "more"})
    return form, rows_of(number - len(known) + 1 if known else number)(initial=known)


def _page(
    request: HttpRequest, event: Event, form: BookingForm, rows: Any, *, status: int = 200
) -> HttpResponse:
    organisations = Organisation.objects.offered().order_by("name")
    context = {
        "event": event,
        "form": form,
        "rows": rows,
        "organisations": organisations,
        "may_have_more": rows.total_form_count() < MOST,
    }
    return render(request, "registrations/book.html", context, status=status)
