"""The morning of the event: a told plan, people who did not come, people nobody expected, few changes."""

from collections.abc import Callable
from typing import Literal

import numpy as np

from registrations.allocation import bounds, measures
from registrations.allocation.engine import Annealer, Best, Cooling, Meter, Progress, anneal
from registrations.allocation.instance import Instance, Ints, Malformed
from registrations.allocation.planning import Plan, checked, cool, finished, seats, unit, watcher
from registrations.allocation.state import State

Offer = Literal["fewest", "balanced", "best"]
SHARES: dict[Offer, float] = {"fewest": 0.02, "balanced": 0.07, "best": float("inf")}
GRUDGE = 2.0  # what a change costs at the start, in units of the smallest fault
DEARER, CHEAPER = 1.15, 0.9
CROWD = 1000  # more people than this are scattered faster than they can be gathered again


def allowance(instance: Instance, offer: Offer) -> float:
    """How many changes beyond the forced ones an offer may make: a share of the places already told."""
    if instance.before is None:
        raise Malformed("A repair needs the plan from before.")
    told = int((instance.before[:, instance.here] >= 0).sum())
    return SHARES[offer] * told if offer == "best" else round(SHARES[offer] * told)


class _Within(Best):
    """Keeps the best plan among those that change no more than ``most`` told places."""

    def __init__(self, at: Ints, told: Ints, most: float) -> None:
        super().__init__(at, float("inf"))
        self.told, self.most, self.grudge = told, most, 0.0

    def moves(self, at: Ints) -> int:
        """How many told places the plan changes."""
        return int(((self.told >= 0) & (self.told != at)).sum())

    def offer(self, at: Ints, cost: float) -> None:
        """Keep a copy if it is better and within the changes allowed; ``cost`` includes the grudges."""
        moves = self.moves(at)
        if moves <= self.most:
            super().offer(at, cost - self.grudge * moves)


class _Reluctant(Annealer):
    """An annealer to whom every change costs a grudge, dearer while there are too many changes."""

    def __init__(self, state: State, best: _Within, rng: np.random.Generator, grudge: float) -> None:
        super().__init__(state, best, rng)
        self.within = best
        self._set(grudge)

    def _set(self, grudge: float) -> None:
        self.cost += (grudge - self.within.grudge) * self.within.moves(self.state.at)
        self.within.grudge = grudge
        self.state.grudge = np.float32(grudge)

    def visit(self, number: int, heat: float, steps: int, goal: float) -> int:
        """As ever; then the grudge follows the number of changes."""
        done = super().visit(number, heat, steps, goal)
        over = self.within.moves(self.state.at) > self.within.most
        self._set(min(max(self.within.grudge * (DEARER if over else CHEAPER), 0.01), 10_000.0))
        return done


def repair(
    instance: Instance,
    *,
    moves: int | None = None,
    offer: Offer = "balanced",
    seconds: float | None = None,
    steps: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan that changes no more than ``moves`` told places beyond those that sizes force.

    Without ``moves`` the ``offer`` says how many: fewest 2 % of the told places, balanced 7 %, best any.
    Budget, seed, progress and cancelling as in allocate. Raises Impossible, and Malformed without ``before``.
    """
    meter = Meter(steps, 1.0 if seconds is None else seconds)
    extra = allowance(instance, offer) if moves is None else moves
    model, lowest = checked(instance), bounds.bounds(instance)
    if model.before is None:
        raise Malformed("A repair needs the plan from before.")
    rng = np.random.default_rng(seed)
    start = seats(instance, model, rng, model.before)
    best = _Within(start, model.before, 0)
    best.most = max(lowest["moves"] + extra, best.moves(start))
    goal = measures.cost(instance, lowest)
    calm = model.n > CROWD
    annealer = _Reluctant(State(model, start), best, rng, (5 if calm else 1) * GRUDGE * unit(instance))
    heat = cool(instance) if calm else Cooling(0.7 * unit(instance), 0.2 * unit(instance))
    watch = watcher(goal, progress, cancelled)
    anneal(annealer, meter, heat, until=1.0, goal=goal, watch=watch)
    return finished(instance, model, best.at, lowest, meter.done)
