"""Verbs about a delegate's own calendar."""

from datetime import datetime

from django.db import transaction

from dissemination.agenda import policies
from dissemination.agenda.models import Agenda
from dissemination.core.tokens import new_code
from registrations.models import Registration


@transaction.atomic
def renew(registration: Registration, *, at: datetime) -> Agenda:
    """An address of the delegate's own calendar; whoever has an earlier one reads nothing more."""
    policies.may_subscribe(registration).enforce()
    agenda, _ = Agenda.objects.update_or_create(
        registration=registration, defaults={"code": new_code()}, create_defaults={"made_at": at}
    )
    return agenda
