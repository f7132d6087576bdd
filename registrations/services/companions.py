"""Interpreters, carers and others who are there for one delegate: they sit with them in every workshop."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from registrations import policies
from registrations.models import KeepRule, Registration
from registrations.services import places


def whom_they_are_with(registration: Registration) -> Registration | None:
    """The delegate for whom this person is there."""
    rules = registration.event.keep_rules.of_companions().select_related("other__organisation")
    rule = rules.filter(one=registration).first()
    return rule.other if rule else None


@transaction.atomic
def sit_with(registration: Registration, delegate: Registration | None, *, by: User, at: datetime) -> None:
    """This person is there for that delegate (or for nobody any more) and is kept together with them.

    Nobody moves before groups are made again.
    """
    event = places.lock(registration.event)
    policies.may_sit_with(registration, delegate, by=by, at=at).enforce()
    if whom_they_are_with(registration) == delegate:
        return
    event.keep_rules.of_companions().filter(one=registration).delete()
    if delegate:
        kind = KeepRule.Kind.TOGETHER
        event.keep_rules.create(kind=kind, one=registration, other=delegate, is_companion=True)
    record("registrations.sit_with", registration, by=by, at=at, event_id=event.pk)
