"""Simulated annealing without rejections: the rate of every swap is known, each step makes one.

A round is taken up at a time, its tables spread over rooms. In each room the swap (or the move to an empty
seat) is drawn in proportion to min(1, exp(-price / heat)), as in the n-fold way of Bortz, Kalos and Lebowitz
(1975), so that no time is lost on swaps that are turned down; all rooms of all plans take their step in the
same array operations, and where tables are many each room makes two or three swaps that share no table. More
than FEW tables of a new plan stand in a hall instead and pair off at random in each step, so that all of them
swap at once: most swaps help there for long. Several plans are improved side by side; as the heat falls, the
better ones are copied over the worse (population annealing, Hukushima and Iba
2003). The best plan ever seen is kept.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from registrations.allocation.instance import Ints
from registrations.allocation.model import Floats
from registrations.allocation.state import FEW, State
from registrations.allocation.units import regroup

SLIGHT = 1e-6
COOL, WARM, HOT, GROWTH, DROP = 0.4, 2.0, 1.5, 0.3, 0.3
LOYAL = 0.05  # of the budget, while which people stay with the topics of the fairest plan
REGROUP = 4  # one plan of so many has people who stay together moved, round by round
SOON = 0.01  # of the budget, before which no pace is known
Progress = Callable[[float, float, float], None]
Watch = Callable[[float, float], bool]


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

    def visit(self, wanted: int) -> int:
        """Steps that the next visit to a round may take, of so many wanted."""
        return wanted if self.steps is None else min(wanted, self.steps - self.done)


@dataclass
class Best:
    """The best plan so far and what it costs; ``at`` is (rounds, n)."""

    at: Ints
    cost: float

    def offer(self, plans: Ints, costs: Floats) -> None:
        """Keep a copy of the cheapest of the plans (plans, rounds, n) if it is better."""
        cheapest = int(costs.argmin())
        if costs[cheapest] < self.cost - SLIGHT:
            self.at, self.cost = plans[cheapest].copy(), float(costs[cheapest])


def heat(share: float, chances: float) -> float:
    """How hot it is when this share of the budget is used, in units of the smallest fault.

    It falls by the same factor in equal shares. The more chances two people get to be swapped in a round, the
    hotter it begins: where there are few, people cannot be scattered and gathered again.
    """
    hot = min(max(WARM * chances**GROWTH, COOL), HOT)
    return float(hot * DROP**share)


class Annealer:
    """Improves plans in place; ``costs`` (plans,) follows them, ``best`` keeps the best."""

    def __init__(self, state: State, best: Best, rng: np.random.Generator) -> None:
        self.state, self.best, self.rng = state, best, rng
        self.costs = np.array(state.costs())
        self.heat, self.swaps = np.inf, 0
        self.look()

    def look(self) -> None:
        """Offer the plans as they now are."""
        self.best.offer(self.state.at[:, :, :-1], self.costs)

    def promising(self) -> bool:
        """Is a look worth while?"""
        return bool(self.costs.min() < self.best.cost - SLIGHT)

    def visit(self, number: int, heat: float, steps: int, goal: float) -> int:
        """Work on one round for so many steps at one heat, less when the goal is met; the steps done."""
        state = self.state
        state.forget(number)
        for plan in self.rng.permutation(state.plans)[: max(1, state.plans // REGROUP)].tolist():
            self.costs[plan] += regroup(state, plan, number, heat, self.rng)
        done = 0
        if len(state.model.rounds[number].least) > 1:
            rooms = state.enter(number, self.rng)
            rooms.warm(heat, state.quotas)
            for changes in rooms.swaps(self.rng, steps):
                self.costs += changes
                self.swaps += len(rooms.names)
                done += 1
                if self.promising():
                    state.settle(number, rooms)
                    self.look()
                    if self.best.cost <= goal + SLIGHT:
                        break
            state.settle(number, rooms)
        state.remember(number)
        self.look()
        return max(done, 1)

    def select(self, heat: float) -> None:
        """Copy better plans over worse ones, as the heat falls to this."""
        gain = max(1 / heat - 1 / self.heat, 0.0) if self.heat < np.inf else 0.0
        self.heat = heat
        if self.state.plans > 1:
            worth = np.exp(-gain * (self.costs - self.costs.min())).cumsum()
            marks = (np.arange(self.state.plans) + self.rng.random()) / self.state.plans
            chosen = worth.searchsorted(marks * worth[-1] * (1 - SLIGHT), side="right")
            self.state.keep(chosen)
            self.costs = self.costs[chosen]


def anneal(annealer: Annealer, meter: Meter, *, unit: float, goal: float, watch: Watch) -> None:
    """Cool until the budget is used; stop at the goal or when ``watch`` says so. Heat is told in ``unit``."""
    state, best = annealer.state, annealer.best
    rounds, number = len(state.model.rounds), 0
    tables = [len(rules.least) for rules in state.model.rounds]
    while (used := meter.used()) < 1 and best.cost > goal + SLIGHT and not watch(used, best.cost):
        chances = annealer.swaps / max(used, SOON) / max(state.plans * rounds * state.model.n**2, 1)
        state.loyal = used < LOYAL
        now = unit * heat(used, 0 if max(tables) > FEW else chances)
        meter.done += annealer.visit(number, now, meter.visit(state.steps(number)), goal)
        number = (number + 1) % rounds
        if number == 0:
            annealer.select(now)
