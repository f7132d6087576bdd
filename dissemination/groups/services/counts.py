"""How good the groups are now: what can be counted, each beside the least that any plan could have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dissemination.groups.services.problem import BALANCE, WEIGHTS, Room
from dissemination.groups.services.standing import Standing
from registrations import allocation
from registrations.allocation import bounds

KEPT = 32  # events whose bounds are remembered: reckoning them takes longer than a move
PRICES = {f"mix.{name}": weight for name, weight in BALANCE.items()} | WEIGHTS
_least: dict[int, Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True)
class Count:
    """One count: `org_pairs`, `repeats`, `pref` or `mix.<attribute>`; `bound` is the least possible."""

    name: str
    count: int
    bound: int

    @property
    def is_least(self) -> bool:
        """No plan could do better here."""
        return self.count <= self.bound


@dataclass(frozen=True, slots=True)
class Wishes:
    """How far the groups follow the topics that people chose: the fairness of the plan.

    `asked` and `first` count choices, one for each delegate and workshop; `worst` names who ended furthest
    from what they wanted, `distance` how far: 0 is a first choice in every workshop.
    """

    asked: int
    first: int
    distance: int
    worst: list[str]

    @property
    def share(self) -> int:
        """First choices in per cent."""
        return round(100 * self.first / self.asked)


def are_bounded(counts: Iterable[Count]) -> bool:
    """No count is below its bound: bounds hold for plans that keep every rule, and for no others."""
    return all(one.count >= one.bound for one in counts)


def weighed(found: Mapping[str, int]) -> float:
    """All counts in one number, as the engine weighs them: of two plans the one with less is better."""
    return sum(PRICES[name] * count for name, count in found.items())


def counts_of(room: Room, standing: Standing | None = None) -> list[Count]:
    """Every count of those who have a seat; nothing before the groups are made.

    While somebody has no seat yet, the bounds are those of the others: they hold all the same.
    """
    standing = standing or Standing(room)
    if not (standing.plan >= 0).any():
        return []
    least = bounds_of(room)
    return [Count(name, count, least.get(name, 0)) for name, count in standing.counts().items()]


def bounds_of(room: Room) -> Mapping[str, int]:
    """What no plan can go below, for those who have a seat in every workshop. Moves change nothing in it."""
    if not room.common:
        return {}
    lacking = room.lacking(room.common)
    absent = [index for index, one in enumerate(room.people) if one.pk in lacking]
    key = hash((_described(room), tuple(absent)))
    if key not in _least:
        if len(_least) >= KEPT:
            _least.clear()
        _least[key] = bounds.bounds(allocation.read(room.instance() | {"absent": absent}))
    return _least[key]


def _described(room: Room) -> tuple[object, ...]:
    """Everything on which the bounds depend."""
    people = tuple((one.pk, one.organisation, one.needs, str(one.topics)) for one in room.people)
    tables = tuple(
        (group.pk, group.min_size, group.max_size, tuple(group.features), group.topic)
        for workshop in room.common
        for group in workshop.groups.all()
    )
    pinned = tuple(seat for seat in room.seats.values() if seat.is_pinned)
    return people, tables, pinned, tuple(room.rules), tuple(room.helpers)


def wishes_of(standing: Standing) -> Wishes | None:
    """The fairness of the plan; None where nobody was asked for a topic, or nobody sits yet."""
    room, regret = standing.room, standing.regret
    if regret is None or not (standing.plan >= 0).any():
        return None
    asked = first = 0
    for row, ranks, workshop in zip(standing.plan, regret, room.workshops, strict=True):
        for column, one in enumerate(room.people):
            if row[column] >= 0 and one.topics.get(str(workshop.pk)):
                asked += 1
                first += int(ranks[column, row[column]] == 0)
    distance = standing.distance(standing.plan)
    furthest = int(distance.max(initial=0))
    worst = [one.name for one, far in zip(room.people, distance, strict=True) if far == furthest > 0]
    return Wishes(asked, first, furthest, worst) if asked else None
