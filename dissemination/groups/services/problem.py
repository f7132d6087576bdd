"""Who is to be seated where, read once from the database, and told to the allocation engine in plain values.

The engine hears the benchmark's format: people and tables are numbered from 0. Each delegate carries the
number of the registration, each table that of the group, so that a plan finds its way back.

Rows are read as plain tuples: a board of two thousand delegates opens in a second.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Exists, F, IntegerField, OuterRef, Prefetch, Q, Value

from dissemination.events.models import Event
from registrations.models import GroupPlace, KeepRule, Registration, WorkshopSeat
from sessions.models import Group, Session
from speakers.models import Appearance

BALANCE = {"sector": 10, "kind": 4}
WEIGHTS = {"org_pairs": 10, "repeats": 6, "pref": 1}
TAKING_PART = ("confirmed", "attended")

Instance = dict[str, Any]
Assigned = dict[tuple[int, int], int]  # the table's number, by registration and workshop


class Delegate(NamedTuple):
    """One person as the groups see them. `organisation` is 0 for somebody who is nobody's colleague.

    `turn` counts in the order of registration.
    """

    pk: int
    name: str
    organisation: int
    works_at: str
    sector: str
    kind: str
    needs: tuple[str, ...]
    topics: Mapping[str, Sequence[str]]
    person: int | None
    turn: int
    is_here: bool

    def __str__(self) -> str:
        return self.name

    @property
    def choice(self) -> str:
        """How the page's form names somebody who has no seat yet."""
        return f"{self.pk}:0"


class Seat(NamedTuple):
    """Where one delegate sits in one workshop: as planned now, and as last told, if told."""

    pk: int
    registration: int
    session: int
    group: int
    told: int | None
    is_pinned: bool


class Pair(NamedTuple):
    """Two delegates who sit together, or apart; their `names`, whether or not they still take part."""

    pk: int
    kind: str
    one: int
    other: int
    names: tuple[str, str]


class Helper(NamedTuple):
    """Somebody who looks after a table; they may be a delegate too."""

    group: int
    session: int
    name: str
    role: str
    person: int | None


