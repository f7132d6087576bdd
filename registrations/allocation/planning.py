"""From a problem to a plan: check, seat, anneal, count."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from registrations.allocation import bounds, measures, rules
from registrations.allocation.engine import Annealer, Best, Cooling, Meter, Progress, anneal
from registrations.allocation.instance import Instance, Ints
from registrations.allocation.model import Model, compiled, units_of
from registrations.allocation.seating import seated
from registrations.allocation.state import State

QUICK = 0.15  # the share of the budget for a first, quick run: easy problems are solved in it


@dataclass(frozen=True)
class Plan:
    """``assign[round][delegate]`` is a table, -1 for the absent; ``optimal``: no plan can be better."""

    assign: list[list[int]]
    counts: dict[str, int]
    bounds: dict[str, int]
    cost: float
    bound: float
    optimal: bool
    steps: int


def checked(instance: Instance) -> Model:
    """The arrays of a problem whose rules do not plainly clash; raises Impossible otherwise."""
    if reasons := rules.clashes(instance):
        raise rules.Impossible(reasons)
    return compiled(instance)


def seats(instance: Instance, model: Model, rng: np.random.Generator, wanted: Ints) -> Ints:
    """(rounds, n) a plan that keeps the hard rules and, where it can, the wanted tables (-1: any)."""
    place = np.full(len(instance.people), -1, dtype=np.intp)
    place[model.here] = np.arange(model.n)
    units = [place[unit] for unit in units_of(instance)]
    found = [seated(model, number, units, wanted[number], rng) for number in range(instance.rounds)]
    reasons = [rules.unseatable(instance, number) for number, at in enumerate(found) if at is None]
    if reasons:
        raise rules.Impossible(reasons)
    return np.array(found, dtype=np.intp).reshape(instance.rounds, model.n)


def finished(instance: Instance, model: Model, at: Ints, lowest: dict[str, int], steps: int) -> Plan:
    """The plan as told to the caller."""
    assign = np.full((instance.rounds, len(instance.people)), -1, dtype=np.intp)
    assign[:, model.here] = at
    found = measures.counts(instance, assign)
    cost, bound = measures.cost(instance, found), measures.cost(instance, lowest)
    return Plan(assign.tolist(), found, lowest, cost, bound, cost <= bound + 1e-6, steps)


def watcher(
    bound: float, progress: Progress | None, cancelled: Callable[[], bool] | None
) -> Callable[[float, float], bool]:
    """Reports (share used, best cost, bound) and says whether to stop."""

    def watch(used: float, cost: float) -> bool:
        if progress is not None:
            progress(used, cost, bound)
        return cancelled is not None and cancelled()

    return watch


def cooling(instance: Instance) -> Cooling:
    """Heat in units of the smallest weight: at first faults wander, at last they freeze."""
    weights = (*instance.balance.values(), instance.weights.repeats, instance.weights.org_pairs)
    unit = min((weight for weight in weights if weight), default=1.0)
    return Cooling(1.5 * unit, 0.3 * unit)


def allocate(
    instance: Instance,
    *,
    seconds: float | None = None,
    steps: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan found within CPU ``seconds`` (1 if neither is given) or ``steps``.

    The same seed and steps give the same plan. ``progress`` hears (share used, best cost, bound) many times;
    when ``cancelled`` answers True the best plan so far is returned. Raises Impossible.
    """
    meter = Meter(steps, 1.0 if seconds is None else seconds)
    model, lowest = checked(instance), bounds.bounds(instance)
    rng = np.random.default_rng(seed)
    goal = measures.cost(instance, lowest)
    anywhere = np.full((instance.rounds, model.n), -1, dtype=np.intp)
    best = Best(seats(instance, model, rng, anywhere), float("inf"))
    watch = watcher(goal, progress, cancelled)
    for until in (QUICK, 1.0):
        annealer = Annealer(State(model, best.at), best, rng)
        anneal(annealer, meter, cooling(instance), until=until, goal=goal, watch=watch)
    return finished(instance, model, best.at, lowest, meter.done)
