"""How a delegate's diary holds the event."""

from datetime import datetime

from django.db import transaction

from registrations import emails, policies
from registrations.models import Registration
from registrations.services import places


@transaction.atomic
def choose_diary(registration: Registration, how: str, *, at: datetime) -> Registration:
    """The whole day is one entry, or each session is one; each entry that comes or goes has a mail."""
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    policies.may_choose_diary(registration, at=at).enforce()
    registration.diary = how
    registration.save(update_fields=["diary"])
    emails.settle_diary(registration, at=at)
    return registration
