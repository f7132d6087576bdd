"""What happens by the clock: long lists come in, and a list that nobody brought in goes after an hour."""

from celery import shared_task
from django.utils import timezone

from dissemination.delegates import services
from dissemination.delegates.models import IncomingList


@shared_task
def carry_in_lists() -> None:
    """Every long list that somebody has asked for, one after the other."""
    for incoming in IncomingList.objects.to_be_brought_in(timezone.now()).select_related("event"):
        services.carry_in(incoming, at=timezone.now())


@shared_task
def forget_old_lists() -> None:
    """Files with people's data are not kept for later."""
    services.forget_old(at=timezone.now())
