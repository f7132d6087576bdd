"""One round while it is being rearranged: prices of every move, kept up to date as people move."""

import numpy as np

from registrations.allocation.instance import Ints
from registrations.allocation.mix import GROW, JOIN, JOIN_GROWN, LEAVE, LEAVE_SHRUNK, SHRINK, Quotas, outside
from registrations.allocation.model import FORBIDDEN, Floats, Model


class Room:
    """The tables of one round.

    ``pair`` is twice the price of two people sharing a table in this round, all other rounds fixed.
    ``price`` (tables, n + 1): what a person costs at a table, its mix apart. ``slot`` (tables, slots): the
    people who may be moved one by one, ``n`` in an empty slot; ``kind`` their marks. ``margin``: see mix.
    """

    def __init__(
        self, model: Model, number: int, at: Ints, pair: Floats, price: Floats, quotas: Quotas
    ) -> None:
        self.rules, self.n, self.quotas, self.marks = model.rounds[number], model.n, quotas, model.marks
        self.at, self.pair, self.price = at, pair, price
        self.tables, self.width = price.shape
        self.whole = model.marks.astype(np.intp)
        self.size = np.bincount(at, minlength=self.tables)
        self.count = np.zeros((self.tables, model.marks.shape[1]), dtype=np.intp)
        np.add.at(self.count, at, self.whole[:-1])
        self.margin = quotas.margins(self.size, self.count)
        self.resizable = bool((self.rules.least < self.rules.most).any())
        self._fill_slots()

    def _fill_slots(self) -> None:
        loose = np.flatnonzero(self.rules.loose)
        order = loose[np.argsort(self.at[loose], kind="stable")]
        held = np.bincount(self.at[order], minlength=self.tables)
        room = np.minimum(self.rules.most - self.size + held, len(loose))
        self.slots = max(1, int(room.max(initial=1)))
        starts = np.cumsum(held) - held
        self.slot = np.full((self.tables, self.slots), self.n, dtype=np.intp)
        self.slot[self.at[order], np.arange(len(order)) - starts[self.at[order]]] = order
        self.kind = self.marks[self.slot]

    def faulty(self) -> Ints:
        """The tables where somebody sits who costs something, or whose mix is out of balance."""
        people = np.arange(self.n)
        dear = self.price[self.at, people] > 0
        bad = np.bincount(self.at[dear], minlength=self.tables) > 0
        bad |= outside(self.size[:, None], self.count, self.quotas.totals, self.n) @ self.quotas.worth > 0
        return np.flatnonzero(bad)

    def swap_costs(self, here: Ints, there: Ints) -> Floats:
        """(m, slots * slots): what swapping slot i of table here[k] with slot j of there[k] would cost."""
        m, margin = len(here), self.margin
        both, across = np.concatenate((here, there)), np.concatenate((there, here))
        people, kinds = self.slot.take(both, axis=0), self.kind.take(both, axis=0)
        shift = self.price.take(people + self.width * across[:, None])
        shift -= self.price.take(people + self.width * both[:, None])
        step = margin[LEAVE].take(both, axis=0)
        step += margin[JOIN].take(across, axis=0)
        shift += (kinds @ step[:, :, None])[:, :, 0]
        edge = step[:m] + step[m:]
        cost: Floats = shift[:m, :, None] + shift[m:, None, :]
        cost -= (kinds[:m] * edge[:, None, :]) @ kinds[m:].swapaxes(1, 2)
        cost -= self.pair.take((people[:m] * self.width)[:, :, None] + people[m:, None, :])
        return cost.reshape(m, -1)

    def move_costs(self, here: Ints, there: Ints) -> Floats:
        """(m, 2 * slots): what moving a slot of here[k] over to there[k] would cost, then the other way."""
        m, margin = len(here), self.margin
        both, across = np.concatenate((here, there)), np.concatenate((there, here))
        people = self.slot.take(both, axis=0)
        shift = self.price.take(people + self.width * across[:, None])
        shift -= self.price.take(people + self.width * both[:, None])
        step = margin[LEAVE_SHRUNK, both] + margin[JOIN_GROWN, across]
        shift += (self.kind.take(both, axis=0) @ step[:, :, None])[:, :, 0]
        sizes = margin[SHRINK, both].sum(axis=1) + margin[GROW, across].sum(axis=1)
        full = (self.size[both] <= self.rules.least[both]) | (self.size[across] >= self.rules.most[across])
        shift += (sizes + full * FORBIDDEN)[:, None]
        shift += (people == self.n) * FORBIDDEN
        return np.concatenate((shift[:m], shift[m:]), axis=1)

    def swap(self, here: Ints, there: Ints, mine: Ints, yours: Ints) -> None:
        """Exchange slot mine[k] of table here[k] with slot yours[k] of there[k]; all tables differ."""
        first, second = self.slot[here, mine], self.slot[there, yours]
        self.slot[here, mine], self.slot[there, yours] = second, first
        self.kind[here, mine], self.kind[there, yours] = self.marks[second], self.marks[first]
        self.at[first], self.at[second] = there, here
        change = self.pair.take(second, axis=0)
        change -= self.pair.take(first, axis=0)
        change *= 0.5
        self.price[here] += change
        self.price[there] -= change
        change_of_kind = self.whole[second] - self.whole[first]
        self.count[here] += change_of_kind
        self.count[there] -= change_of_kind
        self._refresh(np.concatenate((here, there)))

    def move(self, here: int, there: int, mine: int) -> None:
        """Move one person from a slot of one table to an empty slot of another."""
        person = int(self.slot[here, mine])
        empty = int((self.slot[there] == self.n).argmax())
        self.slot[here, mine], self.slot[there, empty] = self.n, person
        self.kind[here, mine], self.kind[there, empty] = 0, self.marks[person]
        self._carry(np.array([person]), here, there)
        self._refresh(np.array([here, there]))

    def _carry(self, people: Ints, here: int, there: int) -> None:
        """Book people (k,) out of one table and into another, slots and margins apart."""
        self.at[people] = there
        self.size[here] -= len(people)
        self.size[there] += len(people)
        share = self.pair[people].sum(axis=0)
        share[self.n] = 0
        share *= 0.5
        self.price[here] -= share
        self.price[there] += share
        kinds = self.whole[people].sum(axis=0)
        self.count[here] -= kinds
        self.count[there] += kinds

    def _refresh(self, tables: Ints) -> None:
        self.margin[:, tables] = self.quotas.margins(self.size[tables], self.count[tables])

    def exchange(self, here: int, there: int, out: Ints, back: Ints) -> None:
        """Move the people ``out`` from here to there and the people ``back`` the other way."""
        self._carry(out, here, there)
        self._carry(back, there, here)
        self._refresh(np.array([here, there]))
        self._fill_slots()
