"""The hard rules: what makes a problem impossible, and whether a plan keeps them."""

from collections.abc import Iterator

import numpy as np

from registrations.allocation.clashes import Clash
from registrations.allocation.instance import Instance, Ints, Table
from registrations.allocation.model import seats_open, units_of


def _pins(instance: Instance) -> Iterator[Clash]:
    given: dict[tuple[int, int], int] = {}
    for d, r, g in instance.pins:
        if d in instance.absent:
            continue
        who, where = (instance.people[d],), instance.round_name(r)
        table = instance.table_name(r, g)
        if not 0 <= r < instance.rounds or not 0 <= g < len(instance.tables[r]):
            yield Clash("no such table", where, (table,), who)
            continue
        if (d, r) in given:
            yield Clash("pinned to two", where, (instance.table_name(r, given[d, r]), table), who)
        given[d, r] = g
        if lacking := instance.needs[d] - instance.tables[r][g].features:
            yield Clash("pinned without", where, (table,), who, tuple(sorted(lacking)))


def _pinned_sizes(instance: Instance) -> Iterator[Clash]:
    for r, tables in enumerate(instance.tables):
        for g, table in enumerate(tables):
            those = {d for d, rr, gg in instance.pins if (rr, gg) == (r, g)}
            pinned = len(those - instance.absent)
            if pinned > table.most:
                where, which = instance.round_name(r), (instance.table_name(r, g),)
                yield Clash("too many pinned", where, which, count=pinned, seats=table.most)


def _sizes(instance: Instance) -> Iterator[Clash]:
    people = len(instance.here)
    for r, tables in enumerate(instance.tables):
        least, most = sum(t.least for t in tables), sum(t.most for t in tables)
        where = instance.round_name(r)
        if people > most:
            yield Clash("too many people", where, count=people, seats=most)
        if people < least:
            yield Clash("too few people", where, count=people, seats=least)
        for g, table in enumerate(tables):
            if table.least > table.most:
                which = (instance.table_name(r, g),)
                yield Clash("impossible sizes", where, which, count=table.least, seats=table.most)


def _needs(instance: Instance) -> Iterator[Clash]:
    for r, tables in enumerate(instance.tables):
        for (people, seats), needs in _lacking(instance, tables).items():
            where, named = instance.round_name(r), tuple(sorted(needs))
            yield Clash("too few seats for needs", where, needs=named, count=len(people), seats=seats)


def _lacking(
    instance: Instance, tables: tuple[Table, ...]
) -> dict[tuple[tuple[int, ...], int], frozenset[str]]:
    """By people, and seats that there are for them: what these lack, alone or at one table."""
    here, found = instance.here.tolist(), dict[tuple[tuple[int, ...], int], frozenset[str]]()
    asked = {instance.needs[d] for d in here} - {frozenset[str]()}
    alone = {frozenset({need}) for needs in asked for need in needs}
    for needs in sorted(asked | alone, key=lambda some: (len(some), sorted(some))):
        people = tuple(d for d in here if needs <= instance.needs[d])
        seats = sum(table.most for table in tables if needs <= table.features)
        if len(people) > seats:
            told = found.get((people, seats), needs)
            found[people, seats] = told | needs if needs in alone else told
    return found


def _company(instance: Instance) -> Iterator[Clash]:
    units = units_of(instance)
    lead = {int(d): k for k, unit in enumerate(units) for d in unit}
    for a, b in instance.apart:
        if a in lead and lead[a] == lead.get(b):
            yield Clash("apart and together", people=(instance.people[a], instance.people[b]))
    for r in range(instance.rounds):
        yield from _homeless(instance, r, [unit for unit in units if len(unit) > 1])
    yield from _pinned_apart(instance)


def _homeless(instance: Instance, r: int, units: list[Ints]) -> Iterator[Clash]:
    """Those kept together whom no table takes: pinned to several, or what they need stands at several."""
    where, open_to = instance.round_name(r), seats_open(instance, r)
    pinned = {d: g for d, rr, g in instance.pins if rr == r}
    for unit in units:
        first = {pinned[d]: d for d in reversed(unit.tolist()) if d in pinned}
        if len(first) > 1:
            (g, one), (h, other), *_ = sorted(first.items())
            those = instance.table_name(r, g), instance.table_name(r, h)
            people = instance.people[one], instance.people[other]
            yield Clash("together and pinned", where, those, people)
        elif not _fits(unit, instance.tables[r], open_to):
            names = tuple(instance.people[d] for d in unit.tolist())
            yield Clash("no table for all", where, people=names)


def _fits(unit: Ints, tables: tuple[Table, ...], open_to: np.ndarray) -> bool:
    return any(table.most >= len(unit) and open_to[unit[0], g] for g, table in enumerate(tables))


def _pinned_apart(instance: Instance) -> Iterator[Clash]:
    seats = {(d, r): g for d, r, g in instance.pins if d not in instance.absent}
    for a, b in instance.apart:
        for r in range(instance.rounds):
            if (a, r) in seats and seats[a, r] == seats.get((b, r)):
                which, both = instance.table_name(r, seats[a, r]), (instance.people[a], instance.people[b])
                yield Clash("apart and pinned", instance.round_name(r), (which,), both)


def clashes(instance: Instance) -> list[Clash]:
    """The rules that cannot hold together; empty when none of the common clashes is found."""
    if found := list(_pins(instance)):
        return found
    checks = (_pinned_sizes, _sizes, _needs, _company)
    return [clash for check in checks for clash in check(instance)]


def unseatable(instance: Instance, number: int) -> Clash:
    """What is to be told of a round that no search could fill although no single rule is at fault."""
    rules = {
        "sizes": True,
        "needs": any(instance.needs[d] for d in instance.here.tolist()),
        "pins": any(r == number for _, r, _ in instance.pins),
        "apart": bool(instance.apart),
        "together": bool(instance.together),
    }
    some = tuple(rule for rule, is_there in rules.items() if is_there)
    return Clash("no way", instance.round_name(number), rules=some)


def broken(instance: Instance, plan: Ints) -> list[str]:
    """The hard rules that a plan (rounds, people) breaks, by name, one entry per round and rule."""
    return [name for number in range(instance.rounds) for name in _broken(instance, plan[number], number)]


def _broken(instance: Instance, row: Ints, number: int) -> list[str]:
    here, tables = instance.here, instance.tables[number]
    seated = (row >= 0) & (row < len(tables))
    if not seated[here].all() or (row >= 0).sum() != len(here):
        return ["unplaced"]
    size = np.bincount(row[here], minlength=len(tables))
    checks = {
        "sizes": all(t.least <= s <= t.most for t, s in zip(tables, size, strict=True)),
        "needs and pins": bool(seats_open(instance, number)[here, row[here]].all()),
        "apart": not any(row[a] == row[b] >= 0 for a, b in instance.apart),
        "together": all(row[a] == row[b] for a, b in instance.together if min(row[a], row[b]) >= 0),
    }
    return [name for name, kept in checks.items() if not kept]
