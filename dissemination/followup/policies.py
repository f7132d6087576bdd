"""When a follow-up may be changed and sent, and when it is suggested."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events.models import Event
from dissemination.events.policies import may_send_mail
from dissemination.followup.models import FollowUpItem
from dissemination.mailings import audiences
from speakers.models import Material

_SATURDAY = 5


def working_day(day: date, *, after: int) -> date:
    """The day that many working days later (weekends do not count)."""
    while after:
        day += timedelta(days=1)
        after -= day.weekday() < _SATURDAY
    return day


def may_write(item: FollowUpItem, *, by: User) -> Verdict:
    """An organiser changes the words as long as nobody has received them."""
    if item.is_issued:
        return no(_("This is on its way. Stop it first, or add another item to say more."))
    return may_send_mail(by, item.event)


def may_issue(item: FollowUpItem, *, by: User, at: datetime) -> Verdict:
    """The event is over, there is somebody to tell, and something of what was promised is ready."""
    event = item.event
    if item.is_issued:
        return no(_("This is on its way already."))
    if event.is_cancelled:
        return no(_("This event has been cancelled, so there is nothing to follow up."))
    if event.ends_at > at:
        return no(_("The event is not over yet. This can be sent once it has ended."))
    return may_send_mail(by, event) and _has_an_audience(item) and is_ready(item)


def _has_an_audience(item: FollowUpItem) -> Verdict:
    if audiences.rows(item.sending).exists():
        return YES
    if item.is_news:
        return no(_("Nobody has asked for news of this project."))
    return no(_("There is nobody to send this to. Close the desk first: then it is known who came."))


def is_ready(item: FollowUpItem) -> Verdict:
    """Nothing waits for one late speaker; but a mail with nothing in it is not sent."""
    has_conclusions = item.event.outcomes.published().exists()
    if item.kind == FollowUpItem.Kind.OUTCOMES and not has_conclusions:
        return no(
            _("Publish conclusions first, early thoughts at least. Final ones follow on the same page.")
        )
    if item.kind == FollowUpItem.Kind.THANKS and not (has_conclusions or has_slides(item.event)):
        return no(
            _("Release slides or publish early thoughts first. What is late follows on the event's page.")
        )
    if not item.introduction:
        return no(_("Write the first words."))
    return YES


def has_slides(event: Event) -> bool:
    """Slides of the event can be read by its delegates."""
    return Material.objects.released().filter(appearance__event=event).exists()
