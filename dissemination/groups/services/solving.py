"""The engine at work on a room: the workshops for everybody first, then each one with limited seats."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext, ngettext

from dissemination.core.verdicts import Refused
from dissemination.groups.services.problem import Assigned, Instance, Room
from registrations import allocation
from registrations.allocation import Impossible, Plan
from registrations.allocation.clashes import sentence
from registrations.allocation.repair import Offer as Way
from sessions.models import Session

How = Literal["make"] | Way
Assign = list[list[int]]  # the engine's number of everybody's table, workshop by workshop
Heard = Callable[[float], bool]  # told the share of the time used; answers whether to end early
NOTHING = Plan([], {}, {}, 0.0, 0.0, True, 0)


@dataclass(frozen=True, slots=True)
class Budget:
    """How long the engine may look: CPU seconds, or steps, which make the same plan for the same seed."""

    seconds: float | None = None
    steps: int | None = None
    seed: int = 0
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """Everybody's table, and what the engine says about the workshops for everybody."""

    seats: Assigned
    plan: Plan


def solve(
    room: Room, problem: Instance, budget: Budget, *, how: How = "make", start: Assign | None = None
) -> Solved:
    """Tables for everybody taking part. When no plan can keep every rule, Refused says which ones clash.

    A repair of the workshops for everybody is no worse than `start`, where that is given.
    """
    plan = _run(problem, budget, how=how, start=start) if room.common else NOTHING
    seats: Assigned = {}
    for workshop, row in zip(room.common, plan.assign, strict=True):
        seats |= _seated(problem, workshop, row)
    for workshop in room.limited:
        part = room.part(workshop, seats, with_before=how != "make")
        if part["delegates"]:
            seats |= _seated(part, workshop, _run(part, budget, how=how).assign[-1])
    return Solved(seats, plan)


def _run(problem: Instance, budget: Budget, *, how: How, start: Assign | None = None) -> Plan:
    try:
        read = allocation.read(problem)
        if how == "make":
            return allocation.allocate(read, **_told(budget))
        moves = 0 if how == "fewest" else None  # the first offer moves nobody whom sizes do not force
        return allocation.repair(read, offer=how, moves=moves, start=start, **_told(budget))
    except Impossible as clash:
        told = [sentence(one, gettext, ngettext) for one in clash.clashes]
        raise Refused(" ".join(told)) from clash


def _told(budget: Budget) -> dict[str, Any]:
    """The budget as the engine takes it: it tells its progress, and asks whether to end, in turn."""
    used = [0.0]

    def progress(share: float, cost: float, bound: float) -> None:
        used[0] = share

    told: dict[str, Any] = {"seconds": budget.seconds, "steps": budget.steps, "seed": budget.seed}
    if heard := budget.heard:
        told |= {"progress": progress, "cancelled": lambda: heard(used[0])}
    return told


def _seated(problem: Instance, workshop: Session, row: list[int]) -> Assigned:
    tables = [group.pk for group in workshop.groups.all()]
    people = [one["registration"] for one in problem["delegates"]]
    return {(pk, workshop.pk): tables[table] for pk, table in zip(people, row, strict=True) if table >= 0}
