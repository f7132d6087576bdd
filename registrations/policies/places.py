"""Who may have a place, when it may be changed, and when it is given up."""

from datetime import datetime, timedelta
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.accounts.models import User
from dissemination.core.prepared import Given, Prepared
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from registrations.models import Allotment, Need, Registration
from sessions.models import Session

SHORTEST_OFFER = timedelta(hours=12)
_FIRST_WAITING = Prepared(
    Registration.objects.waiting().filter(event=Given("event"), mode=Given("mode")).values_list("pk")[:1]
)
_State = Registration.State
_WITHOUT_PLACE_YET = (_State.WAITING, _State.OFFERED, _State.PENDING)


def _takes_place(event: Event, at: datetime) -> Verdict:
    if event.is_cancelled:
        return no(_("This event has been cancelled."))
    if event.is_over(at):
        return no(_("This event is over."))
    return YES


def _has_a_date(event: Event) -> Verdict:
    if event.is_postponed:
        return no(_("This event is postponed. You can register once the new date is known."))
    return YES


def may_register(event: Event, *, at: datetime, is_invited: bool = False) -> Verdict:
    """Anybody may while registration is open; where it is by invitation, those with a link of their own."""
    if event.admission == Event.Admission.INVITATION and not is_invited:
        return no(_("This event is by invitation. Open the link in your invitation to register."))
    if not (verdict := _takes_place(event, at) and _has_a_date(event)):
        return verdict
    if event.state in (Event.State.DRAFT, Event.State.PUBLISHED):
        return no(_("Registration has not opened yet. Come back soon."))
    if event.state != Event.State.OPEN or (event.closes_at and event.closes_at <= at):
        return no(_("Registration has closed. Write to the organiser if you would still like to come."))
    if event.opens_at and event.opens_at > at:
        day = date_format(event.local(event.opens_at), "j F Y, H:i")
        return no(_("Registration opens on %(day)s.") % {"day": day})
    return YES


def may_add(event: Event, by: User, *, at: datetime) -> Verdict:
    """An organiser may register somebody until the event is over, open for registration or not."""
    return _takes_place(event, at) and event_policies.may_organise(by, event)


def has_places(event: Event, mode: str) -> Verdict:
    """The event takes place in the way that somebody wants to take part."""
    wanted = event.has_online_places if mode == Registration.Mode.ONLINE else event.has_room_places
    return YES if wanted else no(_("This event does not take place that way. Choose the other one."))


def places_left(event: Event, mode: str) -> int:
    """Places in the room, or online, that nobody has, as far as this event knows."""
    if mode == Registration.Mode.ONLINE:
        return event.online_left
    return event.room_left


def is_full(event: Event, mode: str) -> bool:
    """Whoever registers now joins the waiting list."""
    return places_left(event, mode) <= 0 or _FIRST_WAITING.first(event=event.pk, mode=mode) is not None


def has_free_place(free: int) -> Verdict:
    """There is a place that nobody has."""
    return YES if free else no(_("Every place there is taken. Ask the organiser for more places."))


def has_no_place_yet(earlier: Registration | None) -> Verdict:
    """One address holds one live registration for an event."""
    return YES if earlier is None else no(_("Somebody with this address is registered already. Look there."))


def may_register_again(by: User | None) -> Verdict:
    """A delegate who registers twice is told by mail; an organiser is told at once."""
    return YES if by is None else no(_("Somebody with this address is registered already. Look there."))


def may_change(registration: Registration, *, at: datetime, by: User | None = None) -> Verdict:
    """Answers can be changed until the event is over, by the delegate or by an organiser."""
    if by and not (verdict := event_policies.may_organise(by, registration.event)):
        return verdict
    if not registration.is_live:
        return no(_("This place has been cancelled, so its answers cannot be changed. Register again."))
    return _takes_place(registration.event, at)


def may_answer_more(registration: Registration, *, at: datetime) -> Verdict:
    """What is asked later is asked of those who have a place, until the event is over."""
    if not registration.has_place:
        return no(_("These questions are for people who have a place. You will see them when you have one."))
    return _takes_place(registration.event, at)


