"""Somebody who is here and has no table: one at once, where it hurts least, so that the desk can say it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event
from dissemination.groups import policies
from dissemination.groups.models import Step
from dissemination.groups.services.problem import Assigned, Room, room_of
from dissemination.groups.services.seats import circle, keeps_rules
from dissemination.groups.services.standing import Standing
from dissemination.messaging import diary
from registrations.invites import TOLD, occasion_for
from registrations.models import GroupPlace, Registration
from registrations.services import places
from sessions.models import Session


@transaction.atomic
def seat_now(registration: Registration, *, by: User, at: datetime) -> list[GroupPlace]:
    """Give somebody who is here a table in each workshop to come in which they lack one, and tell it.

    Whoever lost a seat gets the same table where it is free; else it is the one where the counts suffer
    least. Those who are kept together with them sit there too. Nobody else moves, and every rule is kept. It
    is told at once, so it is no step that could be undone.
    """
    event = places.lock(registration.event)
    registration = places.lock_row(registration, event)
    policies.may_seat_now(registration, by=by, at=at).enforce()
    room = room_of(event)
    one, before = room.known[registration.pk], _lost(event, registration.pk)
    lacking = [row for row in room.workshops if row.ends_at > at and room.takes_part(one, row)]
    lacking = [row for row in lacking if not room.seat_of(one, row)]
    policies.lacks_a_table(one.name, lacks=bool(lacking)).enforce()
    found: Assigned = {}
    for workshop in lacking:
        found |= _seats(room.with_seats(found), workshop, one.pk, before.get(workshop.pk, 0))
    policies.has_found_a_table(one.name, is_found=bool(found)).enforce()
    made = _write(registration, found, before)
    record("groups.seat_now", registration, by=by, at=at, event_id=event.pk)
    return made


def _lost(event: Event, number: int) -> dict[int, int]:
    """Where this person sat last in each workshop, by the steps that took their seats away."""
    found: dict[int, int] = {}
    steps = Step.objects.filter(event=event).standing().exclude(verb=Step.Verb.TABLE).reverse()
    for changes in steps.values_list("changes", flat=True):
        for registration, session, was, now, *_pins in changes:
            if registration == number and not now:
                found.setdefault(session, was)
    return found


def _seats(room: Room, workshop: Session, number: int, was: int) -> Assigned:
    """A table for this person and for those kept together with them who lack one too; nothing if none fits.

    A seat that is free in the plan alone, because somebody does not know yet that they leave it, is not free.
    """
    company = {one.pk for one in room.in_workshop(workshop)} & circle(room, number)
    at_table = {seat.group for pk in company if (seat := room.seats.get((pk, workshop.pk)))}
    party = sorted(pk for pk in company if (pk, workshop.pk) not in room.seats)
    told = Counter(seat.told for seat in room.seats.values() if room.known[seat.registration].is_here)
    for table in sorted(at_table) or _by_price(room, workshop, party, was):
        heads = max(room.heads[table], told[table]) + len(party)
        seats = {(pk, workshop.pk): table for pk in party}
        if heads <= room.tables[table].max_size and keeps_rules(room, seats):
            return seats
    return {}


def _by_price(room: Room, workshop: Session, party: list[int], was: int) -> Iterator[int]:
    """The table where the person sat, then the others, from the one where the party does least harm."""
    if was in room.index:
        yield was
    prices = Standing(room).prices(party, room.workshops.index(workshop)).tolist()
    numbers = [group.pk for group in workshop.groups.all()]
    yield from (table for _price, table in sorted(zip(prices, numbers, strict=True)))


def _write(registration: Registration, seats: Assigned, before: Mapping[int, int]) -> list[GroupPlace]:
    """The seats, told; who is not at the desk now, and is here, hears of it there.

    Where the person sits as before, a badge that they have says so.
    """
    printed = before if registration.badge_printed_at else {}
    here, companions = registration.pk, registration.event.keep_rules.of_companions()
    pairs = companions.filter(Q(one=here) | Q(other=here)).values_list("one_id", "other_id")
    beside = {here, *(number for pair in pairs for number in pair)}
    made = GroupPlace.objects.bulk_create(
        GroupPlace(
            registration_id=number,
            session_id=session,
            group_id=table,
            told_group_id=table,
            printed_group_id=table if number == here and printed.get(session) == table else None,
            is_to_tell=number not in beside,
        )
        for (number, session), table in seats.items()
    )
    people = registration.event.registrations.filter(pk__in={number for number, _session in seats})
    rows = people.select_related("event__venue", "event__project", "person").prefetch_related(TOLD)
    diary.told_otherwise(occasion_for(one) for one in rows)
    return made
