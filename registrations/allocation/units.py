"""Moves of people who stay together: the whole unit changes places with people of another table."""

import numpy as np

from registrations.allocation.instance import Ints
from registrations.allocation.mix import outside
from registrations.allocation.model import Floats
from registrations.allocation.state import State

OFFERS = 60


class _Doorway:
    """The two tables of a round between which a unit may go, the round itself taken out of the memory."""

    def __init__(self, state: State, plan: int, number: int, unit: Ints, there: int) -> None:
        model, self.rules, self.unit = state.model, state.model.rounds[number], unit
        at, self.nobody, self.quotas, self.marks = state.at[plan, number], model.n, state.quotas, model.marks
        self.names = np.array([at[unit[0]], there])
        self.pair = state.pair[plan]
        seated = [np.flatnonzero(at[:-1] == name) for name in self.names]
        self.size = np.array([len(people) for people in seated])
        self.count = np.array([model.marks[people].sum(axis=0) for people in seated]).astype(np.intp)
        self.loose = seated[1][self.rules.stuck[seated[1]] == 0]
        everybody = np.arange(model.n + 1)
        self.price = np.array([self.pair[people].sum(axis=0) for people in seated]) * np.float32(0.5)
        self.price += state.fixed(number, np.array([plan]), self.names[None], everybody[None])[0]

    def offers(self, rng: np.random.Generator) -> Ints:
        """(offers, unit's size): loose people of the other table, nobody where fewer come back."""
        heads, size = len(self.unit), self.size
        least, most = self.rules.least[self.names], self.rules.most[self.names]
        low = heads + max(least[0] - size[0], size[1] - most[1], -heads)
        high = min(heads + min(most[0] - size[0], size[1] - least[1], 0), len(self.loose))
        if low > high:
            return np.empty((0, heads), dtype=np.intp)
        back = np.full((OFFERS, heads), self.nobody)
        back[:, :high] = rng.permuted(np.tile(self.loose, (OFFERS, 1)), axis=1)[:, :high]
        kept = rng.integers(low, high + 1, OFFERS)
        kept[::2] = high
        back[np.arange(heads) >= kept[:, None]] = self.nobody
        return back

    def costs(self, back: Ints) -> Floats:
        """(offers,) what it would cost that the unit goes over and each offer comes back in exchange."""
        unit, (here, there) = self.unit, self.price
        mates = self.pair[unit].sum(axis=0)
        found = (here - there - mates)[back].sum(axis=1) + (there - here + mates / 2)[unit].sum()
        found += self.pair[back[:, :, None], back[:, None, :]].sum(axis=(1, 2)) / 2
        result: Floats = found + self._mix_change(back)
        return result

    def _mix_change(self, back: Ints) -> Floats:
        unit, quotas, people = self.unit, self.quotas, max(self.nobody, 1)
        flow = self.marks[unit].sum(axis=0) - self.marks[back].sum(axis=1)
        heads = (len(unit) - (back < self.nobody).sum(axis=1))[:, None]
        change = -outside(self.size[:, None], self.count, quotas.totals, people).sum(axis=0)
        for table, sign in ((0, -1), (1, 1)):
            size, count = self.size[table] + sign * heads, self.count[table] + sign * flow.astype(np.intp)
            change = change + outside(size, count, quotas.totals, people)
        found: Floats = change @ quotas.worth
        return found


def regroup(state: State, plan: int, number: int, heat: float, rng: np.random.Generator) -> float:
    """Offer one unit of a plan another table of the round; returns by how much the plan's cost changed."""
    rules = state.model.rounds[number]
    if not rules.units or len(rules.least) < 2:
        return 0.0
    unit = rules.units[int(rng.integers(len(rules.units)))]
    here = int(state.at[plan, number, unit[0]])
    there = int((here + rng.integers(1, len(rules.least))) % len(rules.least))
    doorway = _Doorway(state, plan, number, unit, there)
    back = doorway.offers(rng)
    costs = np.append(doorway.costs(back), 0.0)
    chosen = int((costs - heat * rng.gumbel(size=len(costs))).argmin())
    if chosen < len(back):
        state.at[plan, number, unit] = there
        state.at[plan, number, back[chosen]] = here
    return float(costs[chosen])
