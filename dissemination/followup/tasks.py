"""What happens by the clock: follow-ups begin, and are written into the outbox."""

from celery import shared_task
from django.utils import timezone

from dissemination.followup import services


@shared_task
def carry_out() -> None:
    """Do what is due now."""
    services.carry_out(at=timezone.now())
