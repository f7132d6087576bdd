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
VISIT = 2  # how often every pair of tables meets, on average, before the next round's turn
RESIZING = 0.25  # the share of steps that may change the sizes of tables
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
        self._book(regroup(room, heat, self.rng))
        noise = self.pool * np.float32(-heat)
        half = room.tables // 2
        orders = self.rng.permuted(np.tile(np.arange(room.tables), (steps, 1)), axis=1)
        resize = (self.rng.random(steps) < RESIZING) & room.resizable
        done = 0
        while done < steps and half and self.best.cost > goal:
            here, there = orders[done, :half], orders[done, half : 2 * half]
            self._step(room, here, there, noise, bool(resize[done]))
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
        dull = luck[: price.size].reshape(price.shape) + price
        pick = dull.argmin(axis=1)
        rows = np.arange(len(here))
        taken = (dull[rows, pick] < luck[price.size :]).nonzero()[0]
        if len(taken):
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
        tables = len(annealer.state.model.rounds[number].least)
        meter.done += annealer.visit(number, heat, min(VISIT * (tables - 1) + 8, meter.left()), goal)
        number = (number + 1) % rounds
