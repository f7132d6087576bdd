"""Who reads numbers, own words and names; and who sends them."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import Verdict, no
from dissemination.events import policies as event_policies
from dissemination.events.models import Event

NUMBER_READERS = tuple(dict.fromkeys((*event_policies.SETUP_READERS, *event_policies.NEED_READERS)))


def may_read_own_words(user: User | AnonymousUser, event: Event) -> Verdict:
    """What people wrote about food and access: organisers and the welfare role."""
    return event_policies.may_read_needs(user, event)


def may_send_numbers(event: Event, *, by: User, at: datetime) -> Verdict:
    """An organiser freezes what the caterer is told, until the event is over."""
    if event.ends_at <= at:
        return no(_("The event is over. The numbers stay as they were sent."))
    return event_policies.may_organise(by, event)
