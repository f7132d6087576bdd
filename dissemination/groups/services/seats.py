"""Whether seats keep the hard rules, judged in memory on the room as it was read."""

from dissemination.core.verdicts import YES, Verdict
from dissemination.groups import policies
from dissemination.groups.services.problem import Assigned, Room, Seat
from registrations.models import KeepRule
from sessions.models import Session


def keeps_rules(room: Room, seats: Assigned) -> Verdict:
    """These seats keep sizes, needs, posts, and who is to sit apart; told in words where one does not."""
    after = room.with_seats(seats)
    verdict = _keeps_sizes(room, after, seats)
    for (number, session), table in seats.items():
        if not table:
            continue
        one, group = room.known[number], room.tables[table]
        post = room.tables.get(room.posts.get((number, session), 0))
        verdict = verdict and policies.offers_all(group, one.name, one.needs)
        verdict = verdict and policies.is_not_needed_elsewhere(one.name, group, post)
    return verdict and _keeps_company(after, seats)


def circle(room: Room, number: int) -> set[int]:
    """The numbers of this delegate and of all who sit with them."""
    pairs = [(rule.one, rule.other) for rule in room.rules if rule.kind == KeepRule.Kind.TOGETHER]
    return policies.circle_of(number, pairs)


def table_of(room: Room, number: int, workshop: Session) -> int:
    """The number of the table where somebody sits; 0 for none."""
    seat = room.seats.get((number, workshop.pk))
    return seat.group if seat else 0


def in_another_room(room: Room) -> set[int]:
    """The numbers of those whose planned table stands in another room than they were told."""
    heard = {seat.registration for seat in room.seats.values() if seat.told}
    return {
        seat.registration
        for seat in room.seats.values()
        if seat.registration in heard and room.known[seat.registration].is_here and _is_elsewhere(room, seat)
    }


def _is_elsewhere(room: Room, seat: Seat) -> bool:
    if seat.group == seat.told:
        return False
    group, told = room.tables[seat.group], room.tables.get(seat.told or 0)
    usual = group.session.room.name if group.session.room else ""
    return group.place != (told.place if told else usual)


def _keeps_sizes(room: Room, after: Room, seats: Assigned) -> Verdict:
    """No table grows beyond its most or shrinks below its fewest; one that is so already may stay so."""
    left = {room.seats[key].group for key in seats if key in room.seats}
    before, now, verdict = room.heads, after.heads, YES
    for number in sorted({*seats.values(), *left} - {0}):
        group, heads = room.tables[number], now[number]
        if heads > before[number]:
            verdict = verdict and policies.has_room(group, heads=heads)
        if heads < before[number]:
            verdict = verdict and policies.leaves_enough(group, heads=heads)
    return verdict


def _keeps_company(after: Room, seats: Assigned) -> Verdict:
    """Whoever moves does not come to those they are kept apart from, nor leaves those they are kept with."""
    moved, verdict = {number for number, _ in seats}, YES
    for rule in (rule for rule in after.rules if moved & {rule.one, rule.other}):
        for session in {session for _, session in seats}:
            one, other = (after.seats.get((number, session)) for number in (rule.one, rule.other))
            if one and other:
                names = (after.known[number].name for number in (rule.one, rule.other))
                at_one_table = one.group == other.group
                verdict = verdict and policies.keeps_rule(rule.kind, *names, is_at_one_table=at_one_table)
    return verdict
