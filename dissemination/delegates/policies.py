"""Who may take delegates' data out, and bring some in."""

from datetime import datetime

from dissemination.accounts.models import User
from dissemination.core.verdicts import Verdict
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from registrations import policies as place_policies


def may_take_out(event: Event, by: User) -> Verdict:
    """Organisers take people's data out as a file."""
    return event_policies.may_organise(by, event)


def may_bring_in(event: Event, by: User, *, at: datetime) -> Verdict:
    """Organisers bring a list in until the event is over."""
    return place_policies.may_add(event, by, at=at)
