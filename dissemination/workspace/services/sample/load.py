"""Load the sample as a whole or not at all, and keep its days where they belong."""

from datetime import datetime

from django.db import transaction

from dissemination.events.models import Event
from dissemination.workspace.services.sample import ahead, birmingham, today


def is_loaded() -> bool:
    """The sample stands in this database."""
    return Event.objects.filter(slug=today.SLUG).exists()


@transaction.atomic
def load(*, at: datetime) -> None:
    """Past, today and six weeks ahead, in one transaction."""
    held = birmingham.load()
    today.load(held.project, at=at)
    ahead.load(held.project, at=at)


@transaction.atomic
def bring_up_to_date(*, at: datetime) -> None:
    """Today's event is today again, and the one ahead, where it still stands, is six weeks ahead."""
    for now in Event.objects.filter(slug=today.SLUG):
        today.bring_to(now, now.local(at).date())
    for later in Event.objects.filter(slug=ahead.SLUG):
        today.bring_to(later, ahead.working_day(later, at=at))
