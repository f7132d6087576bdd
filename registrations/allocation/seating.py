"""A first plan that keeps every hard rule: people with few choices first, then chains of one-table moves."""

from collections import deque

import numpy as np

from registrations.allocation.instance import Ints
from registrations.allocation.model import FORBIDDEN, Model

TRIES = 40
SWAPS = 100


class _Hall:
    """One round while it fills: ``at`` (people,) is -1 until somebody is seated."""

    def __init__(self, model: Model, number: int, rng: np.random.Generator, *, minds: bool) -> None:
        self.rules, self.minds = model.rounds[number], minds
        self.tables, self.rng = len(self.rules.least), rng
        self.at = np.full(model.n, -1, dtype=np.intp)
        self.size = np.zeros(self.tables, dtype=np.intp)
        self.rivals: dict[int, list[int]] = {}
        clash = np.argwhere(model.pair[: model.n, : model.n] >= FORBIDDEN)
        for a, b in clash.tolist():
            self.rivals.setdefault(a, []).append(b)

    def welcome(self, unit: Ints, table: int) -> bool:
        """May the unit sit at the table as far as needs, pins and people to avoid go?"""
        if not self.allowed(unit, table):
            return False
        return not self.minds or not any(
            self.at[rival] == table for d in unit.tolist() for rival in self.rivals.get(d, ())
        )

    def allowed(self, unit: Ints, table: int) -> bool:
        """May the unit sit at the table as far as needs and pins go?"""
        return bool(self.rules.allowed[unit[0], table])

    def seat(self, unit: Ints, table: int) -> None:
        self.leave(unit)
        self.at[unit] = table
        self.size[table] += len(unit)

    def leave(self, unit: Ints) -> None:
        if self.at[unit[0]] >= 0:
            self.size[self.at[unit[0]]] -= len(unit)
        self.at[unit] = -1

    def room(self, table: int, heads: int) -> bool:
        return bool(self.size[table] + heads <= self.rules.most[table])


