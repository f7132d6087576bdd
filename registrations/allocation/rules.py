"""The hard rules: what makes a problem impossible, told in sentences, and whether a plan keeps them."""

from collections.abc import Iterator

import numpy as np

from registrations.allocation.instance import Instance, Ints, Table
from registrations.allocation.model import seats_open, units_of

WORDS = {
    "wheelchair": "a wheelchair-accessible table",
    "bsl": "a table with a BSL interpreter",
    "hearing_loop": "a table with a hearing loop",
    "quiet": "a quiet table",
}


class Impossible(Exception):
    """No plan can keep every hard rule; ``reasons`` say why, one plain sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def _wanted(needs: frozenset[str]) -> str:
    return " and ".join(WORDS.get(need, f"a table with {need}") for need in sorted(needs))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _pins(instance: Instance) -> Iterator[str]:
    given: dict[tuple[int, int], int] = {}
    for d, r, g in instance.pins:
        if d in instance.absent:
            continue
        who, where = instance.people[d], instance.round_name(r)
        if not 0 <= r < instance.rounds or not 0 <= g < len(instance.tables[r]):
            yield f"{who} is pinned to {instance.table_name(r, g)} in {where}, and there is no such table."
            continue
        if (d, r) in given:
            one, other = (instance.table_name(r, table) for table in (given[d, r], g))
            yield f"{who} is pinned to {one} and to {other} in {where}."
        given[d, r] = g
        if lacking := instance.needs[d] - instance.tables[r][g].features:
            seat = f"{instance.table_name(r, g)} in {where}"
            yield f"{who} needs {_wanted(lacking)} and is pinned to {seat}, which is not one."


def _pinned_sizes(instance: Instance) -> Iterator[str]:
    for r, tables in enumerate(instance.tables):
        for g, table in enumerate(tables):
            those = {d for d, rr, gg in instance.pins if (rr, gg) == (r, g)}
            pinned = len(those - instance.absent)
            if pinned > table.most:
                verb = "person is" if pinned == 1 else "people are"
                where = f"{instance.table_name(r, g)} in {instance.round_name(r)}"
                yield f"{pinned} {verb} pinned to {where}, which seats {table.most}."


def _sizes(instance: Instance) -> Iterator[str]:
    people = len(instance.here)
    for r, tables in enumerate(instance.tables):
        least, most = sum(t.least for t in tables), sum(t.most for t in tables)
        where = instance.round_name(r)
        if people > most:
            yield f"{_count(people, 'person is', 'people are')} to be seated, {where} has {most} seats."
        if people < least:
            yield (
                f"The tables of {where} need at least {_count(least, 'person', 'people')}, "
                f"{_count(people, 'is', 'are')} here."
            )
        for g, table in enumerate(tables):
            if table.least > table.most:
                name = instance.table_name(r, g)
                limits = f"needs at least {table.least} and seats at most {table.most}"
                yield f"{name[0].upper()}{name[1:]} in {where} {limits}."


def _needs(instance: Instance) -> Iterator[str]:
    combinations = {instance.needs[d] for d in instance.here.tolist()} | {
        frozenset({need}) for d in instance.here.tolist() for need in instance.needs[d]
    }
    for needs in sorted(combinations - {frozenset[str]()}, key=lambda some: (len(some), sorted(some))):
        people = sum(needs <= instance.needs[d] for d in instance.here.tolist())
        for r, tables in enumerate(instance.tables):
            seats = sum(t.most for t in tables if needs <= t.features)
            if people > seats:
                those = "such seat" if seats == 1 else "such seats"
                yield (
                    f"{_count(people, 'person needs', 'people need')} {_wanted(needs)}, "
                    f"{instance.round_name(r)} has {seats} {those}."
                )


def _company(instance: Instance) -> Iterator[str]:
    units = units_of(instance)
    lead = {int(d): k for k, unit in enumerate(units) for d in unit}
    for a, b in instance.apart:
        if a in lead and lead[a] == lead.get(b):
            both = f"{instance.people[a]} and {instance.people[b]}"
            yield f"{both} are to sit apart and, by kept-together pairs, together."
    for r, tables in enumerate(instance.tables):
        open_to = seats_open(instance, r)
        for unit in (unit for unit in units if len(unit) > 1):
            names = " and ".join(instance.people[d] for d in unit.tolist())
            if not _fits(unit, tables, open_to):
                where = instance.round_name(r)
                yield f"{names} are kept together, and no table in {where} suits them all."
    yield from _pinned_apart(instance)


def _fits(unit: Ints, tables: tuple[Table, ...], open_to: np.ndarray) -> bool:
    return any(table.most >= len(unit) and open_to[unit[0], g] for g, table in enumerate(tables))


def _pinned_apart(instance: Instance) -> Iterator[str]:
    seats = {(d, r): g for d, r, g in instance.pins if d not in instance.absent}
    for a, b in instance.apart:
        for r in range(instance.rounds):
            if (a, r) in seats and seats[a, r] == seats.get((b, r)):
                where = f"{instance.table_name(r, seats[a, r])} in {instance.round_name(r)}"
                yield (
                    f"{instance.people[a]} and {instance.people[b]} are to sit apart "
                    f"and are both pinned to {where}."
                )


def clashes(instance: Instance) -> list[str]:
    """The rules that cannot hold together, as sentences; empty when none of the common clashes is found."""
    if found := list(_pins(instance)):
        return found
    checks = (_pinned_sizes, _sizes, _needs, _company)
    return [sentence for check in checks for sentence in check(instance)]


def unseatable(instance: Instance, number: int) -> str:
    """The sentence for a round that no search could fill although no single rule is at fault."""
    rules = [
        word
        for word, some in (
            ("table sizes", True),
            ("needs", any(instance.needs[d] for d in instance.here.tolist())),
            ("pins", any(r == number for _, r, _ in instance.pins)),
            ("people kept apart", instance.apart),
            ("people kept together", instance.together),
        )
        if some
    ]
    told = ", ".join(rules)
    where = instance.round_name(number)
    return f"No way was found to seat everybody in {where} within these rules together: {told}."


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
