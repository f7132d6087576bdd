"""What happens by itself: a list that nobody brought in goes after an hour."""

from celery import shared_task
from django.utils import timezone

from dissemination.delegates import services


@shared_task
def forget_old_lists() -> None:
    """Files with people's data are not kept for later."""
    services.forget_old(at=timezone.now())
