"""Who may print people's names, and on which labels."""

from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.documents.badges import labels
from dissemination.events import policies as event_policies
from dissemination.events.models import Event


def may_print(event: Event, *, by: User | None) -> Verdict:
    """Papers with people's names are printed by organisers; `by` is nobody on the command line."""
    return YES if by is None else event_policies.may_organise(by, event)


def fits_on_labels(label: str, start_at: int) -> Verdict:
    """The label sheet is known and has a label of this number."""
    sheet = labels().get(label)
    if sheet is None:
        return no(_("Choose one of these label sheets: %(keys)s.") % {"keys": ", ".join(labels())})
    if 1 <= start_at <= sheet.per_sheet:
        return YES
    return no(_("Start at a label between 1 and %(last)s.") % {"last": sheet.per_sheet})


def has_badges(count: int) -> Verdict:
    """There is a badge to print."""
    return YES if count else no(_("There is no badge to print: nobody is new since the last time."))
