"""Rooms full of tables while people are swapped in them: all rooms at once, every swap costed beforehand."""

from collections.abc import Iterator

import numpy as np

from registrations.allocation.instance import Ints
from registrations.allocation.mix import GROW, JOIN, JOIN_GROWN, LEAVE, LEAVE_SHRUNK, SHRINK, Quotas
from registrations.allocation.model import FORBIDDEN, Flags, Floats, Round

NEVER = 1e-30
CERTAIN = np.float32(1 - 1e-6)  # a draw from here on could fall behind the last choice


class Rooms:
    """``rooms`` x ``tables`` x ``slots``; a slot holds a person or is empty, the last always is: the door.

    ``who`` (rooms, tables * slots): the person, ``nobody`` in an empty slot. ``pair`` (rooms, slots, slots):
    twice the price of two people sharing a table, all other rounds fixed. ``price`` (rooms, tables, slots):
    what a person would cost at a table, its mix apart. ``cost`` (rooms, table, slot, table, slot): what
    swapping two people changes; with a door, what moving one person does. ``rate`` (rooms, tables, tables):
    how often, at this heat, any two of them are swapped.
    """

    def __init__(
        self, rules: Round, plans: int, names: Ints, who: Ints, pair: Floats, extra: Floats, marks: Floats
    ) -> None:
        self.plans, (self.rooms, self.tables, self.slots) = plans, who.shape
        self.names, self.nobody = names, len(marks) - 1
        self.who = who.reshape(self.rooms, -1)
        self.row = np.arange(self.rooms)
        self.pair = pair
        self.pairs = pair.reshape(self.rooms, self.tables, self.slots, self.tables, self.slots)
        self.price = self.pairs.sum(axis=2).reshape(extra.shape) * np.float32(0.5) + extra
        self.stuck = rules.stuck[self.who]
        self.least = rules.least[names]
        self.most = np.minimum(rules.most[names], self.slots - 1)
        own = marks[self.who]
        self.values = own.shape[-1]
        self.kind = own
        self.across = np.concatenate((own, own), axis=2).swapaxes(1, 2).copy()
        self.size = (who < self.nobody).sum(axis=2)
        self.count = own.reshape(*who.shape, -1).sum(axis=2).astype(np.intp)

    def warm(self, heat: float, quotas: Quotas) -> None:
        """Set the heat and cost everything."""
        self.cold, self.quotas = np.float32(-1 / heat), quotas
        self.margin = quotas.margins(self.size, self.count)
        self.lure = np.empty((2, *self.price.shape), dtype=np.float32)
        self.stay = np.empty((2, self.rooms, self.tables, self.slots), dtype=np.float32)
        self.cost = np.empty_like(self.pairs)
        self.fresh, self.clock = np.zeros((self.rooms, self.tables), dtype=np.intp), 0
        self.rate = np.zeros((self.rooms, self.tables, self.tables), dtype=np.float32)
        every = np.broadcast_to(np.arange(self.tables), (self.rooms, self.tables))
        self.refresh(every)

    def swaps(self, rng: np.random.Generator, steps: int) -> Iterator[Floats]:
        """One swap in every room in each step; (plans,) by how much that changes each plan's cost."""
        for luck in rng.random((steps, 3, self.rooms, 1), dtype=np.float32):
            mine, yours, change = self.draw(luck)
            self.swap(mine, yours)
            yield change.reshape(self.plans, -1).sum(axis=1)

    def refresh(self, these: Ints) -> None:
        """Cost all swaps with these tables (rooms, k) anew."""
        row, values = self.row[:, None], self.values
        shape = (self.rooms, self.tables, self.slots)
        margin = self.margin[:, row, these]
        own = self.kind.reshape(*shape, -1)[row, these]
        turned = np.concatenate((own * (margin[JOIN] + margin[LEAVE])[:, :, None, :], own), axis=3)
        across = self.across.reshape(self.rooms, 2 * values, self.tables, self.slots)
        across[row, values:, these] = turned[..., :values].swapaxes(2, 3)
        grown = margin[GROW].sum(axis=2) + FORBIDDEN * (self.size[row, these] >= self.most[row, these])
        shrunk = margin[SHRINK].sum(axis=2) + FORBIDDEN * (self.size[row, these] <= self.least[row, these])
        lure = margin[[JOIN, JOIN_GROWN]] @ self.across[:, :values]
        lure += self.price[row, these]
        lure += self.stuck[:, None]
        lure[1] += grown[:, :, None]
        self.lure[:, row, these] = lure
        seat = self.price.reshape(self.rooms, self.tables, self.tables, self.slots)[row, these, these]
        stay = seat - (own @ margin[[LEAVE, LEAVE_SHRUNK]][..., None])[..., 0]
        stay[1] -= shrunk[:, :, None]
        self.stay[:, row, these] = stay
        there = self.lure.reshape(2, self.rooms, self.tables, self.tables, self.slots)[:, row, :, these]
        there = there.transpose(2, 0, 1, 4, 3) - stay[..., None]  # (2, rooms, k, slots, tables)
        back = lure.reshape(2, *these.shape, self.tables, self.slots) - self.stay[:, :, None]
        cost = -(turned @ self.across[:, None])  # table by table: BLAS starts threads for more
        cost = cost.reshape(*these.shape, self.slots, self.tables, self.slots)
        cost -= self.pairs[row, these]
        cost += there[0][..., None]
        cost += back[0][:, :, None]
        cost[..., -1] = there[1]
        cost[:, :, -1] = back[1]
        self.cost[row, these] = cost
        self.clock += 1
        self.fresh[row, these] = self.clock
        rate = self.rates(cost).sum(axis=2).sum(axis=3)
        self.rate[row, these] = rate
        self.rate[row, :, these] = rate
        self.rate[row, these, these] = 0

    def rates(self, cost: Floats) -> Floats:
        """How often changes of this cost are made at this heat: always if they cost nothing."""
        found: Floats = cost * self.cold
        np.minimum(found, 0, out=found)
        return np.exp(found, out=found)

    def draw(self, luck: Floats) -> tuple[Ints, Ints, Floats]:
        """One swap per room: my slot, your slot and what it costs, each (rooms,); luck is (3, rooms, 1).

        In a room where less happens than in others of the same plan nobody is moved now and then.
        """
        sums = self.rate.reshape(self.rooms, -1).cumsum(axis=1)
        cell = (sums <= luck[0] * (sums[:, -1:] * CERTAIN)).sum(axis=1)
        cell[self._quiet(sums[:, -1], luck[2, :, 0])] = 0
        here, there = cell // self.tables, cell % self.tables
        newer = self.fresh[self.row, here] >= self.fresh[self.row, there]
        here, there = np.where(newer, here, there), np.where(newer, there, here)
        cost = self.cost[self.row, here, :, there].reshape(self.rooms, -1)
        sums = self.rates(cost).cumsum(axis=1)
        pick = (sums <= luck[1] * (sums[:, -1:] * CERTAIN)).sum(axis=1)
        change = np.where(here == there, 0, cost[self.row, pick % cost.shape[1]])
        mine = self._behind(here, pick // self.slots)
        yours = self._behind(there, pick % self.slots)
        return mine, np.where(here == there, mine, yours), change

    def _quiet(self, total: Floats, luck: Floats) -> Flags:
        busiest = total.reshape(self.plans, -1).max(axis=1).repeat(self.rooms // self.plans)
        found: Flags = (luck * busiest > total) | (total < NEVER)
        return found

    def _behind(self, tables: Ints, slots: Ints) -> Ints:
        """Who comes through the door takes the first slot that is empty."""
        seats = self.who.reshape(self.rooms, self.tables, self.slots)[self.row, tables]
        free = (seats == self.nobody).argmax(axis=1)
        found: Ints = tables * self.slots + np.where(slots == self.slots - 1, free, slots)
        return found

    def swap(self, mine: Ints, yours: Ints) -> None:
        """Exchange who sits in two slots of each room."""
        row, row2 = self.row, self.row[:, None]
        here, there = mine // self.slots, yours // self.slots
        both, turned = np.stack((mine, yours), axis=1), np.stack((yours, mine), axis=1)
        change = self.pair[row, yours] - self.pair[row, mine]
        change *= np.float32(0.5)
        self.price[row, here] += change
        self.price[row, there] -= change
        kind = self.kind[row2, both]
        flow = (kind[:, 1] - kind[:, 0]).astype(np.intp)
        self.count[row, here] += flow
        self.count[row, there] -= flow
        real = self.who[row2, both] < self.nobody
        heads = real[:, 1].astype(np.intp) - real[:, 0]
        self.size[row, here] += heads
        self.size[row, there] -= heads
        for those in (self.who, self.pair, self.kind, self.stuck):
            those[row2, both] = those[row2, turned]
        for those in (self.pair, self.price, self.across):
            those[row2, :, both] = those[row2, :, turned]
        self.lure[:, row2, :, both] = self.lure[:, row2, :, turned]
        tables = np.stack((here, there), axis=1)
        self.margin[:, row2, tables] = self.quotas.margins(self.size[row2, tables], self.count[row2, tables])
        self.refresh(tables)
