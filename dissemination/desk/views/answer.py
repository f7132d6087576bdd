"""The full-screen answer: read at arm's length."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise

from dissemination.desk import badges
from dissemination.events.models import Event
from registrations.invites import told_groups, told_places
from registrations.models import Registration


def answer(
    request: HttpRequest,
    event: Event,
    title: str,
    tone: str,
    *,
    reason: str | Promise = "",
    registration: Registration | None = None,
) -> HttpResponse:
    """One word, one colour, the name and the tables."""
    context = {
        "event": event,
        "title": title,
        "tone": tone,
        "reason": reason,
        "registration": registration,
        "since": _since(registration),
        **(_tables(registration) if registration else {}),
    }
    return render(request, "desk/answer.html", context)


def _tables(registration: Registration) -> dict[str, object]:
    """Where they sit as told; whether the badge says so, and whether a workshop has no table for them."""
    event, told = registration.event, told_places(registration)
    is_there = registration.mode == Registration.Mode.IN_PERSON and registration.has_place
    workshops = event.sessions.planned().filter(ends_at__gt=timezone.now())
    others = workshops.exclude(pk__in=[place.session_id for place in told])
    return {
        "groups": told_groups(registration),
        "is_badge_old": bool(badges.says_otherwise(registration)),
        "no_table_for": list(others) if is_there and event.groups_told_at else [],
    }


def _since(registration: Registration | None) -> str:
    """When they came, by the event's clock."""
    if registration is None or registration.checked_in_at is None:
        return ""
    return f"{registration.event.local(registration.checked_in_at):%H:%M}"
