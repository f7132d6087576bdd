"""Moves of people who stay together: the whole unit changes places with people of another table."""

import numpy as np

from registrations.allocation.instance import Ints
from registrations.allocation.mix import outside
from registrations.allocation.model import Floats
from registrations.allocation.room import Room

OFFERS = 60


def _heads(room: Room, unit: Ints, here: int, there: int, loose: int) -> tuple[int, int]:
    """How many people may come back in exchange for the unit: the fewest and the most that sizes allow."""
    rules, size, heads = room.rules, room.size, len(unit)
    low = max(rules.least[here] - size[here], size[there] - rules.most[there], -heads)
    high = min(rules.most[here] - size[here], size[there] - rules.least[there], 0)
    return heads + int(low), min(heads + int(high), loose)


def _offers(room: Room, unit: Ints, here: int, there: int, rng: np.random.Generator) -> Ints:
    """(offers, unit's size): groups of loose people at the other table, ``n`` where fewer come back."""
    loose = room.slot[there][room.slot[there] < room.n]
    low, high = _heads(room, unit, here, there, len(loose))
    if low > high:
        return np.empty((0, len(unit)), dtype=np.intp)
    drawn = rng.permuted(np.tile(loose, (OFFERS, 1)), axis=1)[:, :high]
    back = np.full((OFFERS, len(unit)), room.n, dtype=np.intp)
    back[:, :high] = drawn
    kept = rng.integers(low, high + 1, OFFERS)
    kept[::2] = high
    back[np.arange(len(unit)) >= kept[:, None]] = room.n
    return back


def _mix_change(room: Room, unit: Ints, back: Ints, here: int, there: int) -> Floats:
    quotas, people = room.quotas, room.n
    flow = room.whole[unit].sum(axis=0) - room.whole[back].sum(axis=1)
    heads = (len(unit) - (back < room.n).sum(axis=1))[:, None]
    change = -sum(outside(room.size[t], room.count[t], quotas.totals, people) for t in (here, there))
    for table, sign in ((here, -1), (there, 1)):
        size, count = room.size[table] + sign * heads, room.count[table] + sign * flow
        change = change + outside(size, count, quotas.totals, people)
    found: Floats = change @ quotas.worth
    return found


def exchange_costs(room: Room, unit: Ints, back: Ints, here: int, there: int) -> Floats:
    """(offers,) what it would cost that the unit goes over there and each offer comes back in exchange."""
    price, pair = room.price, room.pair
    mates = pair[unit].sum(axis=0)
    mates[room.n] = 0
    coming = price[here] - price[there] - mates
    costs = coming[back].sum(axis=1) + (price[there, unit] - price[here, unit]).sum() + mates[unit].sum() / 2
    among = pair[back[:, :, None], back[:, None, :]]
    real = back < room.n
    costs += (among * (real[:, :, None] & real[:, None, :])).sum(axis=(1, 2)) / 2
    found: Floats = costs + _mix_change(room, unit, back, here, there)
    return found


def regroup(room: Room, heat: float, rng: np.random.Generator) -> float:
    """Offer one unit another table; returns by how much the plan's cost changed."""
    if not room.rules.units or room.tables < 2:
        return 0.0
    unit = room.rules.units[int(rng.integers(len(room.rules.units)))]
    here = int(room.at[unit[0]])
    there = int((here + rng.integers(1, room.tables)) % room.tables)
    back = _offers(room, unit, here, there, rng)
    costs = np.append(exchange_costs(room, unit, back, here, there), 0.0)
    chosen = int((costs - heat * rng.gumbel(size=len(costs))).argmin())
    if chosen < len(back):
        people = back[chosen]
        room.exchange(here, there, unit, people[people < room.n])
    return float(costs[chosen])
