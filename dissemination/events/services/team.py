"""Who works on an event."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import bring_in, record
from dissemination.events import policies
from dissemination.events.models import Event, TeamMember


@transaction.atomic
def add_member(event: Event, *, email: str, role: str, by: User, at: datetime) -> TeamMember:
    """The person with this address has this role at the event, and can open the workspace."""
    policies.may_organise(by, event).enforce()
    user = bring_in(email, by=by, at=at)
    member, is_new = TeamMember.objects.get_or_create(event=event, user=user, role=role)
    if is_new:
        record(f"add {role}", member, by=by, at=at, event_id=event.pk)
    return member


@transaction.atomic
def remove_member(member: TeamMember, *, by: User, at: datetime) -> None:
    """The person no longer has this role at the event. The last organiser stays."""
    policies.may_organise(by, member.event).enforce()
    Event.objects.select_for_update().get(pk=member.event_id)
    policies.may_leave_team(member).enforce()
    record(f"remove {member.role}", member, by=by, at=at, event_id=member.event_id)
    member.delete()
