"""Rooms full of tables while people are swapped in them: all rooms at once, every swap costed beforehand."""

from collections.abc import Iterator

import numpy as np

from registrations.allocation.instance import Ints
from registrations.allocation.mix import GROW, JOIN, JOIN_GROWN, LEAVE, LEAVE_SHRUNK, SHRINK, Quotas
from registrations.allocation.model import FORBIDDEN, Flags, Floats, Round

NEVER = 1e-30
CERTAIN = np.float32(1 - 1e-6)  # a draw from here on could fall behind the last choice

AT_ONCE = ((24, 1), (100, 2))  # up to so many tables in a round, so many swaps in a room's step; ...
MOST_AT_ONCE = 3  # ... and where there are more


def at_once(tables: int) -> int:
    """How many swaps of different tables a room makes in a step: the more to put right, the more of them."""
    return next((swaps for most, swaps in AT_ONCE if tables <= most), MOST_AT_ONCE)


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
        self.at_once = at_once(len(rules.least))
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
        """``at_once`` swaps in every room in each step; (plans,) by how much each plan's cost changes."""
        for luck in rng.random((steps, self.at_once, 3, self.rooms, 1), dtype=np.float32):
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
        """Swaps per room: my slots, your slots (rooms, at once) and what they cost (rooms,).

        No two of them share a table: so together they cost what each costs, and none need be costed anew
        before the next is drawn. ``luck`` is (at once, 3, rooms, 1).
        """
        free = np.ones((self.rooms, self.tables), dtype=np.bool_)
        drawn = [self._draw(self.rate, free, luck[0])]
        if self.at_once == 1:
            mine, yours, change = drawn[0]
            return mine[:, None], yours[:, None], change
        for turn in luck[1:]:
            mine, yours, _ = drawn[-1]
            free[self.row, mine // self.slots] = free[self.row, yours // self.slots] = False
            drawn.append(self._draw(self.rate * free[:, None] * free[:, :, None], free, turn))
        mine, yours, change = (np.stack(part, axis=1) for part in zip(*drawn, strict=True))
        return mine, yours, change.sum(axis=1)

    def _draw(self, rate: Floats, free: Flags, luck: Floats) -> tuple[Ints, Ints, Floats]:
        """One swap per room: my slot, your slot and what it costs, each (rooms,); luck is (3, rooms, 1).

        In a room where less happens than in others of the same plan nobody is moved now and then.
        """
        sums = rate.reshape(self.rooms, -1).cumsum(axis=1)
        cell = (sums <= luck[0] * (sums[:, -1:] * CERTAIN)).sum(axis=1)
        nobody_moves = free.argmax(axis=1) * (self.tables + 1)
        cell = np.where(self._quiet(sums[:, -1], luck[2, :, 0]), nobody_moves, cell)
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
        """Exchange who sits in these slots (rooms, at once) of each room."""
        row = self.row[:, None]
        here, there = mine // self.slots, yours // self.slots
        both, turned = np.concatenate((mine, yours), axis=1), np.concatenate((yours, mine), axis=1)
        change = (self.pair[row, yours] - self.pair[row, mine]) * np.float32(0.5)
        self.price[row, here] += change
        self.price[row, there] -= change
        flow = (self.kind[row, yours] - self.kind[row, mine]).astype(np.intp)
        self.count[row, here] += flow
        self.count[row, there] -= flow
        heads = (self.who[row, yours] < self.nobody).astype(np.intp) - (self.who[row, mine] < self.nobody)
        self.size[row, here] += heads
        self.size[row, there] -= heads
        for those in (self.who, self.pair, self.kind, self.stuck):
            those[row, both] = those[row, turned]
        for those in (self.pair, self.price, self.across):
            those[row, :, both] = those[row, :, turned]
        self.lure[:, row, :, both] = self.lure[:, row, :, turned]
        tables = np.concatenate((here, there), axis=1)
        self.margin[:, row, tables] = self.quotas.margins(self.size[row, tables], self.count[row, tables])
        self.refresh(tables)
