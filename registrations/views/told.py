"""What the page after the form says: kept by the visitor's own browser, signed, for that event alone."""

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dissemination.events.models import Event
from registrations import policies
from registrations.models import Registration
from registrations.services import Details

COOKIE = "registered"
SECONDS = 2 * 60 * 60
Told = dict[str, Any]


def of(
    event: Event, registration: Registration, details: Details, key: uuid.UUID, *, before: Told | None = None
) -> Told:
    """It repeats what was typed and never tells that the address was known.

    Whoever sends the form once more from the same browser is told what they were told `before`.
    """
    is_new = registration.form_key == key
    waits = (
        registration.state == Registration.State.WAITING if is_new else policies.is_full(event, details.mode)
    )
    typed = {
        "name": details.name,
        "mailbox": details.email or details.contact_email,
        "is_online": details.mode == Registration.Mode.ONLINE,
    }
    if before and not is_new and before.items() >= typed.items():
        return before
    is_pending = bool(policies.needs_approval(event, is_invited=False))
    return typed | {"waits": waits, "is_pending": is_pending}


def write(response: HttpResponse, slug: str, told: Told) -> HttpResponse:
    """Have the browser bring it to the pages of this event; returns the response, with the cookie set."""
    response.set_cookie(
        COOKIE,
        signing.dumps(told, salt=_salt(slug), compress=True),
        max_age=SECONDS,
        path=reverse("registrations:registered", args=[slug]).removesuffix("registered/"),
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Lax",
    )
    return response


def read(request: HttpRequest, slug: str) -> Told | None:
    """What this browser was told at this event within the last two hours."""
    try:
        told: Told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(slug), max_age=SECONDS)
    except signing.BadSignature:
        return None
    return told


def _salt(slug: str) -> str:
    return f"onward.registered.{slug}"
