"""Verbs about a delegate's own calendar."""

from datetime import datetime

from django.db import transaction

from dissemination.agenda import policies
from dissemination.agenda.models import Agenda
from dissemination.core.tokens import new_code
from registrations.models import Registration


def open_agenda(registration: Registration, *, at: datetime) -> Agenda:
    """The delegate's own calendar, made when it is first looked at."""
    policies.may_subscribe(registration).enforce()
    agenda, _ = Agenda.objects.get_or_create(registration=registration, defaults={"made_at": at})
    return agenda


@transaction.atomic
def renew(registration: Registration, *, at: datetime) -> Agenda:
    """A new address; whoever has the old one reads nothing more."""
    agenda = open_agenda(registration, at=at)
    agenda.code = new_code()
    agenda.save(update_fields=["code"])
    return agenda
