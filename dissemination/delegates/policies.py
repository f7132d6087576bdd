"""Who may take delegates' data out, and bring some in."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.delegates.models import IncomingList
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from registrations import policies as place_policies


def may_take_out(event: Event, by: User) -> Verdict:
    """Organisers take people's data out as a file."""
    return event_policies.may_organise(by, event)


def may_bring_in(event: Event, by: User, *, at: datetime) -> Verdict:
    """Organisers bring a list in until the event is over."""
    return place_policies.may_add(event, by, at=at)


def has_no_wrong_row(wrong: int) -> Verdict:
    """Every row of a list can be brought in."""
    if not wrong:
        return YES
    return no(
        ngettext(
            "Nobody was brought in: %(count)s row is wrong. Mend it in your file, then bring it again.",
            "Nobody was brought in: %(count)s rows are wrong. Mend them in your file, then bring it again.",
            wrong,
        )
        % {"count": wrong}
    )


def has_no_refusal(refused: Mapping[int, str]) -> Verdict:
    """No row of a list was refused while it was brought in."""
    if not refused:
        return YES
    number, reason = next(iter(refused.items()))
    told = {"number": number, "reason": reason}
    return no(_("Nobody was brought in, because of row %(number)s: %(reason)s") % told)


def may_forget(incoming: IncomingList, by: User) -> Verdict:
    """Organisers throw a list away."""
    return event_policies.may_organise(by, incoming.event)


def is_still_kept(found: IncomingList | None) -> Verdict:
    """A list comes in once."""
    return YES if found else no(_("This list has been brought in or thrown away already."))
