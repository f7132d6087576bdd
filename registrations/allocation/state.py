"""Plans while they are being improved: who has met whom, and one round at a time to work on."""

import numpy as np

from registrations.allocation.hall import Hall
from registrations.allocation.instance import Ints
from registrations.allocation.mix import Quotas, outside
from registrations.allocation.model import Flags, Floats, Model
from registrations.allocation.room import Rooms

FEW = 24  # tables up to which every swap of a round is costed in each step; and the most in one room
LAST = 16  # tables in the last room, when faults are rare
VISIT = 20  # swaps in every room before the next round's turn, ...
LONGER = 2  # ... or so many for each of its tables where they are few; ...
HALL = 60  # ... or steps in the hall


def shape(tables: int, faults: int) -> tuple[int, int]:
    """How many rooms a plan's tables are spread over, and how many tables each gets.

    Where tables are many only those with faults are worked on, each beside some others.
    """
    if tables <= FEW:
        return 1, tables
    if 2 * faults <= LAST:
        return 1, LAST
    return max(1, min(tables, 2 * faults) // FEW), FEW


class State:
    """``at`` (plans, rounds, n + 1) are the plans; ``pair`` (plans, n + 1, n + 1) prices a meeting, twice.

    The last person is nobody, who sits in the empty slots and costs nothing. ``grudge`` is what a change of a
    told place costs; while people are ``loyal`` they stay, where tables are very many, with their topic.
    """

    def __init__(self, model: Model, at: Ints) -> None:
        self.model, self.plans = model, len(at)
        self.at = np.concatenate((at, np.zeros((*at.shape[:2], 1), dtype=np.intp)), axis=2)
        self.quotas = Quotas(model)
        self.pair = np.tile(model.pair, (self.plans, 1, 1))
        self.grudge = np.float32(0)
        self.loyal = False
        self.regret = np.zeros((self.plans, model.n + 1), dtype=np.intp)
        for number in range(len(model.rounds)):
            self._meet(number, 1)

    def _seats(self, number: int, spare: int) -> Ints:
        """(plans, tables, slots): who sits at the tables of a round, so many empty slots at the fullest."""
        n, tables = self.model.n, len(self.model.rounds[number].least)
        at = (self.at[:, number, :n] + np.arange(self.plans)[:, None] * tables).ravel()
        order = np.argsort(at, kind="stable")
        size = np.bincount(at, minlength=self.plans * tables)
        seats = np.full((len(size), int(size.max(initial=1)) + spare), n)
        seats[at[order], np.arange(len(at)) - (np.cumsum(size) - size)[at[order]]] = order % max(n, 1)
        return seats.reshape(self.plans, tables, -1)

    def _meet(self, number: int, sign: int) -> None:
        """Add (1) or take away (-1) the meetings of one round from the price of the next meeting."""
        seats, model = self._seats(number, 0), self.model
        plan = np.arange(self.plans)[:, None, None, None]
        self.pair[plan, seats[..., None], seats[:, :, None]] += np.float32(sign * 2 * model.repeat)
        a, b = model.untold[:, 0], model.untold[:, 1]
        self.pair[:, a, b] = self.pair[:, b, a] = 0
        self.pair[:, np.arange(model.n), np.arange(model.n)] = 0
        self.pair[:, model.n] = self.pair[:, :, model.n] = 0
        wishes = model.rounds[number].wishes
        if wishes is not None:
            self.regret += sign * wishes[np.arange(model.n + 1), self.at[:, number]]

    def forget(self, number: int) -> None:
        """Take a round out of the memory of meetings."""
        self._meet(number, -1)

    def is_hall(self, number: int) -> bool:
        """Are the tables of a round so many that they are worked on in pairs?

        Not in a repair: few swaps are any good there, and rooms are quicker to find them.
        """
        return len(self.model.rounds[number].least) > FEW and self.model.before is None

    def steps(self, number: int) -> int:
        """How many steps a round is worked on before the next round's turn."""
        tables = len(self.model.rounds[number].least)
        if self.is_hall(number):
            return HALL
        return VISIT if tables > FEW else max(VISIT, LONGER * tables)

    def enter(self, number: int, rng: np.random.Generator) -> Rooms | Hall:
        """Spread the tables of a forgotten round over rooms, at random; very many stand in one hall."""
        rules = self.model.rounds[number]
        faults = self._faults(number)
        worst = int(faults.sum(axis=1).max())
        rooms, wide = shape(faults.shape[1], worst)
        if self.is_hall(number):
            rooms, wide = 1, min(faults.shape[1], max(LAST, 2 * worst))
        luck = rng.random(faults.shape) - faults
        names = luck.argsort(axis=1)[:, : rooms * wide]
        names = names.reshape(self.plans, wide, rooms).swapaxes(1, 2).reshape(self.plans * rooms, wide)
        self.plan = plan = np.repeat(np.arange(self.plans), rooms)
        spare = 1 + int((rules.least < rules.most).any())
        who = self._seats(number, spare)[plan[:, None], names]
        people = who.reshape(len(names), -1)
        pair = self.pair[plan[:, None, None], people[:, :, None], people[:, None, :]]
        fixed = self.fixed(number, plan, names, people)
        if self.is_hall(number):
            loyal = self.loyal and rules.wishes is not None
            return Hall(rules, names, who, pair, fixed, self.model.marks, loyal=loyal)
        return Rooms(rules, self.plans, names, who, pair, fixed, self.model.marks)

    def _faults(self, number: int) -> Flags:
        """(plans, tables): at which tables of a forgotten round something is amiss."""
        seats, marks = self._seats(number, 0), self.model.marks
        plan = np.arange(self.plans)[:, None, None, None]
        met = self.pair[plan, seats[..., None], seats[:, :, None]].sum(axis=(2, 3))
        size, count = (seats < self.model.n).sum(axis=2), marks[seats].sum(axis=2).astype(np.intp)
        off = outside(size[..., None], count, self.quotas.totals, max(self.model.n, 1)) @ self.quotas.worth
        found: Flags = (met > 0) | (off > 0)
        if self.model.before is not None:
            told, at = self.model.before[number], self.at[:, number]
            plans, moved = np.nonzero((told >= 0) & (told != at))
            found[plans, at[plans, moved]] = True
        return found

    def settle(self, number: int, rooms: Rooms | Hall) -> None:
        """Write down who sits where in these rooms."""
        names = np.repeat(rooms.names, rooms.slots, axis=1)
        self.at[self.plan[:, None], number, rooms.who] = names

    def remember(self, number: int) -> None:
        """Put a round, as it now is, back into the memory."""
        self.at[:, number, -1] = 0
        self._meet(number, 1)

    def keep(self, chosen: Ints) -> None:
        """Go on with these of the plans."""
        if (chosen != np.arange(self.plans)).any():
            self.at, self.pair, self.regret = self.at[chosen], self.pair[chosen], self.regret[chosen]

    def fixed(self, number: int, plan: Ints, names: Ints, people: Ints) -> Floats:
        """(rooms, tables, people): what people cost at a table of plan (rooms,) whoever else sits there."""
        rules, where = self.model.rounds[number], (people[:, None, :], names[:, :, None])
        extra = rules.closed[where]
        if rules.wishes is not None:
            base = self.regret[plan[:, None], people][:, None]
            extra += ((base + rules.wishes[where]) ** 2 - base**2) * np.float32(self.model.pref)
        if self.model.before is not None:
            told = self.model.before[number][people][:, None]
            extra += np.where((told >= 0) & (told != names[:, :, None]), self.grudge, np.float32(0))
        return extra

    def costs(self) -> list[float]:
        """What every plan costs, moves apart."""
        return [self._cost(plan) for plan in range(self.plans)]

    def _cost(self, plan: int) -> float:
        model, total = self.model, 0.0
        meetings = np.zeros((model.n, model.n), dtype=np.int16)
        for number, rules in enumerate(model.rounds):
            at = self.at[plan, number, :-1]
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
        return total + model.repeat * repeats + model.pref * float((self.regret[plan] ** 2).sum())