def may_ask_more(event: Event, people: int, *, at: datetime) -> Verdict:
    """There is somebody who has not answered what is asked later, and still time to."""
    if not people:
        return no(_("Everybody who can be asked by mail has answered."))
    return _takes_place(event, at)


def may_cancel(registration: Registration, *, at: datetime, by: User | None = None) -> Verdict:
    """A place can be given up until the event is over, unless its delegate is here."""
    if registration.state == _State.ATTENDED:
        return no(_("This delegate is checked in. Undo that at the desk first."))
    return may_change(registration, at=at, by=by)


def may_hand_over(registration: Registration, *, at: datetime) -> Verdict:
    """A confirmed place can go to a colleague until the event's hour for it, or until the event begins."""
    event = registration.event
    if registration.state != _State.CONFIRMED:
        return no(_("Only a place that is yours can be handed over. Your page says where you stand."))
    until = min(event.handover_until or event.starts_at, event.starts_at)
    if until <= at:
        return no(
            _("Places could be handed over until %(day)s. Write to the organiser.")
            % {"day": event.spelt(until)}
        )
    return _takes_place(event, at)


def is_a_colleague(registration: Registration, email: str) -> Verdict:
    """A place is handed to somebody else than its delegate."""
    if email == registration.mailbox:
        return no(_("This is your own address. Enter your colleague’s."))
    return YES


def may_hold(event: Event, by: User, *, at: datetime, number: int, free: int) -> Verdict:
    """An organiser holds free places for an organisation; those that people have or wait for are not."""
    if not (verdict := may_add(event, by, at=at)):
        return verdict
    if number > free:
        left = max(free, 0)
        words = ngettext(
            "Only %(free)s place is free. Hold fewer, or add places first.",
            "Only %(free)s places are free. Hold fewer, or add places first.",
            left,
        )
        return no(words % {"free": left})
    return YES


def may_take_held(allotment: Allotment, *, at: datetime) -> Verdict:
    """Whoever has the organisation's link, while places are held; registration need not be open."""
    if allotment.returned_at or allotment.goes_back_at <= at:
        return no(_("The places held for your organisation have gone back. Register on the event’s page."))
    if not allotment.unused:
        return no(_("Every place held for your organisation is taken. Register on the event’s page."))
    return _takes_place(allotment.event, at)


def may_give_back(allotment: Allotment, by: User) -> Verdict:
    """An organiser gives back what is still held."""
    if allotment.returned_at:
        return no(_("What was not used has gone back already."))
    return event_policies.may_organise(by, allotment.event)


def may_amend(allotment: Allotment, by: User, *, at: datetime, number: int, free: int) -> Verdict:
    """More places while they are free, and never fewer than are taken; what has gone back stays so."""
    if not (verdict := may_give_back(allotment, by)):
        return verdict
    if number < allotment.used:
        words = ngettext(
            "%(used)s place is taken already. Hold no fewer, or cancel it first.",
            "%(used)s places are taken already. Hold no fewer, or cancel some first.",
            allotment.used,
        )
        return no(words % {"used": allotment.used})
    if number > allotment.places:
        return may_hold(allotment.event, by, at=at, number=number - allotment.places, free=free)
    return may_add(allotment.event, by, at=at)


def may_fill_places(event: Event, *, at: datetime) -> Verdict:
    """Places go to those who wait until the event begins; none while nobody knows when that is."""
    if event.is_postponed:
        return no(_("This event is postponed. Those who wait are asked once the new date is known."))
    if event.starts_at <= at:
        return no(_("This event has begun. The desk gives free places to those who come."))
    return _takes_place(event, at)


def may_promote(registration: Registration, *, by: User, at: datetime) -> Verdict:
    """Only somebody who waits, or has an offer, can be given a place before their turn."""
    if registration.state not in (_State.WAITING, _State.OFFERED):
        return no(_("This delegate is not on the waiting list."))
    return event_policies.may_organise(by, registration.event) and _takes_place(registration.event, at)


