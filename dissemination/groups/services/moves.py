"""One person sits elsewhere: what that would change, and doing it within every rule."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.verdicts import Verdict
from dissemination.groups import policies
from dissemination.groups.services import steps
from dissemination.groups.services.counts import weighed
from dissemination.groups.services.problem import Assigned, Delegate, Room, room_of
from dissemination.groups.services.seats import circle, keeps_rules, table_of
from dissemination.groups.services.standing import Standing
from registrations.models import Registration
from registrations.services import places
from sessions.models import Group


@dataclass(frozen=True)
class Wish:
    """Somebody is to sit at another table of a workshop, or to change places with `other`.

    `was` is the table's number where whoever asks saw them, 0 for no seat; nothing when it does not matter.
    """

    registration: int
    group: Group
    was: int | None = None
    other: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What a wish would do: whether it may, who would move, every count before and after."""

    verdict: Verdict
    seats: Assigned
    before: dict[str, int]
    after: dict[str, int]

    @property
    def gain(self) -> float:
        """How much is better afterwards, weighed as the engine does; below 0 it is worse."""
        return weighed(self.before) - weighed(self.after)


@dataclass(frozen=True)
class Moved:
    """Who has moved, and the room as it is now."""

    people: list[Delegate]
    room: Room


def outcome_of(room: Room, wish: Wish, standing: Standing) -> Outcome:
    """What the wish would change. Nothing is changed."""
    verdict = _makes_sense(room, wish)
    if not verdict:
        return Outcome(verdict, {}, {}, {})
    seats = _seats_of(room, wish)
    plan, columns = standing.changed(seats)
    before, after = standing.counts(columns=columns), standing.counts(plan, columns)
    return Outcome(keeps_rules(room, seats), seats, before, after)


def exchanges(room: Room, wish: Wish, standing: Standing) -> list[tuple[Delegate, Outcome]]:
    """With whom at the table this person may change places, the best first."""
    seats = [seat for seat in room.seats.values() if seat.group == wish.group.pk]
    found = [
        (
            room.known[seat.registration],
            outcome_of(room, Wish(wish.registration, wish.group, wish.was, seat.registration), standing),
        )
        for seat in seats
        if room.known[seat.registration].is_here
    ]
    return sorted((row for row in found if row[1].verdict), key=lambda row: (-row[1].gain, row[0].name))


@transaction.atomic
def move(
    registration: Registration,
    group: Group,
    *,
    by: User | None,
    at: datetime,
    was: int | None = None,
    other: Registration | None = None,
) -> Moved:
    """Seat one person at another table of the workshop, with those kept together with them.

    With `other`, the two change places. `was` is the table where the organiser saw the person (0: none): when
    somebody else moved them meanwhile, it is refused and nothing is lost. Somebody without a seat gets one. A
    pin comes along. Nobody is told before the groups are published.
    """
    event = places.lock(registration.event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    room = room_of(event)
    wish = Wish(registration.pk, group, was, other.pk if other else None)
    _makes_sense(room, wish).enforce()
    seats = _seats_of(room, wish)
    keeps_rules(room, seats).enforce()
    steps.write(room, seats, steps.Note("move", by, at))
    people = [room.known[number] for number in sorted({number for number, _ in seats})]
    for one in people:
        record("groups.move", Registration(pk=one.pk), by=by, at=at, event_id=event.pk)
    return Moved(people, room.with_seats(seats))


def _makes_sense(room: Room, wish: Wish) -> Verdict:
    """The person is there, sits where they were seen, and the table or the other person is another one."""
    one, session = room.known.get(wish.registration), wish.group.session_id
    workshop = next((row for row in room.workshops if row.pk == session), None)
    if workshop is None:
        return policies.is_another_table(_name(room, wish.registration), wish.group, session_id=0, now=0)
    if one is None or not one.is_here or not room.takes_part(one, workshop):
        return policies.takes_part(_name(room, wish.registration), does=False)
    now = table_of(room, one.pk, workshop)
    seen = policies.is_where_seen(one.name, was=wish.was, now=now, table=_table(room, now))
    if not seen or wish.other is None:
        return seen and policies.is_another_table(one.name, wish.group, session_id=session, now=now)
    return _may_change_places(room, one, wish.other, wish.group, now=now)


def _may_change_places(room: Room, one: Delegate, number: int, group: Group, *, now: int) -> Verdict:
    """The other person still sits at that table, which is not the table of the first."""
    seat = room.seats.get((number, group.session_id))
    there, name = (seat.group if seat else 0), _name(room, number)
    return policies.is_where_seen(name, was=group.pk, now=there, table=_table(room, there)) and (
        policies.may_change_places(
            one.name,
            name,
            is_at_one_table=there == now,
            are_with_others=len(circle(room, one.pk) | circle(room, number)) > len({one.pk, number}),
        )
    )


def _table(room: Room, number: int) -> str:
    return room.tables[number].name if number else ""


def _name(room: Room, number: int) -> str:
    return room.known[number].name if number in room.known else Registration.objects.get(pk=number).name


def _seats_of(room: Room, wish: Wish) -> Assigned:
    """The new seats: of the two who change places, or of the person with those kept together with them."""
    session, now = wish.group.session_id, room.seats.get((wish.registration, wish.group.session_id))
    if wish.other is not None:
        back = {(wish.other, session): now.group} if now else {}
        return {(wish.registration, session): wish.group.pk, **back}
    workshop = next(row for row in room.workshops if row.pk == session)
    company = {one.pk for one in room.in_workshop(workshop)} & circle(room, wish.registration)
    return {(number, session): wish.group.pk for number in sorted(company)}
