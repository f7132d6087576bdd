"""Reading what is kept apart from everything else: each view leaves its line in the audit."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.catering import policies
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from registrations.models import Need


@transaction.atomic
def read_allergies(event: Event, *, by: User, at: datetime) -> list[Need]:
    """Who has a severe allergy, by name, with their tables."""
    event_policies.may_read_allergies(by, event).enforce()
    record("catering.read_allergies", event, by=by, at=at, event_id=event.pk)
    rows = Need.objects.filter(registration__in=event.registrations.live()).exclude(severe_allergy="")
    named = rows.select_related("registration__organisation").order_by("registration__name", "pk")
    return list(named.prefetch_related("registration__places__told_group"))


@transaction.atomic
def read_own_words(event: Event, *, by: User, at: datetime) -> list[tuple[str, str]]:
    """(food, access) in the words of each who wrote some, in no order that would tell who it was."""
    policies.may_read_own_words(by, event).enforce()
    record("catering.read_own_words", event, by=by, at=at, event_id=event.pk)
    expected = event.registrations.expected_or_here()
    rows = Need.objects.filter(registration__in=expected).exclude(dietary="", access="")
    return sorted(rows.values_list("dietary", "access"))
