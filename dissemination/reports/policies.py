"""When an edition may be started, written and published."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events.models import Event
from dissemination.events.policies import may_approve, may_organise
from dissemination.reports.models import ReportEdition


def may_start(event: Event, *, by: User) -> Verdict:
    """An organiser begins the next edition."""
    if event.is_cancelled:
        return no(_("This event has been cancelled, so there is nothing to report."))
    return may_organise(by, event)


def may_write(edition: ReportEdition, *, by: User) -> Verdict:
    """The author's words change as long as nobody has read them."""
    if edition.is_published:
        return no(_("This edition is published and stays as it is. Start a new edition to correct it."))
    return may_organise(by, edition.event)


def may_publish(edition: ReportEdition, *, by: User, at: datetime) -> Verdict:
    """The event was held, and a person has written the introduction (and what a correction changes)."""
    event = edition.event
    if edition.is_published:
        return no(_("This edition is published already."))
    if event.state not in (Event.State.HELD, Event.State.REPORTED) or event.ends_at > at:
        return no(_("Mark the event as held first. Then its report can be published."))
    return may_approve(by, event) and _has_its_words(edition)


def _has_its_words(edition: ReportEdition) -> Verdict:
    if not edition.introduction:
        return no(_("Write the introduction first: the numbers do not tell the day."))
    if edition.number > 1 and not edition.what_changed:
        return no(_("Say what changed since the last edition first."))
    return YES
