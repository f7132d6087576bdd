"""The morning of the event: a told plan, people who did not come, people nobody expected, few changes."""

from collections.abc import Callable
from typing import Literal

import numpy as np

from registrations.allocation import bounds, measures
from registrations.allocation.engine import Annealer, Best, Meter, Progress, anneal
from registrations.allocation.instance import Instance, Ints, Malformed
from registrations.allocation.model import Floats
from registrations.allocation.planning import (
    CALM,
    Plan,
    checked,
    finished,
    seats,
    side_by_side,
    unit,
    watcher,
)
from registrations.allocation.state import State

Offer = Literal["fewest", "balanced", "best"]
SHARES: dict[Offer, float] = {"fewest": 0.02, "balanced": 0.07, "best": float("inf")}
GRUDGE = 2.0  # what a change costs at the start, in units of the smallest fault; ...
SCATTERED = 5  # ... so many times as much in a crowd, unless it begins with a repaired plan; ...
FREE = 0.25  # ... and this share where one has begun and any number of changes may follow
CROWD = 300
DEARER, CHEAPER = 1.1, 0.93


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

    def moves(self, plans: Ints) -> Ints:
        """(plans,) how many told places each changes."""
        found: Ints = ((self.told >= 0) & (self.told != plans)).sum(axis=(1, 2))
        return found

    def offer(self, plans: Ints, costs: Floats) -> None:
        """Keep a copy of the best within the changes allowed; ``costs`` include the grudges."""
        moves = self.moves(plans)
        super().offer(plans, np.where(moves <= self.most, costs - self.grudge * moves, np.inf))


class _Reluctant(Annealer):
    """An annealer to whom every change costs a grudge, dearer while there are too many changes."""

    def __init__(self, state: State, best: _Within, rng: np.random.Generator, grudge: float) -> None:
        self.within = best
        super().__init__(state, best, rng)
        self._set(grudge)

    def promising(self) -> bool:
        """Fewer changes can make a plan the best, whatever it costs."""
        return True

    def _set(self, grudge: float) -> None:
        self.costs += (grudge - self.within.grudge) * self.within.moves(self.state.at[:, :, :-1])
        self.within.grudge = grudge
        self.state.grudge = np.float32(grudge)

    def visit(self, number: int, heat: float, steps: int, goal: float) -> int:
        """As ever; then the grudge follows the number of changes."""
        done = super().visit(number, heat, steps, goal)
        over = self.within.moves(self.state.at[:, :, :-1]).mean() > self.within.most
        self._set(min(max(self.within.grudge * (DEARER if over else CHEAPER), 0.01), 10_000.0))
        return done


def _dearness(*, crowded: bool, begun: bool, most: float) -> float:
    """How many times the usual grudge a change costs at the start."""
    if begun:
        return FREE if most == float("inf") else 1.0
    return SCATTERED if crowded else 1.0


def repair(
    instance: Instance,
    *,
    moves: int | None = None,
    offer: Offer = "balanced",
    seconds: float | None = None,
    steps: int | None = None,
    seed: int = 0,
    start: list[list[int]] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan that changes no more than ``moves`` told places beyond those that sizes force.

    Without ``moves`` the ``offer`` says how many: fewest 2 % of the told places, balanced 7 %, best any.
    It is no worse than ``start``, a plan that keeps the hard rules with fewer changes, where there is one.
    Budget, seed, progress and cancelling as in allocate. Raises Impossible, and Malformed without ``before``.
    """
    meter = Meter(steps, 1.0 if seconds is None else seconds)
    extra = allowance(instance, offer) if moves is None else moves
    model, lowest = checked(instance), bounds.bounds(instance)
    if model.before is None:
        raise Malformed("A repair needs the plan from before.")
    rng = np.random.default_rng(seed)
    told = model.before[:, :-1]
    first = (
        seats(instance, model, rng, told) if start is None else np.array(start, dtype=np.intp)[:, model.here]
    )
    best = _Within(first, told, 0)
    best.most = max(lowest["moves"] + extra, int(best.moves(first[None])[0]))
    goal = measures.cost(instance, lowest)
    state = State(model, side_by_side(first))
    grudge = (
        GRUDGE * unit(instance) * _dearness(crowded=model.n > CROWD, begun=start is not None, most=best.most)
    )
    annealer = _Reluctant(state, best, rng, grudge)
    watch = watcher(goal, progress, cancelled)
    calm = CALM if model.n > CROWD else 1.0
    anneal(annealer, meter, unit=calm * unit(instance), goal=goal, watch=watch)
    return finished(instance, model, best.at, lowest, meter.done)
