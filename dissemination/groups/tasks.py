"""The engine at work on drafts, by the clock of the worker."""

from celery import shared_task
from django.utils import timezone

from dissemination.groups import services
from dissemination.groups.models import Draft


@shared_task
def work_on_drafts() -> None:
    """Every draft that somebody has asked for, one after the other."""
    for draft in Draft.objects.to_be_worked_on(timezone.now()).select_related("event"):
        services.work_on(draft, at=timezone.now())
