"""Registering, and asking for a lost link."""

import uuid
from collections.abc import Callable, Hashable, Mapping
from copy import copy
from datetime import datetime
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from dissemination.core import kept, throttle
from dissemination.core.forms import done
from dissemination.core.prepared import Given
from dissemination.core.turns import turn
from dissemination.events.models import Event, Organisation
from registrations import policies, services
from registrations.forms import AddressForm, RegisterForm
from registrations.models import Registration
from registrations.services.topics import all_parts_of
from registrations.services.workshops import seats_left
from registrations.views import told

FILES_A_MINUTE = 20
PLACES = ("capacity", "taken", "online_capacity", "online_taken")
_PLACES = kept.numbered(Event.objects.published().filter(slug=Given("slug")), *PLACES)
UNTELLING = {settings.CSRF_COOKIE_NAME, told.COOKIE}  # cookies that do not change what a page shows


# A conference hotel's one address may send hundreds of these at once, when registration opens. It needs no
# limit: one form is one place, a place is one mail, and a known address gets one mail an hour. A form with a
# file is another thing: it fills a disk.
@throttle.unlimited
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The form. Sent again, it leads to the same page; a known address sees what a new one would see."""
    if request.method != "POST":
        return _empty_form(request, slug)
    if request.FILES and _sends_many_files(request):
        return render(request, "429.html", status=429)
    event = _kept_event(request, slug) or public_event(request, slug)
    form = RegisterForm(request.POST or None, request.FILES or None, event=event, **all_parts_of(event))
    if form.is_valid() and (registration := _registered(event, form)):
        answer = redirect("registrations:registered", slug=slug)
        key = form.cleaned_data["form_key"]
        before = told.read(request, slug)
        return told.write(answer, slug, told.of(event, registration, form.details, key, before=before))
    return HttpResponse(_form_page(request, event, form), status=422 if form.is_bound else 200)


@require_safe
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """The ticket, in the words of what was just sent, and where to look for the rest."""
    words = told.read(request, slug)
    if not words:
        return redirect("registrations:register", slug=slug)
    own = {name: escape(words[name]) for name in ("name", "mailbox")}
    shown = words | {name: kept.hole(name) for name in own}
    page = partial(_ticket_page, request, slug, shown)
    return _kept_page(request, slug, page, own=own, key=(words["waits"], words["is_online"]))


@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a link again. The answer is the same for an address that we know and one that we do not."""
    event = public_event(request, slug)
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


def public_event(request: HttpRequest, slug: str) -> Event:
    """The event, where this visitor may see it."""
    rows = Event.objects.visible_to(request.user).select_related("project", "venue")
    return get_object_or_404(rows, slug=slug)


def _kept_event(request: HttpRequest, slug: str) -> Event | None:
    """The event as it stands now, in a copy of one's own; None for whoever gets no kept page."""
    if not request.COOKIES.keys() <= UNTELLING or not (row := kept.shown_now(_PLACES, slug=slug)):
        return None
    number, *places = row
    event = copy(kept.one(("event", slug), (number,), partial(public_event, request, slug)))
    event.as_of = number
    for name, count in zip(PLACES, places, strict=True):
        setattr(event, name, count)
    return event


def _sends_many_files(request: HttpRequest) -> bool:
    """Count one more form with a file; true when this visitor has sent enough of them for this minute."""
    who = throttle.visitor(request)
    if throttle.is_spent("file", who, most=FILES_A_MINUTE):
        return True
    throttle.count("file", who)
    return False


def _empty_form(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, or why there is none. But for its two keys it is the same for everybody."""
    own = {"form_key": str(uuid.uuid4()), "csrf_token": get_token(request)}
    return _kept_page(request, slug, partial(_open_or_closed_page, request, slug), own=own)


def _kept_page(
    request: HttpRequest,
    slug: str,
    make: Callable[[], str],
    *,
    own: Mapping[str, str],
    key: tuple[Hashable, ...] = (),
) -> HttpResponse:
    """A page with the visitor's own words in its holes, kept for all whom no cookie makes known."""
    event = _kept_event(request, slug)
    now = _state(event, at=timezone.now()) if event else None
    text = kept.one((request.path, get_language(), *key), now, make)
    return HttpResponse(kept.filled(text, own), headers={"Cache-Control": "private, no-store"})


def _state(event: Event, *, at: datetime) -> kept.State:
    """What form and ticket show: the event, what is full, and which of its moments have passed."""
    moments = (event.opens_at, event.closes_at, event.ends_at)
    seats = seats_left(event.pk) if event.asks_more else ()
    full = (event.places_left <= 0, event.room_left <= 0, event.online_left <= 0)
    return (event.as_of, *full, seats, *(moment and moment <= at for moment in moments))


def _registered(event: Event, form: RegisterForm) -> Registration | None:
    """Registered; or not, and the form says which seat is gone. What no other form can mend is a page."""
    act = partial(services.register, event, form.details, **form.sent, at=timezone.now())
    with turn("event", event.pk):
        registration: Registration | None = done(form, act) if form.chosen_seats else act()
    return registration


def _open_or_closed_page(request: HttpRequest, slug: str) -> str:
    event = public_event(request, slug)
    verdict = policies.may_register(event, at=timezone.now())
    if not verdict:
        context = {"event": event, "reason": verdict.reason}
        return render_to_string("registrations/closed.html", context, request)
    form = RegisterForm(event=event, initial={"form_key": kept.hole("form_key")}, **all_parts_of(event))
    return _form_page(request, event, form, csrf_token=kept.hole("csrf_token"))


def _form_page(request: HttpRequest, event: Event, form: RegisterForm, **own: str) -> str:
    organisations = Organisation.objects.offered().order_by("name")
    context = {"event": event, "form": form, "organisations": organisations, **own}
    return render_to_string("registrations/register.html", context, request)


def _ticket_page(request: HttpRequest, slug: str, words: told.Told) -> str:
    event = public_event(request, slug)
    has_workshops = event.sessions.planned().exists()
    context = {"event": event, "told": words, "has_workshops": has_workshops}
    return render_to_string("registrations/registered.html", context, request)
