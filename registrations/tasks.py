"""What happens by itself: offers and held places that ran out pass on, free places are offered."""

from celery import shared_task
from django.utils import timezone

from dissemination.events.models import Event
from registrations import services
from registrations.models import Allotment


@shared_task
def give_back_unused() -> None:
    """Places that were held for an organisation until now are free again."""
    for allotment in Allotment.objects.due(timezone.now()).select_related("event"):
        services.give_back_due(allotment, at=timezone.now())


@shared_task
def fill_free_places() -> None:
    """End offers that ran out and offer free places, at every event to come where somebody waits."""
    to_come = Event.objects.filter(ends_at__gt=timezone.now(), cancelled_at=None, postponed_at=None)
    for event in to_come.filter(registrations__state__in=("waiting", "offered")).distinct():
        while services.fill_free_places(event, at=timezone.now()):
            pass