@dataclass(frozen=True)
class Room:
    """Everything about an event's groups that the database holds.

    `people` are those to be seated, in order of registration; `gone` have a seat and do not take part.
    `takers` says who has a seat in a workshop with limited seats: only they get a table there. `bare` are
    such workshops without tables: there nobody is seated.
    """

    event: Event
    people: list[Delegate]
    gone: list[Delegate]
    workshops: list[Session]
    seats: dict[tuple[int, int], Seat]
    rules: list[Pair]
    helpers: list[Helper]
    takers: dict[int, set[int]]
    bare: list[Session]

    @property
    def common(self) -> list[Session]:
        """The workshops in which everybody takes part."""
        return [workshop for workshop in self.workshops if workshop.seats is None]

    @property
    def limited(self) -> list[Session]:
        """The workshops that delegates have chosen while seats lasted, and whose tables are laid."""
        return [workshop for workshop in self.workshops if workshop.seats is not None]

    @property
    def unlaid(self) -> list[Session]:
        """The workshops without tables."""
        return [workshop for workshop in self.workshops if not workshop.groups.all()]

    @cached_property
    def seated(self) -> dict[int, set[int]]:
        """The numbers of those who have a seat in each workshop."""
        found: dict[int, set[int]] = {workshop.pk: set() for workshop in self.workshops}
        for registration, session in self.seats:
            found[session].add(registration)
        return found

    @cached_property
    def unseated(self) -> list[Delegate]:
        """Those who lack a table in some workshop of theirs."""
        lacking = self.lacking(self.workshops)
        return [one for one in self.people if one.pk in lacking]

    def lacking(self, workshops: Iterable[Session]) -> set[int]:
        """The numbers of those who take part in one of these workshops and have no seat there."""
        people, found = {one.pk for one in self.people}, set()
        for workshop in workshops:
            takers = people if workshop.seats is None else people & self.takers.get(workshop.pk, set())
            found |= takers - self.seated[workshop.pk]
        return found

    @cached_property
    def heads(self) -> Counter[int]:
        """How many people who take part sit at each table."""
        gone = {one.pk for one in self.gone}
        return Counter(seat.group for seat in self.seats.values() if seat.registration not in gone)

    @cached_property
    def known(self) -> dict[int, Delegate]:
        """Everybody by number, also those who do not take part any more."""
        return {one.pk: one for one in (*self.people, *self.gone)}

    @cached_property
    def tables(self) -> dict[int, Group]:
        """Every table by number."""
        return {group.pk: group for workshop in self.workshops for group in workshop.groups.all()}

    @cached_property
    def index(self) -> dict[int, int]:
        """The number of every table in its workshop, from 0."""
        return {
            group.pk: index
            for workshop in self.workshops
            for index, group in enumerate(workshop.groups.all())
        }

    def takes_part(self, one: Delegate, workshop: Session) -> bool:
        """Everybody does in a workshop for all; in one with limited seats, those who chose it."""
        return workshop.seats is None or one.pk in self.takers.get(workshop.pk, ())

    def in_workshop(self, workshop: Session) -> list[Delegate]:
        """Those who take part in the workshop."""
        return [one for one in self.people if self.takes_part(one, workshop)]

    def seat_of(self, one: Delegate, workshop: Session) -> Seat | None:
        """Where this delegate is planned to sit."""
        return self.seats.get((one.pk, workshop.pk))

    def instance(self, *, named: bool = False, with_absent: bool = False) -> Instance:
        """The workshops for everybody as a problem; `named` puts in the names for the engine's sentences.

        `with_absent` makes it the repair of a morning: those with a seat who do not take part are there too,
        as absent, and `before` says where everybody was to sit.
        """
        listed = sorted([*self.people, *self.gone], key=attrgetter("turn")) if with_absent else self.people
        made = self._told(listed, self.common, named=named)
        made["pins"] = sorted(self._pins(made, self.common))
        if with_absent:
            made["absent"] = [index for index, one in enumerate(listed) if not one.is_here]
            made["before"] = [[self._at(one, row) for one in listed] for row in self.common]
        return made

    def part(self, workshop: Session, assigned: Assigned, *, with_before: bool = False) -> Instance:
        """A workshop with limited seats as a problem, behind the common ones in which all sit already."""
        rounds = [*self.common, workshop]
        made = self._told(self.in_workshop(workshop), rounds, named=True)
        fixed = {
            (number, turn, self.index[assigned[one["registration"], row.pk]])
            for number, one in enumerate(made["delegates"])
            for turn, row in enumerate(self.common)
        }
        for tables in made["groups"][:-1]:
            for table in tables:
                table["min"] = 0
        pins = {pin for pin in self._pins(made, rounds) if pin[1] == len(self.common)}
        made["pins"] = sorted(fixed | pins)
        if with_before:
            people = [self.known[one["registration"]] for one in made["delegates"]]
            now = [[self.index[assigned[one.pk, row.pk]] for one in people] for row in self.common]
            made["before"] = [*now, [self._at(one, workshop) for one in people]]
        return made

    def fingerprint(self) -> tuple[Instance, dict[int, set[int]]]:
        """What a plan is made for: it is out of date when this has changed."""
        return self.instance(named=True, with_absent=True), self.takers

    def with_seats(self, assigned: Assigned) -> "Room":
        """The same room with some seats changed; 0 takes a seat away."""
        seats = dict(self.seats)
        for (registration, session), group in assigned.items():
            key = (registration, session)
            if not group:
                seats.pop(key, None)
            elif key in seats:
                seats[key] = seats[key]._replace(group=group)
            else:
                seats[key] = Seat(0, registration, session, group, told=None, is_pinned=False)
        return replace(self, seats=seats)

    def _told(self, listed: list[Delegate], rounds: list[Session], *, named: bool) -> Instance:
        number = {one.pk: index for index, one in enumerate(listed)}
        topics = [(str(row.pk), {group.topic for group in row.groups.all()}) for row in rounds]
        return {
            "name": self.event.slug,
            "rounds": len(rounds),
            "delegates": [
                _delegate(one, index, named=named) | _wishes(one, topics) for index, one in enumerate(listed)
            ],
            "groups": [[_table(group, named=named) for group in row.groups.all()] for row in rounds],
            "titles": [row.title for row in rounds] if named else [],
            "pins": [],
            "apart": self._pairs(KeepRule.Kind.APART, number),
            "together": self._pairs(KeepRule.Kind.TOGETHER, number),
            "balance": BALANCE,
            "weights": WEIGHTS,
        }

    def _at(self, one: Delegate, workshop: Session) -> int:
        """The number of the table at which this delegate is planned to sit; -1 for none."""
        seat = self.seat_of(one, workshop)
        return -1 if seat is None else self.index.get(seat.group, -1)

    def _pins(self, made: Instance, rounds: list[Session]) -> set[tuple[int, int, int]]:
        number = {one["registration"]: index for index, one in enumerate(made["delegates"])}
        turn = {workshop.pk: index for index, workshop in enumerate(rounds)}
        pinned = [
            (seat.registration, seat.session, seat.group) for seat in self.seats.values() if seat.is_pinned
        ]
        posts = [(pk, session, group) for (pk, session), group in self.posts.items()]
        return {
            (number[pk], turn[session], self.index[group])
            for pk, session, group in (*pinned, *posts)
            if pk in number and session in turn
        }

    @cached_property
    def posts(self) -> Assigned:
        """Delegates who look after a table sit there: facilitators and scribes are known by their person."""
        persons = {one.person: one.pk for one in self.people if one.person}
        return {
            (persons[one.person], one.session): one.group for one in self.helpers if one.person in persons
        }

    def _pairs(self, kind: str, number: Mapping[int, int]) -> list[list[int]]:
        pairs = [(rule.one, rule.other) for rule in self.rules if rule.kind == kind]
        return sorted([number[a], number[b]] for a, b in pairs if a in number and b in number)