def offers_until(event: Event) -> datetime:
    """No offer lasts longer: the numbers deadline, or the beginning of the event."""
    return min(event.numbers_due_at or event.starts_at, event.starts_at)


def offer_end(event: Event, *, at: datetime) -> datetime | None:
    """When an offer made now ends: by the numbers deadline, and before the event begins.

    None when there is too little time to ask: then the place is given at once, and can be cancelled.
    """
    usual = timedelta(hours=event.offer_hours)
    ends_at = min(at + usual, offers_until(event))
    return ends_at if usual and ends_at - at >= min(usual, SHORTEST_OFFER) else None


def number_in_line(registration: Registration) -> int:
    """How many are served before this one comes to an end: 1 is next; 0 for somebody who does not wait."""
    if registration.state != _State.WAITING:
        return 0
    line = registration.event.registrations.waiting().filter(mode=registration.mode)
    return list(line.values_list("pk", flat=True)).index(registration.pk) + 1


def needs_approval(event: Event, *, is_invited: bool) -> bool:
    """Whoever registers now waits for an organiser's decision; whoever is invited does not."""
    return event.admission == Event.Admission.APPROVAL and not is_invited


def may_decide(registration: Registration, *, by: User, at: datetime) -> Verdict:
    """An organiser approves or declines what awaits it, once."""
    if registration.state != _State.PENDING:
        return no(_("This registration does not await approval."))
    return event_policies.may_organise(by, registration.event) and _takes_place(registration.event, at)


def may_choose_workshops(registration: Registration, *, at: datetime) -> Verdict:
    """Whoever has a place, or may still get one, chooses until the event begins."""
    if registration.state not in (_State.CONFIRMED, *_WITHOUT_PLACE_YET):
        return no(_("Seats are chosen by those who have a place. Your page says where you stand."))
    if registration.event.has_begun(at):
        return no(_("This event has begun. Ask at the desk whether a seat is free."))
    return _takes_place(registration.event, at)


def may_choose_diary(registration: Registration, *, at: datetime) -> Verdict:
    """Whoever has a place and an address says how their diary holds the event, until it begins."""
    if not registration.mailbox:
        return no(_("This place has no e-mail address, so nothing reaches a diary."))
    if registration.state != _State.CONFIRMED:
        return no(_("The entry in your diary comes with a place. Your page says where you stand."))
    if registration.event.has_begun(at):
        return no(_("This event has begun. What stands in your diary stays as it is."))
    return _takes_place(registration.event, at)


def has_seat(session: Session, *, left: int, heads: int) -> Verdict:
    """A session with limited seats has enough left for somebody and those whom they bring."""
    if left >= heads:
        return YES
    if left > 0:
        told = {"title": session.title, "left": left, "heads": heads}
        words = _("“%(title)s” has too few seats left: %(left)s, and you need %(heads)s. Choose another.")
        return no(words % told)
    return no(_("Every seat in “%(title)s” is taken. Choose another.") % {"title": session.title})


def are_apart(sessions: list[Session]) -> Verdict:
    """Nobody is in two places at once: `sessions` stand in the order in which they begin."""
    for one, later in pairwise(sessions):
        if later.starts_at < one.ends_at:
            titles = {"one": one.title, "other": later.title}
            return no(_("“%(one)s” and “%(other)s” are on at the same time. Choose one of them.") % titles)
    return YES


def may_accept(registration: Registration, *, at: datetime) -> Verdict:
    """Whoever has an offer takes it while it lasts."""
    if registration.state != _State.OFFERED:
        return no(_("There is no offer to accept any more. Your page says where you stand."))
    if registration.offer_ends_at and registration.offer_ends_at <= at:
        return no(_("This offer has ended. Register again to join the end of the waiting list."))
    return _takes_place(registration.event, at)


def may_write_need(need: Need, *, by: User) -> Verdict:
    """Write down what somebody eats and how they get about."""
    return event_policies.may_organise(by, need.registration.event)
