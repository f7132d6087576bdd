"""The places that a visitor may open: by a link that this browser has followed, or as their own."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from dissemination.core import passes
from registrations.invites import PURPOSE
from registrations.models import Registration
from registrations.querysets import RegistrationQuerySet


def my_places(request: HttpRequest) -> RegistrationQuerySet:
    """Those that the links opened in this browser lead to, and the user's own."""
    rows = Registration.objects.opened_by(passes.held(request, PURPOSE), request.user)
    return rows.select_related("event__venue", "event__project", "organisation")


def my_place(request: HttpRequest, code: str) -> Registration:
    """The one that the page is about; not found when this visitor may not open it."""
    found: Registration = get_object_or_404(my_places(request), code=code)
    return found