def room_of(event: Event) -> Room:
    """Reads who takes part, the workshops with their tables, the seats, the rules and the posts."""
    tables = Prefetch("groups", Group.objects.select_related("room"))
    rows = list(event.sessions.workshops().select_related("room").prefetch_related(tables))
    workshops = [one for one in rows if one.seats is None or one.groups.all()]
    everybody = _delegates(event, with_topics=_have_topics(workshops))
    return Room(
        event=event,
        people=[one for one in everybody if one.is_here],
        gone=[one for one in everybody if not one.is_here],
        workshops=workshops,
        seats=_seats(workshops, {group.pk: group for one in workshops for group in one.groups.all()}),
        rules=_rules(event),
        helpers=_helpers(event),
        takers=_takers([one for one in workshops if one.seats is not None]),
        bare=[one for one in rows if one not in workshops],
    )


def plan_of(event: Event, instance: Instance) -> dict[str, list[list[int]]]:
    """Where everybody of this problem sits now, in its numbers; -1 where somebody has no seat."""
    groups = [{table["group"]: index for index, table in enumerate(row)} for row in instance["groups"]]
    rounds = [session.pk for session in event.sessions.planned()]
    seats = GroupPlace.objects.filter(registration__event=event)
    where = {(row.registration_id, row.session_id): row.group_id for row in seats}
    people = [delegate["registration"] for delegate in instance["delegates"]]
    rows = zip(rounds, groups, strict=True)
    assign = [[tables.get(where.get((pk, number)), -1) for pk in people] for number, tables in rows]
    return {"assign": assign}


def _have_topics(workshops: list[Session]) -> bool:
    return any(group.topic for workshop in workshops for group in workshop.groups.all())


def _delegates(event: Event, *, with_topics: bool) -> list[Delegate]:
    """Who takes part in the room, and who has a seat without taking part, in order of registration."""
    topics = F("topics") if with_topics else Value(None, output_field=IntegerField())
    seated = Exists(GroupPlace.objects.filter(registration=OuterRef("pk")))
    here = Q(state__in=TAKING_PART, mode=Registration.Mode.IN_PERSON)
    columns = (
        *("pk", "name", "organisation_id", "organisation__merged_into_id", "organisation__name"),
        *("organisation__short_name", "sector", "kind", "need__features", topics, "person_id"),
        *("state", "mode"),
    )
    rows = event.registrations.filter(here | seated).order_by("registered_at", "pk").values_list(*columns)
    return [
        Delegate(
            *(pk, name, merged or organisation or 0, short or full or "", sector, kind),
            *(tuple(sorted(needs or ())), wishes or {}, person, turn),
            is_here=state in TAKING_PART and mode == Registration.Mode.IN_PERSON,
        )
        for turn, (pk, name, organisation, merged, full, short, sector, kind, *more) in enumerate(rows)
        for needs, wishes, person, state, mode in [more]
    ]


def _seats(workshops: list[Session], tables: dict[int, Group]) -> dict[tuple[int, int], Seat]:
    columns = ("pk", "registration_id", "session_id", "group_id", "told_group_id", "is_pinned")
    rows = GroupPlace.objects.filter(session__in=workshops).values_list(*columns)
    return {(row[1], row[2]): Seat(*row) for row in rows if row[3] in tables}


def _helpers(event: Event) -> list[Helper]:
    columns = ("group_id", "session_id", "speaker__name", "role", "speaker__person_id")
    posts = Appearance.objects.standing().filter(event=event, group__isnull=False)
    return [Helper(*row) for row in posts.order_by("pk").values_list(*columns)]


def _rules(event: Event) -> list[Pair]:
    columns = ("pk", "kind", "one_id", "other_id", "one__name", "other__name")
    rows = event.keep_rules.order_by("pk").values_list(*columns)
    return [Pair(pk, kind, a, b, names=(one, other)) for pk, kind, a, b, one, other in rows]


def _takers(limited: list[Session]) -> dict[int, set[int]]:
    """Who chose each workshop with limited seats; costs nothing where there is none."""
    found: dict[int, set[int]] = {workshop.pk: set() for workshop in limited}
    if found:
        for session, registration in (
            WorkshopSeat.objects.held()
            .filter(session__in=limited)
            .values_list("session_id", "registration_id")
        ):
            found[session].add(registration)
    return found


def _wishes(one: Delegate, topics: list[tuple[str, set[str]]]) -> Instance:
    """The topics this delegate would like, workshop by workshop; None where they have no wish."""
    if not one.topics:
        return {}
    ranks = [
        [topic for topic in one.topics.get(workshop, ()) if topic in offered] or None
        for workshop, offered in topics
    ]
    return {"ranks": ranks} if any(ranks) else {}


def _delegate(one: Delegate, index: int, *, named: bool) -> Instance:
    """Organisations go by number; somebody without one is nobody's colleague."""
    said: Instance = {
        "id": index,
        "registration": one.pk,
        "org": one.organisation or -one.pk,
        "sector": one.sector,
        "kind": one.kind,
        "needs": list(one.needs),
    }
    return said | {"name": one.name} if named else said


def _table(group: Group, *, named: bool) -> Instance:
    told: Instance = {
        "group": group.pk,
        "min": group.min_size,
        "max": group.max_size,
        "features": sorted(group.features),
        "topic": group.topic or None,
    }
    return told | {"name": group.name} if named else told
