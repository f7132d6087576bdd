"""Who may be there for whom."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from registrations.models import KeepRule, Registration
from registrations.policies.places import may_add, may_fill_places
from sessions.models import Session

MOST = 2  # who may come with one delegate without asking the organiser


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


def may_bring(registration: Registration, *, number: int, at: datetime) -> Verdict:
    """Whoever has a place in the room brings an interpreter or carer, or both, until the event begins."""
    if registration.state != Registration.State.CONFIRMED:
        return no(_("Somebody can come with you once you have a place. Your page says where you stand."))
    if registration.mode == Registration.Mode.ONLINE:
        return no(_("You take part online. Whoever helps you there needs no place."))
    if number >= MOST:
        return no(_("Two people come with you already. Write to the organiser if you need more."))
    return may_fill_places(registration.event, at=at)


def is_new_beside(name: str, *, has_one: bool) -> Verdict:
    """Nobody is named twice by one delegate."""
    return no(_("%(name)s comes with you already.") % {"name": name}) if has_one else YES


def has_place_beside(*, has_one: bool) -> Verdict:
    """There is a place at the event for whoever comes with a delegate, before those who wait."""
    words = _(
        "Every place at the event is taken or waited for. Write to the organiser, who can add one for them."
    )
    return YES if has_one else no(words)


def has_seat_beside(session: Session, *, left: int) -> Verdict:
    """There is a seat for whoever comes with a delegate in each session that the delegate has chosen."""
    words = _("Every seat in “%(title)s” is taken. Write to the organiser, or choose another session first.")
    return YES if left > 0 else no(words % {"title": session.title})
