"""What happens by the clock: mailings are laid out, begun and written into the outbox."""

from celery import shared_task
from django.utils import timezone

from dissemination.mailings import services


@shared_task
def carry_out() -> None:
    """Do what is due now."""
    services.carry_out(at=timezone.now())
