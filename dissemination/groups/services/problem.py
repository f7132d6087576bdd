"""Who is to be seated where, in the plain values of the allocation engine.

The shape is told in the benchmark's format: people and tables are numbered from 0. Each delegate carries the
number of the registration, each table that of the group, so that a plan finds its way back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from dissemination.events.models import Event
from registrations.models import GroupPlace, KeepRule, Registration
from sessions.models import Group, Session
from speakers.models import Appearance

BALANCE = {"sector": 10, "kind": 4}
WEIGHTS = {"org_pairs": 10, "repeats": 6, "pref": 1}

Instance = dict[str, Any]
Seats = dict[tuple[int, int], GroupPlace]


@dataclass(frozen=True)
class Room:
    """Everything about an event's groups that the database holds, read once.

    `people` are those to be seated; `seats` are found by registration and workshop; `helpers` look after a
    table, and some of them are delegates too.
    """

    event: Event
    people: list[Registration]
    workshops: list[Session]
    seats: Seats
    rules: list[KeepRule]
    helpers: list[Appearance]

    @property
    def unlaid(self) -> list[Session]:
        """The workshops without tables."""
        return [workshop for workshop in self.workshops if not workshop.groups.all()]

    @property
    def unseated(self) -> list[Registration]:
        """Those who lack a table in some workshop."""
        rounds = [workshop.pk for workshop in self.workshops]
        return [one for one in self.people if any((one.pk, number) not in self.seats for number in rounds)]

    def instance(self, *, named: bool = False, with_absent: bool = False) -> Instance:
        """The problem; `named` puts in the names for the engine's sentences.

        `with_absent` makes it the repair of a morning: those with a seat who do not take part are there too,
        as absent, and `before` says where everybody was to sit.
        """
        gone = self._gone if with_absent else []
        listed = self._listed(gone)
        number = {one.pk: index for index, one in enumerate(listed)}
        made: Instance = {
            "name": self.event.slug,
            "rounds": len(self.workshops),
            "delegates": [
                _delegate(one, index, named=named) | self._wishes(one) for index, one in enumerate(listed)
            ],
            "groups": [[_table(group) for group in workshop.groups.all()] for workshop in self.workshops],
            "pins": sorted(self._pins(number)),
            "apart": self._pairs(KeepRule.Kind.APART, number),
            "together": self._pairs(KeepRule.Kind.TOGETHER, number),
            "balance": BALANCE,
            "weights": WEIGHTS,
        }
        if with_absent:
            made["absent"] = sorted(number[one.pk] for one in gone)
            made["before"] = [[self._seat(one, workshop) for one in listed] for workshop in self.workshops]
        return made

    def plan(self) -> list[list[int]]:
        """Where everybody sits now, workshop by workshop, in the order of the problem; -1 for nowhere."""
        return [[self._seat(one, workshop) for one in self._listed([])] for workshop in self.workshops]

    def _listed(self, more: list[Registration]) -> list[Registration]:
        return sorted([*self.people, *more], key=lambda one: (one.registered_at, one.pk))

    def _wishes(self, one: Registration) -> Instance:
        """The topics this delegate would like, workshop by workshop; None where they have no wish."""
        ranks = [
            [topic for topic in one.topics.get(str(workshop.pk), ()) if topic in _topics(workshop)] or None
            for workshop in self.workshops
        ]
        return {"ranks": ranks} if any(ranks) else {}

    @property
    def _gone(self) -> list[Registration]:
        here = {one.pk for one in self.people}
        seated = {place.registration_id: place.registration for place in self.seats.values()}
        return [one for pk, one in seated.items() if pk not in here]

    def _seat(self, one: Registration, workshop: Session) -> int:
        """The number of the table at which this delegate is planned to sit; -1 for none."""
        place = self.seats.get((one.pk, workshop.pk))
        return -1 if place is None else _index(workshop).get(place.group_id, -1)

    def _pins(self, number: Mapping[int, int]) -> set[tuple[int, int, int]]:
        found = set()
        rounds = {workshop.pk: index for index, workshop in enumerate(self.workshops)}
        tables = {workshop.pk: _index(workshop) for workshop in self.workshops}
        pinned = [(place.registration_id, place.group) for place in self.seats.values() if place.is_pinned]
        for pk, group in [*pinned, *self._posts]:
            if pk in number and group.session_id in rounds:
                found.add((number[pk], rounds[group.session_id], tables[group.session_id][group.pk]))
        return found

    @property
    def _posts(self) -> list[tuple[int, Group]]:
        """Delegates who look after a table sit there: facilitators and scribes are known by their person."""
        persons = {one.person: one.pk for one in self.people if one.person}
        posts = [(helper.speaker.person, helper.group) for helper in self.helpers]
        return [(persons[person], group) for person, group in posts if person in persons and group]

    def _pairs(self, kind: str, number: Mapping[int, int]) -> list[list[int]]:
        pairs = [(rule.one_id, rule.other_id) for rule in self.rules if rule.kind == kind]
        return sorted([number[a], number[b]] for a, b in pairs if a in number and b in number)


def room_of(event: Event) -> Room:
    """Reads who takes part, the workshops with their tables, the seats, the rules and the posts."""
    everybody = event.registrations.select_related("organisation", "need", "person")
    people = list(everybody.expected_or_here().filter(mode=Registration.Mode.IN_PERSON))
    tables = Group.objects.select_related("room")
    workshops = list(
        event.sessions.planned().select_related("room").prefetch_related(Prefetch("groups", tables))
    )
    seats = GroupPlace.objects.filter(registration__event=event, session__kind=Session.Kind.WORKSHOP)
    helpers = Appearance.objects.standing().filter(event=event, group__isnull=False)
    rows = seats.select_related("group", "registration__organisation", "registration__need")
    return Room(
        event=event,
        people=people,
        workshops=workshops,
        seats={(place.registration_id, place.session_id): place for place in rows},
        rules=list(event.keep_rules.select_related("one", "other").order_by("pk")),
        helpers=list(helpers.select_related("group", "speaker__person").order_by("pk")),
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


def _delegate(one: Registration, index: int, *, named: bool) -> Instance:
    """Organisations go by number; somebody without one is nobody's colleague."""
    need = getattr(one, "need", None)
    organisation = one.organisation
    said: Instance = {
        "id": index,
        "registration": one.pk,
        "org": (organisation.merged_into_id or organisation.pk) if organisation else -one.pk,
        "sector": one.sector,
        "kind": one.kind,
        "needs": sorted(need.features) if need else [],
    }
    return said | {"name": one.name} if named else said


def _table(group: Group) -> Instance:
    return {
        "group": group.pk,
        "min": group.min_size,
        "max": group.max_size,
        "features": sorted(group.features),
        "topic": group.topic or None,
    }


def _topics(workshop: Session) -> set[str]:
    return {group.topic for group in workshop.groups.all()}


def _index(workshop: Session) -> dict[int, int]:
    return {group.pk: index for index, group in enumerate(workshop.groups.all())}
