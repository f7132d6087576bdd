"""When a guest may be invited, and when they may answer."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.accounts.models import User
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from dissemination.guests.models import Guest
from registrations import policies as place_policies


def may_list(event: Event, by: User, *, at: datetime) -> Verdict:
    """An organiser puts people on the list until the event is over."""
    return place_policies.may_add(event, by, at=at)


def may_save_the_date(event: Event, by: User, *, at: datetime) -> Verdict:
    """An organiser tells the date before the event is public, or after; until it begins."""
    if event.starts_at <= at:
        return no(_("The event has begun. There is no date to keep free any more."))
    return place_policies.may_add(event, by, at=at)


def has_somebody(number: int) -> Verdict:
    """There is somebody to write to."""
    return YES if number else no(_("There is nobody to write to now: everybody has had this mail."))


def has_no_wrong_row(wrong: int) -> Verdict:
    """Everybody in a list can be put on the guest list."""
    if not wrong:
        return YES
    return no(
        ngettext(
            "Nobody was added: %(count)s row is wrong. Mend it in your file, then choose it again.",
            "Nobody was added: %(count)s rows are wrong. Mend them in your file, then choose it again.",
            wrong,
        )
        % {"count": wrong}
    )


def may_take_off(guest: Guest, by: User) -> Verdict:
    """An organiser takes somebody off the list, as long as no place hangs on it."""
    if has_accepted(guest):
        return no(_("This guest has accepted. Cancel their place in the list of delegates first."))
    return event_policies.may_organise(by, guest.event)


def may_invite(event: Event, by: User, *, at: datetime) -> Verdict:
    """An organiser invites people to an event that readers can see and that is still to come."""
    if not event.is_public:
        return no(_("Publish the event first: the invitation leads to its page."))
    return place_policies.may_add(event, by, at=at)


def has_said_yes(guest: Guest) -> bool:
    """They sent the form, and have not given a place up since. The guest is told so, with a place or without:
    the link tells nobody whether an address is known."""
    gave_up = guest.registration is not None and not guest.registration.is_live
    return guest.answer == Guest.Answer.ACCEPTED and not gave_up


def has_accepted(guest: Guest) -> bool:
    """They said yes, and have what they asked for: a place, or one in the line."""
    return has_said_yes(guest) and guest.registration is not None


def may_accept(guest: Guest, *, at: datetime) -> Verdict:
    """Say yes while registration is open, also after having said no."""
    return place_policies.may_register(guest.event, at=at, is_invited=True)


def may_decline(guest: Guest) -> Verdict:
    """Say no, unless they have accepted: a place is cancelled on its own page."""
    if has_said_yes(guest):
        return no(_("You have accepted. Cancel your place by the link in its mail."))
    return YES