class _Party:
    """The units of a round and where they would rather sit."""

    def __init__(self, hall: _Hall, units: list[Ints], wanted: Ints) -> None:
        self.hall, self.units, self.wanted = hall, units, wanted
        self.unit_of = {int(d): number for number, unit in enumerate(units) for d in unit}

    def _order(self) -> list[int]:
        choices = self.hall.rules.allowed.sum(axis=1)
        luck = self.hall.rng.random(len(self.units))
        keep = [self.wanted[unit[0]] < 0 for unit in self.units]

        def rank(number: int) -> tuple[bool, bool, int, int, int, float]:
            unit, open_to = self.units[number], int(choices[self.units[number][0]])
            rivals = sum(len(self.hall.rivals.get(d, ())) for d in unit.tolist())
            return open_to > 1, keep[number], -len(unit), open_to, -rivals, float(luck[number])

        return sorted(range(len(self.units)), key=rank)

    def _best(self, unit: Ints) -> int:
        """The emptiest table with room that takes the unit (the wanted one if it does), else -1."""
        hall = self.hall
        wanted = int(self.wanted[unit[0]])
        if wanted >= 0 and hall.room(wanted, len(unit)) and hall.welcome(unit, wanted):
            return wanted
        fullness = hall.size - hall.rules.most + hall.rng.random(hall.tables) * 0.9
        for table in np.argsort(fullness).tolist():
            if hall.room(table, len(unit)) and hall.welcome(unit, table):
                return int(table)
        return -1

    def _chain(self, starts: list[int], goal: set[int], moving: int) -> bool:
        """Move units along tables so that a start table loses one of ``moving`` heads and a goal gains it."""
        back: dict[int, tuple[int, Ints]] = {}
        queue, seen = deque(starts), set(starts)
        while queue:
            table = queue.popleft()
            if table in goal:
                self._shift(table, back, set(starts))
                return True
            for unit in self._movable(table, moving):
                for other in range(self.hall.tables):
                    if other not in seen and self.hall.welcome(unit, other):
                        seen.add(other)
                        back[other] = (table, unit)
                        queue.append(other)
        return False

    def _movable(self, table: int, heads: int) -> list[Ints]:
        numbers = {self.unit_of[int(d)] for d in np.flatnonzero(self.hall.at == table)}
        units = [self.units[k] for k in sorted(numbers) if len(self.units[k]) == heads]
        return sorted(units, key=lambda unit: bool(self.wanted[unit[0]] >= 0))

    def _shift(self, table: int, back: dict[int, tuple[int, Ints]], starts: set[int]) -> None:
        while table not in starts:
            table_from, unit = back[table]
            self.hall.seat(unit, table)
            table = table_from

    def fill(self) -> bool:
        """Seat every unit within the largest sizes; False when one finds no place."""
        for number in self._order():
            unit = self.units[number]
            table = self._best(unit)
            if table < 0 and self._make_room(unit):
                table = self._best(unit)
            if table < 0:
                return False
            self.hall.seat(unit, table)
        return True

    def _make_room(self, unit: Ints) -> bool:
        hall = self.hall
        free = {t for t in range(hall.tables) if hall.room(t, 1)}
        starts = [t for t in range(hall.tables) if t not in free and hall.welcome(unit, t)]
        return any(self._chain([start], free, 1) for start in starts)

    def level(self) -> bool:
        """Bring every table up to its smallest size; False when that cannot be done."""
        hall, rules = self.hall, self.hall.rules
        for table in range(hall.tables):
            while hall.size[table] < rules.least[table]:
                spare = [t for t in range(hall.tables) if hall.size[t] > rules.least[t] and t != table]
                if not self._chain(spare, {table}, 1):
                    return False
        return True

    def settle(self) -> bool:
        """Swap people who are to sit apart away from each other; False when some still share a table."""
        for _ in range(SWAPS):
            clashing = [a for a in self.hall.rivals if self._clashes(a, int(self.hall.at[a]))]
            if not clashing:
                return True
            self._part(self.unit_of[clashing[int(self.hall.rng.integers(len(clashing)))]])
        return False

    def _clashes(self, person: int, table: int) -> int:
        return sum(int(self.hall.at[foe] == table) for foe in self.hall.rivals.get(person, ()))

    def _part(self, number: int) -> None:
        """Swap one unit with the unit elsewhere that makes the fewest new clashes, luck deciding ties."""
        hall, unit = self.hall, self.units[number]
        here = int(hall.at[unit[0]])
        offers = []
        for other in self.units:
            there = int(hall.at[other[0]])
            fair = there != here and len(other) == len(unit)
            if fair and hall.allowed(unit, there) and hall.allowed(other, here):
                clashes = sum(self._clashes(d, there) for d in unit.tolist())
                clashes += sum(self._clashes(d, here) for d in other.tolist())
                offers.append((clashes, float(hall.rng.random()), other, there))
        if offers:
            _, _, other, there = min(offers, key=lambda offer: offer[:2])
            hall.seat(other, here)
            hall.seat(unit, there)


def seated(
    model: Model, number: int, units: list[Ints], wanted: Ints, rng: np.random.Generator
) -> Ints | None:
    """(people,) tables of one round that keep every hard rule, or None when none was found.

    ``wanted`` (people,) names the tables that people keep if they can, -1 for no wish; the longer it takes,
    the more wishes are dropped. Exact where people move one by one and nobody is to be avoided (chains are
    augmenting paths); otherwise a search of ``TRIES`` tries, each in another order.
    """
    for attempt in range(TRIES):
        heard = np.where(rng.random(len(wanted)) < 1 - attempt / TRIES, wanted, -1)
        party = _Party(_Hall(model, number, rng, minds=attempt < TRIES // 4), units, heard)
        if party.fill() and party.level() and party.settle():
            return party.hall.at
    return None
