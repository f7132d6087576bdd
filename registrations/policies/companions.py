"""Who may be there for whom."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from registrations.models import KeepRule, Registration
from registrations.policies.places import may_add


def may_sit_with(
    registration: Registration, delegate: Registration | None, *, by: User, at: datetime
) -> Verdict:
    """An organiser says who is there for whom: two people of one event who are not kept apart."""
    if not (verdict := may_add(registration.event, by, at=at)) or delegate is None:
        return verdict
    if registration.pk == delegate.pk:
        return no(_("Choose somebody else: nobody comes with themselves."))
    if registration.event_id != delegate.event_id:
        return no(_("Choose two people of the same event."))
    between = Q(one=registration, other=delegate) | Q(one=delegate, other=registration)
    if KeepRule.objects.filter(between, kind=KeepRule.Kind.APART).exists():
        names = {"one": registration.name, "other": delegate.name}
        return no(_("%(one)s and %(other)s are kept apart. Take that away on the page of groups.") % names)
    return YES
