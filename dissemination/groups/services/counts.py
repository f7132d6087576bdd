"""How good the groups are now: what can be counted, each beside the least that any plan could have."""

from dataclasses import dataclass

import numpy as np

from dissemination.groups.services.problem import Room
from registrations import allocation
from registrations.allocation import bounds, measures


@dataclass(frozen=True, slots=True)
class Count:
    """One count: `org_pairs`, `repeats` or `mix.<attribute>`; `bound` is the least that is possible."""

    name: str
    count: int
    bound: int

    @property
    def is_least(self) -> bool:
        """No plan could do better here."""
        return self.count <= self.bound


def counts_of(room: Room) -> list[Count]:
    """The counts of everybody who has a seat in each workshop; nothing before the groups are made."""
    plan = room.plan()
    missing = {index for row in plan for index, table in enumerate(row) if table < 0}
    if not plan or len(missing) == len(room.people):
        return []
    problem = allocation.read(room.instance() | {"absent": sorted(missing)})
    seated = np.array([[-1 if i in missing else table for i, table in enumerate(row)] for row in plan])
    found, least = measures.counts(problem, seated), bounds.bounds(problem)
    return [Count(name, count, least[name]) for name, count in found.items()]
