"""Who may have their day in a diary."""

from django.utils.translation import gettext as _

from dissemination.core.verdicts import YES, Verdict, no
from registrations.models import Registration


def may_subscribe(registration: Registration) -> Verdict:
    """Whoever has a place at an event that goes on."""
    if registration.event.is_cancelled:
        return no(_("This event has been cancelled."))
    if registration.event.is_postponed:
        return no(_("This event is postponed. You can put it into your calendar once the new date is known."))
    if not registration.has_place:
        return no(_("You can put the day into your calendar once you have a place."))
    return YES
