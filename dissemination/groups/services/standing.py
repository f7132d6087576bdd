"""What is amiss with a plan: everything that is counted, and who is behind it.

Exactly the counts of `registrations.allocation.measures`, reached by the pairs that share a table instead of
all pairs of people, so that two thousand delegates are counted in a few milliseconds. Unlike there, somebody
may be missing in a single workshop.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from dissemination.groups.services.problem import BALANCE, WEIGHTS, Room
from registrations.allocation.instance import Ints, numbered
from registrations.allocation.mix import outside
from registrations.models import KeepRule


@dataclass(frozen=True)
class Faults:
    """Pairs of numbers of registrations, for the marks on the board.

    `colleagues` are told by workshop and table; `again` says how often two people meet who meet more than
    once, `met` in which workshops and at which tables these two meet.
    """

    colleagues: list[tuple[int, int, int, int]]
    again: dict[tuple[int, int], int]
    met: list[tuple[int, int, int, int]]


class Uneven(NamedTuple):
    """`heads` people with one value sit at a table, where an even mix has `low` or `high` of them."""

    turn: int
    table: int
    value: str
    heads: int
    low: int
    high: int


class Standing:
    """The people of a room as arrays; `plan` is (workshops, people), -1 where somebody has no seat."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.everybody = np.arange(len(room.people))
        self.orgs = np.array([one.organisation or -one.pk for one in room.people], dtype=np.intp)
        self.column = {one.pk: index for index, one in enumerate(room.people)}
        self.plan = self._plan()
        self.sizes = [len(workshop.groups.all()) for workshop in room.workshops]
        self.kinds = {name: numbered(getattr(one, name) for one in room.people) for name in BALANCE}

    def _plan(self) -> Ints:
        """Where everybody sits now."""
        room, plan = self.room, np.full((len(self.room.workshops), len(self.room.people)), -1, dtype=np.intp)
        turn = {workshop.pk: turn for turn, workshop in enumerate(room.workshops)}
        tables = {
            turn[session] * plan.shape[1] + self.column[number]: room.index[seat.group]
            for (number, session), seat in room.seats.items()
            if number in self.column and number in room.takers.get(session, self.column)
        }
        plan.ravel()[list(tables)] = list(tables.values())
        return plan

    @cached_property
    def _takes_part(self) -> list[Ints]:
        """(workshops, people): 1 for who takes part."""
        room = self.room
        return [
            np.ones(len(room.people), dtype=np.intp)
            if workshop.seats is None
            else np.array([room.takes_part(one, workshop) for one in room.people], dtype=np.intp)
            for workshop in room.workshops
        ]

    @cached_property
    def shares(self) -> dict[str, list[Ints]]:
        """How many of each value take part, by attribute and workshop: the mix that each table is to have."""
        return {
            name: [np.bincount(codes, weights=part, minlength=1).astype(np.intp) for part in self._takes_part]
            for name, codes in self.kinds.items()
        }

    @cached_property
    def together(self) -> set[tuple[int, int]]:
        """The columns of people who are kept together: their meetings are no fault."""
        found = [(rule.one, rule.other) for rule in self.room.rules if rule.kind == KeepRule.Kind.TOGETHER]
        columns = [(self.column.get(one, -1), self.column.get(other, -1)) for one, other in found]
        return {(min(pair), max(pair)) for pair in columns if min(pair) >= 0}

    @cached_property
    def regret(self) -> list[Ints] | None:
        """(workshops) of (people, tables): how far down somebody's list a table is; None without wishes."""
        room = self.room
        topics = [[group.topic for group in workshop.groups.all()] for workshop in room.workshops]
        if not any(one.topics for one in room.people) or not any(map(any, topics)):
            return None
        return [
            np.array([_ranks(one.topics.get(str(row.pk), ()), told) for one in room.people], dtype=np.intp)
            for row, told in zip(room.workshops, topics, strict=True)
        ]

    @cached_property
    def sharing(self) -> Ints:
        """The pairs of everybody in the plan as it stands."""
        return self.pairs()

    def pairs(self, plan: Ints | None = None, columns: Ints | None = None) -> Ints:
        """(4, pairs): workshop, table and the two columns of all who share a table, kept together apart."""
        plan = self.plan if plan is None else plan
        columns = self.everybody if columns is None else columns
        found = [
            _sharing(row[columns], size, turn)
            for turn, (row, size) in enumerate(zip(plan, self.sizes, strict=True))
        ]
        told = np.concatenate([np.empty((4, 0), dtype=np.intp), *found], axis=1)
        told[2:] = columns[told[2:]]
        if not self.together:
            return told
        kept = {a * len(self.orgs) + b for a, b in self.together}
        loose = ~np.isin(told[2] * len(self.orgs) + told[3], list(kept))
        return told[:, loose]

    def counts(self, plan: Ints | None = None, columns: Ints | None = None) -> dict[str, int]:
        """Every count of a plan. With `columns`, of these people alone: enough to see what a move changes."""
        _, _, a, b = self.sharing if plan is columns is None else self.pairs(plan, columns)
        plan = self.plan if plan is None else plan
        columns = self.everybody if columns is None else columns
        found = {
            f"mix.{name}": int(sum(row.sum() for row in self._mix(plan, columns, name))) for name in BALANCE
        }
        found["org_pairs"] = int((self.orgs[a] == self.orgs[b]).sum())
        times = np.unique(a * len(self.orgs) + b, return_counts=True)[1]
        found["repeats"] = int((times * (times - 1)).sum()) // 2
        if self.regret is not None:
            found["pref"] = int((self.distance(plan)[columns] ** 2).sum())
        return found

    def distance(self, plan: Ints) -> Ints:
        """(people,): how far down their lists everybody ended in all workshops together."""
        total = np.zeros(len(self.orgs), dtype=np.intp)
        for row, ranks in zip(plan, self.regret or (), strict=False):
            seated = np.flatnonzero(row >= 0)
            total[seated] += ranks[seated, row[seated]]
        return total

    @cached_property
    def faults(self) -> Faults:
        """Who is behind the counts."""
        turn, table, a, b = self.sharing
        people = [one.pk for one in self.room.people]
        alike = np.flatnonzero(self.orgs[a] == self.orgs[b])
        keys, times = np.unique(a * len(self.orgs) + b, return_counts=True)
        keys, times = keys[times > 1], times[times > 1]
        again = {divmod(int(key), len(people)): int(n) for key, n in zip(keys, times, strict=True)}
        often = np.flatnonzero(np.isin(a * len(self.orgs) + b, keys))
        return Faults(
            colleagues=_named(people, turn, table, a, b, alike),
            again={(people[one], people[other]): n for (one, other), n in again.items()},
            met=_named(people, turn, table, a, b, often),
        )

    def changed(self, seats: Mapping[tuple[int, int], int]) -> tuple[Ints, Ints]:
        """The plan with some seats changed, and the columns of all whom that can touch."""
        plan, room = self.plan.copy(), self.room
        turns = {workshop.pk: turn for turn, workshop in enumerate(room.workshops)}
        touched: set[int] = set()
        for (registration, session), group in seats.items():
            column, turn = self.column[registration], turns[session]
            for table in (plan[turn, column], room.index[group]):
                touched.update(np.flatnonzero(self.plan[turn] == table).tolist() if table >= 0 else ())
            touched.add(column)
            plan[turn, column] = room.index[group]
        return plan, np.array(sorted(touched), dtype=np.intp)

    def prices(self, numbers: Sequence[int], turn: int) -> Ints:
        """(tables,): how much worse all counts get where these people come, who have no seat there yet."""
        row, columns = self.plan[turn], [self.column[number] for number in numbers]
        seated, size = np.flatnonzero(self.plan[turn] >= 0), self.sizes[turn]
        found = np.zeros(size, dtype=np.intp)
        for name, weight in BALANCE.items():
            count, share = self._counted(self.plan, self.everybody, name)[turn], self.shares[name][turn]
            more = count + np.bincount(self.kinds[name][columns], minlength=len(share))
            then, now = (
                outside(each.sum(axis=1)[:, None], each, share, max(int(share.sum()), 1))
                for each in (more, count)
            )
            found += weight * (then.sum(axis=1) - now.sum(axis=1))
        for column in columns:
            mates = seated[self.orgs[seated] == self.orgs[column]]
            found += WEIGHTS["org_pairs"] * np.bincount(row[mates], minlength=size)
            times = ((self.plan == self.plan[:, [column]]) & (self.plan >= 0)).sum(axis=0)[seated]
            met = np.bincount(row[seated], weights=times, minlength=size).astype(np.intp)
            found += WEIGHTS["repeats"] * met
            if self.regret is not None:
                far, ranks = self.distance(self.plan)[column], self.regret[turn][column]
                found += WEIGHTS["pref"] * ((far + ranks) ** 2 - far**2)
        return found

    def uneven(self, name: str) -> list[Uneven]:
        """Where the plan as it stands has too many or too few people with one value of `sector` or `kind`.

        Table by table, the values of which there are most first.
        """
        values, found = list(dict.fromkeys(getattr(one, name) for one in self.room.people)), []
        mixed = zip(self._counted(self.plan, self.everybody, name), self.shares[name], strict=True)
        for turn, (count, share) in enumerate(mixed):
            heads, people = count.sum(axis=1)[:, None], max(int(share.sum()), 1)
            quota = heads * share
            low, high = quota // people, -(-quota // people)
            for table, code in zip(*np.nonzero(outside(heads, count, share, people)), strict=True):
                numbers = (int(each[table, code]) for each in (count, low, high))
                found.append(Uneven(turn, int(table), values[code], *numbers))
        return sorted(found, key=lambda one: (one.turn, one.table, -one.heads, one.value))

    def who(self, uneven: Uneven, name: str) -> list[str]:
        """The names of those at that table who have that value."""
        row = self.plan[uneven.turn]
        people = (self.room.people[column] for column in np.flatnonzero(row == uneven.table))
        return [one.name for one in people if getattr(one, name) == uneven.value]

    def _mix(self, plan: Ints, columns: Ints, name: str) -> list[Ints]:
        """(workshops) of (tables,): people outside their table's quota, the share of their value rounded."""
        mixed = zip(self._counted(plan, columns, name), self.shares[name], strict=True)
        return [
            outside(count.sum(axis=1)[:, None], count, share, max(int(share.sum()), 1)).sum(axis=1)
            for count, share in mixed
        ]

    def _counted(self, plan: Ints, columns: Ints, name: str) -> list[Ints]:
        """(workshops) of (tables, values): how many people with each value sit at each table."""
        codes, found = self.kinds[name][columns], []
        for row, size, share in zip(plan, self.sizes, self.shares[name], strict=True):
            at, count = row[columns], np.zeros((size, len(share)), dtype=np.intp)
            np.add.at(count, (at[at >= 0], codes[at >= 0]), 1)
            found.append(count)
        return found


def _sharing(row: Ints, tables: int, turn: int) -> Ints:
    """(4, pairs) of one workshop: every two people at one table, the lower column first."""
    seated = np.flatnonzero(row >= 0)
    order = seated[np.argsort(row[seated], kind="stable")]
    size = np.bincount(row[seated], minlength=tables)
    seats = np.full((tables, max(int(size.max(initial=0)), 1)), -1)
    seats[row[order], np.arange(len(order)) - (np.cumsum(size) - size)[row[order]]] = order
    left, right = np.triu_indices(seats.shape[1], 1)
    a, b = seats[:, left], seats[:, right]
    table, pair = np.nonzero((a >= 0) & (b >= 0))
    return np.stack([np.full(len(table), turn), table, a[table, pair], b[table, pair]])


def _ranks(want: object, told: list[str]) -> list[int]:
    offered = [topic for topic in want if topic in told] if isinstance(want, list) else []
    return [offered.index(topic) if topic in offered else len(offered) for topic in told]


def _named(
    people: list[int], turn: Ints, table: Ints, a: Ints, b: Ints, chosen: Ints
) -> list[tuple[int, int, int, int]]:
    return [(int(turn[i]), int(table[i]), people[a[i]], people[b[i]]) for i in chosen]
