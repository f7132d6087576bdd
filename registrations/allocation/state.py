"""The whole plan while it is being improved: who has met whom, and one round at a time to work on."""

import numpy as np

from registrations.allocation.instance import Ints
from registrations.allocation.mix import Quotas, outside
from registrations.allocation.model import FORBIDDEN, Floats, Model
from registrations.allocation.room import Room


class State:
    """``at`` (rounds, n) is the plan; ``pair`` (n + 1, n + 1) is twice the price of one more meeting."""

    def __init__(self, model: Model, at: Ints) -> None:
        self.model, self.at = model, at.copy()
        self.quotas = Quotas(model)
        self.pair = model.pair.copy()
        self.grudge = np.float32(0)
        for number in range(len(model.rounds)):
            self._meet(number, 1)
        self.regret = sum(self._wish(number) for number in range(len(model.rounds)))

    def _wish(self, number: int) -> Ints | int:
        wishes = self.model.rounds[number].wishes
        return 0 if wishes is None else wishes[np.arange(self.model.n), self.at[number]]

    def _meet(self, number: int, sign: int) -> None:
        """Add (1) or take away (-1) the meetings of one round from the price of the next meeting."""
        n, at = self.model.n, self.at[number]
        size = np.bincount(at)
        order = np.argsort(at, kind="stable")
        seats = np.full((len(size), int(size.max(initial=1))), n, dtype=np.intp)
        seats[at[order], np.arange(n) - (np.cumsum(size) - size)[at[order]]] = order
        self.pair[seats[:, :, None], seats[:, None, :]] += np.float32(sign * 2 * self.model.repeat)
        a, b = self.model.untold[:, 0], self.model.untold[:, 1]
        self.pair[a, b] = self.pair[b, a] = 0
        np.fill_diagonal(self.pair, 0)
        self.pair[n] = self.pair[:, n] = -2 * FORBIDDEN

    def enter(self, number: int) -> Room:
        """Take one round out of the memory of meetings and price every seat in it."""
        self._meet(number, -1)
        wish = self._wish(number)
        self.regret = self.regret - wish
        return Room(self.model, number, self.at[number], self.pair, self._price(number), self.quotas)

    def leave(self, number: int) -> None:
        """Put the round, as it now is, back into the memory."""
        self._meet(number, 1)
        self.regret = self.regret + self._wish(number)

    def _price(self, number: int) -> Floats:
        n, rules, at = self.model.n, self.model.rounds[number], self.at[number]
        price = np.zeros((len(rules.least), n + 1), dtype=np.float32)
        size = np.bincount(at, minlength=len(price))
        used = np.flatnonzero(size)
        order = np.argsort(at, kind="stable")
        starts = (np.cumsum(size) - size)[used]
        price[used] = np.add.reduceat(self.pair[order], starts, axis=0) * np.float32(0.5)
        price[:, n] = 0
        price[:, :n] += np.where(rules.allowed, 0, np.float32(FORBIDDEN)).T
        if rules.wishes is not None:
            base = np.asarray(self.regret)[:, None]
            price[:, :n] += ((base + rules.wishes) ** 2 - base**2).T * np.float32(self.model.pref)
        if self.model.before is not None:
            told = self.model.before[number]
            stays = (told[:, None] == np.arange(len(price))) | (told < 0)[:, None]
            price[:, :n] += np.where(stays, 0, self.grudge).T
        return price

    def cost(self) -> float:
        """What the plan costs, moves apart."""
        model, total = self.model, 0.0
        meetings = np.zeros((model.n, model.n), dtype=np.int16)
        for number, rules in enumerate(model.rounds):
            at = self.at[number]
            count = np.zeros((len(rules.least), len(model.totals)), dtype=np.intp)
            np.add.at(count, at, model.marks[:-1].astype(np.intp))
            size = np.bincount(at, minlength=len(count))[:, None]
            total += float((outside(size, count, model.totals, max(model.n, 1)) * model.worth).sum())
            same = at[:, None] == at[None, :]
            total += float((model.pair[:-1, :-1] * same).sum(dtype=np.float64)) / 4
            meetings += same
        a, b = model.untold[:, 0], model.untold[:, 1]
        meetings[a, b] = meetings[b, a] = 0
        np.fill_diagonal(meetings, 0)
        repeats = float((meetings * (meetings - 1.0)).sum()) / 4
        regret = float((np.asarray(self.regret) ** 2).sum()) if model.rounds[0].wishes is not None else 0.0
        return total + model.repeat * repeats + model.pref * regret
