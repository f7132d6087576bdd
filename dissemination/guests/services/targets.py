"""The organisations that an event wants in the room."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.text import one_line
from dissemination.events.models import Event, Organisation
from dissemination.guests import policies
from dissemination.guests.models import TargetOrganisation
from registrations import services as registering


@transaction.atomic
def want(event: Event, names: Iterable[str], *, by: User, at: datetime) -> int:
    """These organisations, by their full or short names, are wanted; returns how many were not before."""
    policies.may_list(event, by, at=at).enforce()
    found = (registering.organisation_called(one_line(name)) for name in names)
    wanted = {organisation.pk: organisation for organisation in found if organisation}
    there = set(event.target_organisations.values_list("organisation_id", flat=True))
    fresh = [organisation for number, organisation in wanted.items() if number not in there]
    TargetOrganisation.objects.bulk_create(
        [TargetOrganisation(event=event, organisation=organisation) for organisation in fresh]
    )
    record("guests.want", event, by=by, at=at, event_id=event.pk)
    return len(fresh)


@transaction.atomic
def unwant(event: Event, organisation: Organisation, *, by: User, at: datetime) -> None:
    """The organisation is not looked for any more; whoever comes from it comes."""
    policies.may_list(event, by, at=at).enforce()
    event.target_organisations.filter(organisation=organisation).delete()
    record("guests.unwant", event, by=by, at=at, event_id=event.pk)
