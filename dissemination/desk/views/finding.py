"""The event whose desk this is, and its people, for those who work there; 404 for everybody else."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from dissemination.events.models import Event
from dissemination.events.policies import DESK_WORKERS
from registrations.models import Registration
from registrations.querysets import RegistrationQuerySet


def event_for(request: HttpRequest, slug: str) -> Event:
    """The event, when this user works at its desk."""
    return get_object_or_404(Event.objects.for_roles(request.user, DESK_WORKERS), slug=slug)


def people_of(event: Event) -> RegistrationQuerySet:
    """Everybody registered, with organisation."""
    people: RegistrationQuerySet = event.registrations.select_related("organisation")
    return people


def person_for(request: HttpRequest, slug: str, number: int) -> Registration:
    """One person of the event."""
    found: Registration = get_object_or_404(people_of(event_for(request, slug)), pk=number)
    return found


def surname(registration: Registration) -> tuple[str, str, int]:
    """How a queue names itself: by the last word of the name, as the badges lie."""
    return registration.name.rpartition(" ")[2].casefold(), registration.name.casefold(), registration.pk
