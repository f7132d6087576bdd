"""What runs by itself about speakers."""

from celery import shared_task
from django.utils import timezone

from speakers import services


@shared_task
def clear_strays() -> None:
    """Remove files that an upload left behind when it was killed."""
    services.clear_strays(at=timezone.now())
