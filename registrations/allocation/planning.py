"""From a problem to a plan: check, seat, anneal, count."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from registrations.allocation import bounds, measures, rules
from registrations.allocation.engine import BATCH, Annealer, Best, Cooling, Meter, Progress, anneal
from registrations.allocation.golfers import constructed
from registrations.allocation.instance import Instance, Ints
from registrations.allocation.model import Model, compiled, units_of
from registrations.allocation.seating import seated
from registrations.allocation.state import State

QUICK = 0.2  # the share of the budget for a first, cool run: easy problems are solved in it
SWEEPS = 30  # a search that saw every pair of tables less often than this has no time to warm up again
CYCLES = 4
SEATS = 10  # at a usual table


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
    ready = constructed(instance)
    found = ready + [
        seated(model, number, units, wanted[number], rng) for number in range(len(ready), instance.rounds)
    ]
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


def unit(instance: Instance) -> float:
    """The smallest price of a fault: heat is measured in it."""
    weights = (*instance.balance.values(), instance.weights.repeats, instance.weights.org_pairs)
    return min((weight for weight in weights if weight), default=1.0)


def cool(instance: Instance) -> Cooling:
    """So little heat that faults wander but hardly multiply."""
    return Cooling(0.4 * unit(instance), 0.2 * unit(instance))


def plans_for_the_rest(
    instance: Instance, model: Model, gap: float, steps: int
) -> list[tuple[float, Cooling]]:
    """How to use the budget after the first run: (share of the budget at the end, heat) per run.

    Big problems in little time stay cool; where little is missing several warm runs each try their luck;
    everything else gains most from one long one.
    """
    tables = [len(round_.least) for round_ in model.rounds]
    swaps = sum(SEATS**2 * k * (k - 1) // 2 for k in tables)
    sweeps = steps * BATCH / max(swaps, 1)
    if sweeps < SWEEPS:
        return [(1.0, cool(instance))]
    warm = Cooling(0.9 * unit(instance), 0.35 * unit(instance))
    runs = CYCLES if gap < sum(tables) * unit(instance) / 2 else 1
    return [(QUICK + (1 - QUICK) * (run + 1) / runs, warm) for run in range(runs)]


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

    def run(until: float, heat: Cooling) -> None:
        annealer = Annealer(State(model, best.at), best, rng)
        anneal(annealer, meter, heat, until=until, goal=goal, watch=watch)

    run(QUICK, cool(instance))
    for until, heat in plans_for_the_rest(instance, model, best.cost - goal, meter.done):
        if best.cost > goal and not (cancelled is not None and cancelled()):
            run(until, heat)
    return finished(instance, model, best.at, lowest, meter.done)
