"""What runs every night."""

from celery import shared_task
from django.utils import timezone

from dissemination.retention import services


@shared_task
def retain() -> None:
    """Delete what its time is over for."""
    services.retain(at=timezone.now())
