"""Very many tables: in each step they pair off at random, and every pair may swap two people."""

from collections.abc import Iterator

import numpy as np

from registrations.allocation.instance import Ints
from registrations.allocation.mix import GROW, JOIN, JOIN_GROWN, LEAVE, LEAVE_SHRUNK, SHRINK, Quotas
from registrations.allocation.model import FORBIDDEN, Floats, Round


class Hall:
    """``plans`` x ``tables`` x ``slots``; a slot holds a person or is empty, the last always is: the door.

    All arrays begin with the tables or the people of all plans, one plan after the other. ``people``: who
    everybody is, ``nobody`` for an empty slot. ``seat`` (tables, slots): who sits there, counted from the
    plan's first. ``pair`` (people, people of the plan): twice the price of sharing a table, all other rounds
    fixed. ``price`` (tables, people of the plan): what a person would cost at a table, its mix apart. While
    people are ``loyal``, they stay with their topic.
    """

    def __init__(
        self,
        rules: Round,
        names: Ints,
        who: Ints,
        pair: Floats,
        extra: Floats,
        marks: Floats,
        *,
        loyal: bool = False,
    ) -> None:
        plans, tables, slots = who.shape
        self.shape, self.slots, self.names = who.shape, slots, names
        self.crowd = tables * slots
        self.people = who.reshape(-1)
        self.pair = pair.reshape(-1, self.crowd)
        seated = pair.reshape(plans, self.crowd, tables, slots).sum(axis=3).swapaxes(1, 2)
        self.price = np.ascontiguousarray(seated * np.float32(0.5) + extra).reshape(-1, self.crowd)
        self.kind, self.stuck = marks[self.people], rules.stuck[self.people]
        self.real = self.people < len(marks) - 1
        self.seat = np.tile(np.arange(self.crowd).reshape(tables, slots), (plans, 1))
        self.first = np.repeat(np.arange(plans) * self.crowd, tables)
        self.size = self.real.reshape(-1, slots).sum(axis=1)
        self.count = self.kind.reshape(len(self.first), slots, -1).sum(axis=1).astype(np.intp)
        self.least = rules.least[names].ravel()
        self.most = np.minimum(rules.most[names].ravel(), slots - 1)
        self.topic, self.loyal = rules.topic[names].ravel(), loyal

    @property
    def who(self) -> Ints:
        """(plans, tables * slots) who sits where now."""
        found: Ints = self.people[self.seat + self.first[:, None]]
        return found.reshape(self.shape[0], -1)

    def warm(self, heat: float, quotas: Quotas) -> None:
        """Set the heat."""
        self.cold, self.quotas = np.float32(-1 / heat), quotas
        self.margin = quotas.margins(self.size, self.count)

    def swaps(self, rng: np.random.Generator, steps: int) -> Iterator[Floats]:
        """Tables pair off and may swap, in each step; (plans,) by how much that changes each plan's cost.

        While people are to stay with their topic, only its tables pair off.
        """
        plans, tables, _slots = self.shape
        luck = rng.random((steps, plans, tables), dtype=np.float32)
        if self.loyal:
            luck += self.topic.reshape(plans, tables)
        order = luck.argsort(axis=2)
        order += (np.arange(plans) * tables)[:, None]
        pairs = order[:, :, : tables // 2 * 2].reshape(steps, plans * (tables // 2), 2)
        luck = rng.random(pairs.shape[:2], dtype=np.float32)
        for (here, there), chance in zip(pairs.swapaxes(1, 2), luck, strict=True):
            if self.loyal:
                fit = self.topic[here] == self.topic[there]
                here, there, chance = here[fit], there[fit], chance[fit]
            yield self._step(here, there, chance)

    def _step(self, here: Ints, there: Ints, luck: Floats) -> Floats:
        """Every pair of tables may swap two people.

        A swap is drawn in proportion to min(1, exp(-price / heat)), and no swap as often as a free one.
        """
        cost = self._costs(here, there).reshape(len(here), -1)
        rate = cost * self.cold
        np.minimum(rate, 0, out=rate)
        sums = np.exp(rate, out=rate).cumsum(axis=1)
        pick = (sums <= luck[:, None] * (sums[:, -1:] + np.float32(1))).sum(axis=1)
        done = np.flatnonzero(pick < cost.shape[1])
        pick, plan = pick[done], here[done] // self.shape[1]
        self._swap(here[done], pick // self.slots, there[done], pick % self.slots)
        return np.bincount(plan, weights=cost[done, pick], minlength=self.shape[0]).astype(np.float32)

    def _costs(self, here: Ints, there: Ints) -> Floats:
        """(pairs, slots, slots): what swapping two people costs; by a door, what moving one does."""
        mine, yours, first = self.seat[here], self.seat[there], self.first[here][:, None]
        left, right = self.margin[:, here], self.margin[:, there]
        ours, theirs = self.kind[mine + first], self.kind[yours + first]
        here2, there2 = here[:, None], there[:, None]
        go = self.price[there2, mine] - self.price[here2, mine] + self.stuck[mine + first]
        come = self.price[here2, yours] - self.price[there2, yours] + self.stuck[yours + first]
        leave, join = left[LEAVE] + right[JOIN], left[JOIN] + right[LEAVE]
        cost: Floats = -((ours * (leave + join)[:, None]) @ theirs.swapaxes(1, 2))
        cost -= self.pair[(mine + first)[:, :, None], yours[:, None]]
        cost += (go + _along(ours, leave))[:, :, None]
        cost += (come + _along(theirs, join))[:, None]
        out = right[GROW].sum(axis=1) + left[SHRINK].sum(axis=1) + self._closed(there, here)
        back = left[GROW].sum(axis=1) + right[SHRINK].sum(axis=1) + self._closed(here, there)
        cost[:, :, -1] = go + _along(ours, left[LEAVE_SHRUNK] + right[JOIN_GROWN]) + out[:, None]
        cost[:, -1] = come + _along(theirs, right[LEAVE_SHRUNK] + left[JOIN_GROWN]) + back[:, None]
        return cost

    def _closed(self, to: Ints, at: Ints) -> Floats:
        """(pairs,) the price of making one table larger and the other smaller than they may be."""
        is_closed = (self.size[to] >= self.most[to]) | (self.size[at] <= self.least[at])
        return np.where(is_closed, np.float32(FORBIDDEN), np.float32(0))

    def _swap(self, here: Ints, mine: Ints, there: Ints, yours: Ints) -> None:
        """Exchange who sits in two slots of each pair of tables."""
        mine, yours, first = self._behind(here, mine), self._behind(there, yours), self.first[here]
        one, other = self.seat[here, mine], self.seat[there, yours]
        self.seat[here, mine], self.seat[there, yours] = other, one
        one, other = one + first, other + first
        change = (self.pair[other] - self.pair[one]) * np.float32(0.5)
        self.price[here] += change
        self.price[there] -= change
        flow = (self.kind[other] - self.kind[one]).astype(np.intp)
        self.count[here] += flow
        self.count[there] -= flow
        heads = self.real[other].astype(np.intp) - self.real[one]
        self.size[here] += heads
        self.size[there] -= heads
        both = np.concatenate((here, there))
        self.margin[:, both] = self.quotas.margins(self.size[both], self.count[both])

    def _behind(self, tables: Ints, slots: Ints) -> Ints:
        """Who comes through the door takes the first slot that is empty."""
        free = (~self.real[self.seat[tables] + self.first[tables][:, None]]).argmax(axis=1)
        return np.where(slots == self.slots - 1, free, slots)


def _along(kind: Floats, margin: Floats) -> Floats:
    """(pairs, slots): what each person's kinds add, by the margins (pairs, values) of a table."""
    found: Floats = (kind @ margin[:, :, None])[..., 0]
    return found
