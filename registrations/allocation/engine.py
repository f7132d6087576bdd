"""Simulated annealing by heat bath: many pairs of tables at once, every swap between them costed exactly.

In each step the tables of one round are paired at random. For every pair all swaps of two people (and, now
and then, all moves of one person) are priced, and one of them or none is drawn with probability proportional
to exp(-price / heat), by adding Gumbel noise and taking the smallest. Pairs of tables share nobody, so that
all their draws hold at once. The best plan ever seen is kept.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from registrations.allocation.instance import Ints
from registrations.allocation.model import Floats
from registrations.allocation.room import Room
from registrations.allocation.state import State
from registrations.allocation.units import regroup

POOL = 1 << 17
BATCH = 3000  # swaps priced in a step, about: fewer waste calls, more find the same swap twice
VISIT = 24  # steps in a round before the next one's turn, more where entering a round takes long
RESIZING = 2  # every so many steps the sizes of tables may change
LOOK = 8  # every so many steps the tables with faults are sought
CARE = 0.8  # how often only they are worked on
REPEAT = 4  # partners for each of them in a step
Progress = Callable[[float, float, float], None]


@dataclass
class Meter:
    """How much of the budget is used: steps, or CPU seconds of this thread."""

    steps: int | None
    seconds: float
    done: int = 0
    began: float = 0.0

    def __post_init__(self) -> None:
        self.began = time.thread_time()

    def used(self) -> float:
        """The share of the budget that is used, 1 when it is spent."""
        if self.steps is not None:
            return min(1.0, self.done / max(self.steps, 1))
        return min(1.0, (time.thread_time() - self.began) / max(self.seconds, 1e-9))

    def left(self) -> int:
        """Steps that may still be done (many when time is the budget)."""
        return POOL if self.steps is None else self.steps - self.done


@dataclass
class Best:
    """The best plan so far and what it costs; ``at`` is (rounds, n)."""

    at: Ints
    cost: float

    def offer(self, at: Ints, cost: float) -> None:
        """Keep a copy if it is better."""
        if cost < self.cost - 1e-6:
            self.at, self.cost = at.copy(), cost


def disjoint(here: Ints, there: Ints, rows: Ints) -> Ints:
    """Those of the rows, first come first served, whose two tables no earlier row has taken."""
    if len(rows) < 2:
        return rows
    used: set[int] = set()
    kept = []
    for row, a, b in zip(rows.tolist(), here[rows].tolist(), there[rows].tolist(), strict=True):
        if a not in used and b not in used:
            kept.append(row)
            used.update((a, b))
    return np.array(kept, dtype=np.intp)


class Pairing:
    """Which pairs of tables a step looks at: all of them where they are few, else random ones.

    With ``care`` the first table of a pair is one at which something is amiss, as long as there are any.
    """

    def __init__(self, room: Room, rng: np.random.Generator) -> None:
        self.room, self.rng = room, rng
        every = room.tables * (room.tables - 1) // 2
        self.wanted = max(1, min(every, BATCH // room.slots**2))
        self.all = np.triu_indices(room.tables, 1) if self.wanted == every else None
        self.faulty = np.empty(0, dtype=np.intp)

    def look(self, *, care: bool) -> None:
        """See where something is amiss, or forget it."""
        self.faulty = self.room.faulty() if care and self.all is None else np.empty(0, dtype=np.intp)

    def draw(self) -> tuple[Ints, Ints]:
        """The two tables of every pair, each (m,)."""
        if self.all is not None:
            return self.all
        tables = self.room.tables
        if len(self.faulty):
            here = np.resize(self.rng.permutation(self.faulty), min(self.wanted, len(self.faulty) * REPEAT))
            return here, (here + self.rng.integers(1, tables, len(here))) % tables
        half = tables // 2
        turns = -(-self.wanted // half)
        orders = self.rng.permuted(np.tile(np.arange(tables), (turns, 1)), axis=1)
        return orders[:, :half].ravel(), orders[:, half : 2 * half].ravel()


class Annealer:
    """Improves one state in place; ``cost`` follows it, ``best`` keeps the best."""

    def __init__(self, state: State, best: Best, rng: np.random.Generator) -> None:
        self.state, self.best, self.rng = state, best, rng
        self.cost = state.cost()
        self.best.offer(state.at, self.cost)
        self.pool = rng.gumbel(size=POOL).astype(np.float32)

    def visit(self, number: int, heat: float, steps: int, goal: float) -> int:
        """Work on one round for so many steps at one heat, less when the goal is met; the steps done."""
        room = self.state.enter(number)
        noise, done = self.pool * np.float32(-heat), 0
        if room.tables > 1:
            pairing = Pairing(room, self.rng)
            while done < steps and self.best.cost > goal:
                if done % LOOK == 0:
                    self._book(regroup(room, heat, self.rng))
                    pairing.look(care=bool(self.rng.random() < CARE))
                here, there = pairing.draw()
                self._step(room, here, there, noise, room.resizable and done % RESIZING == 0)
                done += 1
        self.state.leave(number)
        return max(done, 1)

    def _book(self, change: float) -> None:
        self.cost += change
        self.best.offer(self.state.at, self.cost)

    def _step(self, room: Room, here: Ints, there: Ints, noise: Floats, resize: bool) -> None:
        price = room.swap_costs(here, there)
        if resize:
            price = np.concatenate((price, room.move_costs(here, there)), axis=1)
        luck = self._luck(price.size + len(here), noise)
        drawn = luck[: price.size].reshape(price.shape) + price
        pick = drawn.argmin(axis=1)
        rows = np.arange(len(here))
        taken = (drawn[rows, pick] < luck[price.size :]).nonzero()[0]
        if len(taken):
            taken = disjoint(here, there, self.rng.permutation(taken))
            pick = pick[taken]
            self._apply(room, here[taken], there[taken], pick)
            self._book(float(price[taken, pick].sum()))

    def _luck(self, size: int, noise: Floats) -> Floats:
        if size < POOL // 2:
            start = int(self.rng.integers(POOL - size))
            return noise[start : start + size]
        return self.rng.choice(noise, size)

    def _apply(self, room: Room, here: Ints, there: Ints, pick: Ints) -> None:
        swaps = room.slots * room.slots
        both = pick < swaps
        if both.all():
            room.swap(here, there, pick // room.slots, pick % room.slots)
            return
        if both.any():
            room.swap(here[both], there[both], pick[both] // room.slots, pick[both] % room.slots)
        for one, other, slot in zip(here[~both], there[~both], pick[~both] - swaps, strict=True):
            if slot < room.slots:
                room.move(int(one), int(other), int(slot))
            else:
                room.move(int(other), int(one), int(slot - room.slots))


@dataclass(frozen=True)
class Cooling:
    """Heat falls from ``hot`` to ``cold`` by the same factor in equal shares of the budget."""

    hot: float
    cold: float

    def at(self, share: float) -> float:
        """The heat when this share of the budget is used."""
        return float(self.hot * (self.cold / self.hot) ** share)


def anneal(
    annealer: Annealer,
    meter: Meter,
    cooling: Cooling,
    *,
    until: float,
    goal: float,
    watch: Callable[[float, float], bool],
) -> None:
    """Cool from now until the share ``until`` of the budget; stop at the goal or when ``watch`` says so."""
    rounds = len(annealer.state.at)
    start, number = meter.used(), 0
    best = annealer.best
    while (used := meter.used()) < until and best.cost > goal and not watch(used, best.cost):
        heat = cooling.at((used - start) / (until - start))
        meter.done += annealer.visit(
            number, heat, min(VISIT + annealer.state.model.n // 12, meter.left()), goal
        )
        number = (number + 1) % rounds
