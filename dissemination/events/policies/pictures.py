"""What goes with a picture of the day before it may be kept."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events.models import Photograph
from dissemination.events.policies import roles

if TYPE_CHECKING:
    from dissemination.accounts.models import User


def are_people_told(photograph: Photograph) -> Verdict:
    """Who is named can be recognised, and so has to be asked."""
    if photograph.people and photograph.consent == Photograph.Consent.NOBODY:
        return no(_("You name people. Say that everybody agreed, or that nobody was asked yet."))
    return YES


def may_keep_photograph(user: "User", photograph: Photograph) -> Verdict:
    """Organisers keep pictures of their event."""
    return roles.may_organise(user, photograph.event) and are_people_told(photograph)
