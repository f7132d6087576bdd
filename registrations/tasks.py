"""What happens by itself: offers that ran out pass on, and free places go to those who wait."""

from celery import shared_task
from django.utils import timezone

from dissemination.events.models import Event
from registrations import services


@shared_task
def fill_free_places() -> None:
    """End offers that ran out and offer free places, at every event to come where somebody waits."""
    to_come = Event.objects.filter(ends_at__gt=timezone.now(), cancelled_at=None)
    for event in to_come.filter(registrations__state__in=("waiting", "offered")).distinct():
        services.fill_free_places(event, at=timezone.now())
