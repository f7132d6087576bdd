"""Two people who are to sit together, or apart, whenever groups are made."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.groups import policies
from registrations.models import KeepRule, Registration
from registrations.services import places


@transaction.atomic
def keep(one: Registration, other: Registration, *, kind: str, by: User | None, at: datetime) -> KeepRule:
    """Keep two delegates together or apart in every workshop. Nobody moves before groups are made again."""
    event = places.lock(one.event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    policies.may_keep(one, other, kind=kind).enforce()
    rule = KeepRule.objects.create(event=event, kind=kind, one=one, other=other)
    record(f"groups.keep_{kind}", rule, by=by, at=at, event_id=event.pk)
    return rule


@transaction.atomic
def let_go(rule: KeepRule, *, by: User | None, at: datetime) -> None:
    """The two may sit as it comes from now on."""
    event = places.lock(rule.event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    record("groups.let_go", rule, by=by, at=at, event_id=event.pk)
    rule.delete()
