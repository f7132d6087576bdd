"""From a problem to a plan: check, seat, anneal, count."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from registrations.allocation import bounds, measures, rules
from registrations.allocation.clashes import Impossible
from registrations.allocation.engine import Annealer, Best, Meter, Progress, Watch, anneal
from registrations.allocation.golfers import constructed
from registrations.allocation.instance import Instance, Ints
from registrations.allocation.model import Model, compiled, units_of
from registrations.allocation.seating import seated
from registrations.allocation.state import State
from registrations.allocation.topics import tables_for

CALM = 0.4  # the share of the usual heat for crowds, which are scattered faster than gathered again
PARTIES = ((40, 16), (150, 4))  # up to so many people, so many plans are improved side by side; else one


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
    if clashing := rules.clashes(instance):
        raise Impossible(clashing)
    return compiled(instance)


def seats(instance: Instance, model: Model, rng: np.random.Generator, wanted: Ints) -> Ints:
    """(rounds, n) a plan that keeps the hard rules and, where it can, the wanted tables (-1: any)."""
    place = np.full(len(instance.people), -1, dtype=np.intp)
    place[model.here] = np.arange(model.n)
    units = [place[unit] for unit in units_of(instance)]
    ready = constructed(instance)
    found = ready + [
        seated(model, number, units, wanted[number], rng) for number in range(len(ready), instance.rounds)
    ]
    if clashing := [rules.unseatable(instance, number) for number, at in enumerate(found) if at is None]:
        raise Impossible(clashing)
    return np.array(found, dtype=np.intp).reshape(instance.rounds, model.n)


def finished(instance: Instance, model: Model, at: Ints, lowest: dict[str, int], steps: int) -> Plan:
    """The plan as told to the caller."""
    assign = np.full((instance.rounds, len(instance.people)), -1, dtype=np.intp)
    assign[:, model.here] = at
    found = measures.counts(instance, assign)
    cost, bound = measures.cost(instance, found), measures.cost(instance, lowest)
    return Plan(assign.tolist(), found, lowest, cost, bound, cost <= bound + 1e-6, steps)


def watcher(bound: float, progress: Progress | None, cancelled: Callable[[], bool] | None) -> Watch:
    """Reports (share used, best cost, bound) and says whether to stop."""

    def watch(used: float, cost: float) -> bool:
        if progress is not None:
            progress(used, cost, bound)
        return cancelled is not None and cancelled()

    return watch


def unit(instance: Instance) -> float:
    """The smallest price of a fault: heat is measured in it."""
    weights = [*instance.balance.values(), instance.weights.repeats, instance.weights.org_pairs]
    if instance.wishes is not None:
        weights.append(instance.weights.pref)
    return min((weight for weight in weights if weight), default=1.0)


def side_by_side(plan: Ints) -> Ints:
    """(plans, rounds, n) copies of a plan: the fewer people, the more plans a step can afford."""
    people = plan.shape[1]
    return np.stack([plan] * next((plans for most, plans in PARTIES if people <= most), 1))


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
    best = Best(seats(instance, model, rng, tables_for(instance, rng)), float("inf"))
    watch = watcher(goal, progress, cancelled)

    annealer = Annealer(State(model, side_by_side(best.at)), best, rng)
    calm = CALM if any(map(annealer.state.is_hall, range(instance.rounds))) else 1.0
    anneal(annealer, meter, unit=calm * unit(instance), goal=goal, watch=watch)
    return finished(instance, model, best.at, lowest, meter.done)
