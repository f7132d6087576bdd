"""What happens by itself: a place that an organiser adds goes to whoever has waited longest."""

from celery import shared_task
from django.utils import timezone

from dissemination.events.models import Event
from registrations import services


@shared_task
def fill_free_places() -> None:
    """Give the free places of every event to those who wait; nothing happens where there are none."""
    for event in Event.objects.filter(registrations__state="waiting").distinct():
        services.fill_free_places(event, at=timezone.now())


@shared_task
def clear_stray_files() -> None:
    """Remove files that a killed registration left behind."""
    services.clear_stray_files(at=timezone.now())
