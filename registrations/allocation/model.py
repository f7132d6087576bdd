"""The problem as the annealer sees it: only the people who are here, everything in arrays."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from registrations.allocation.instance import Instance, Ints, numbered

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Kind = TypeVar("Kind", bound=np.generic)

FORBIDDEN = 100_000.0  # dearer than any plan could save; float32 still adds several of them exactly


@dataclass(frozen=True)
class Round:
    """One round: sizes (tables,), who may sit where (people, tables).

    What it costs to break that (people + 1, tables), and to move alone (people + 1,); the last is nobody.
    ``topic`` (tables,) numbers what is talked about.
    """

    least: Ints
    most: Ints
    allowed: Flags
    closed: Floats
    stuck: Floats
    units: tuple[Ints, ...]
    wishes: Ints | None
    topic: Ints


@dataclass(frozen=True)
class Model:
    """The whole problem for ``n`` people who are here.

    ``pair`` (n + 1, n + 1): twice the price of two people at one table, the last row and column for an empty
    seat. ``marks`` (n + 1, values): one 1 per attribute. ``totals`` and ``worth`` (values,): how many people
    have a value, what one person outside its quota costs. ``untold`` (pairs, 2): kept-together pairs, whose
    meetings are not counted. ``before`` (rounds, n) or None.
    """

    here: Ints
    pair: Floats
    repeat: float
    pref: float
    marks: Floats
    totals: Ints
    worth: Floats
    untold: Ints
    rounds: tuple[Round, ...]
    before: Ints | None

    @property
    def n(self) -> int:
        """How many people are here."""
        return len(self.here)


def units_of(instance: Instance) -> list[Ints]:
    """Those who sit together in every round, as groups of one or more people, ascending."""
    leader = {int(d): int(d) for d in instance.here}
    for a, b in instance.together:
        if a in leader and b in leader:
            low, high = sorted((leader[a], leader[b]))
            leader = {d: low if lead == high else lead for d, lead in leader.items()}
    found: dict[int, list[int]] = {}
    for d, lead in leader.items():
        found.setdefault(lead, []).append(d)
    return [np.array(members, dtype=np.intp) for members in found.values()]


def seats_open(instance: Instance, number: int) -> Flags:
    """(people, tables): may this person sit there in this round, by needs and pins (own and companions')?"""
    tables = instance.tables[number]
    wants = {needs: [needs <= table.features for table in tables] for needs in set(instance.needs)}
    flags = np.array([wants[needs] for needs in instance.needs], dtype=bool).reshape(-1, len(tables))
    for d, r, g in instance.pins:
        if r == number and d not in instance.absent:
            flags[d] &= np.arange(len(tables)) == g
    for unit in units_of(instance):
        flags[unit] = flags[unit].all(axis=0)
    return flags


def _round(instance: Instance, number: int, units: list[Ints], place: Ints) -> Round:
    pinned = {d for d, r, _ in instance.pins if r == number}
    free = [unit for unit in units if not pinned.intersection(unit.tolist())]
    stuck = np.full(len(place), FORBIDDEN, dtype=np.float32)
    stuck[[unit[0] for unit in free if len(unit) == 1]] = 0
    tables = instance.tables[number]
    wishes = instance.wishes
    allowed = seats_open(instance, number)[instance.here]
    return Round(
        least=np.array([table.least for table in tables], dtype=np.intp),
        most=np.array([table.most for table in tables], dtype=np.intp),
        allowed=allowed,
        closed=_padded(np.where(allowed, 0, FORBIDDEN).astype(np.float32), 0),
        stuck=_padded(stuck[instance.here], FORBIDDEN),
        units=tuple(place[unit] for unit in free if len(unit) > 1),
        wishes=None if wishes is None else _padded(wishes[number][instance.here], 0),
        topic=numbered(table.topic for table in tables),
    )


def _padded(rows: NDArray[Kind], value: float) -> NDArray[Kind]:
    """The array with one more row, for nobody."""
    more: NDArray[Kind] = np.full((1, *rows.shape[1:]), value, dtype=rows.dtype)
    return np.concatenate((rows, more))


def _marks(instance: Instance) -> tuple[Floats, Ints, Floats]:
    here = instance.here
    columns, worth = [np.zeros((len(here) + 1, 1), dtype=np.float32)], [0.0]
    for name, weight in instance.balance.items():
        codes = instance.kinds[name][here]
        values = sorted(set(codes.tolist()))
        column = np.zeros((len(here) + 1, len(values)), dtype=np.float32)
        column[np.arange(len(here)), np.searchsorted(values, codes)] = 1
        columns.append(column)
        worth += [weight] * len(values)
    marks = np.concatenate(columns, axis=1)
    return marks, marks.sum(axis=0).astype(np.intp), np.array(worth, dtype=np.float32)


def _listed(pairs: Iterable[tuple[int, int]], place: Ints) -> Ints:
    known = [(place[a], place[b]) for a, b in pairs if place[a] >= 0 and place[b] >= 0]
    return np.array(known, dtype=np.intp).reshape(-1, 2)


def _pair(instance: Instance, untold: Ints, apart: Ints) -> Floats:
    n, orgs = len(instance.here), instance.orgs[instance.here]
    price = np.zeros((n + 1, n + 1), dtype=np.float32)
    price[:n, :n] = (orgs[:, None] == orgs[None, :]) * (2 * instance.weights.org_pairs)
    for pairs, worth in ((untold, 0.0), (apart, 2 * FORBIDDEN)):
        price[pairs[:, 0], pairs[:, 1]] = price[pairs[:, 1], pairs[:, 0]] = worth
    np.fill_diagonal(price, 0)
    return price


def compiled(instance: Instance) -> Model:
    """The arrays for this problem; absent people are left out."""
    here = instance.here
    place = np.full(len(instance.people), -1, dtype=np.intp)
    place[here] = np.arange(len(here))
    units = units_of(instance)
    untold = _listed(instance.together, place)
    marks, totals, worth = _marks(instance)
    return Model(
        here=here,
        pair=_pair(instance, untold, _listed(instance.apart, place)),
        repeat=instance.weights.repeats,
        pref=instance.weights.pref,
        marks=marks,
        totals=totals,
        worth=worth,
        untold=untold,
        rounds=tuple(_round(instance, number, units, place) for number in range(instance.rounds)),
        before=None if instance.before is None else _padded(instance.before[:, here].T, -1).T,
    )
