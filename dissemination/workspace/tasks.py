"""What runs by itself over all apps."""

from celery import shared_task
from django.utils import timezone

from dissemination.workspace.services import strays


@shared_task
def clear_strays() -> None:
    """Remove files that no row names."""
    strays.clear_strays(at=timezone.now())
