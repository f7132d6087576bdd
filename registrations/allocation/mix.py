"""What one more or one fewer person of a kind costs a table, looked up instead of computed."""

import numpy as np
from numpy.typing import NDArray

from registrations.allocation.instance import Ints
from registrations.allocation.model import Floats, Model

JOIN, LEAVE, JOIN_GROWN, LEAVE_SHRUNK, GROW, SHRINK = range(6)


def outside(size: Ints, count: Ints, totals: Ints, people: int) -> Ints:
    """People outside quota: the quota is a table's size times the share of the value, rounded either way."""
    share = size * totals
    found: Ints = np.maximum(np.maximum(share // people - count, count + (-share // people)), 0)
    return found


class Quotas:
    """For every table size, value and count: the six differences of people outside quota."""

    def __init__(self, model: Model) -> None:
        top = min(max(int(r.most.max()) for r in model.rounds), model.n) + 1
        self.low = max(min(int(r.least.min()) for r in model.rounds) - 1, 0)
        self.worth, self.totals, self.depth = model.worth, model.totals, top + 1
        values = len(model.totals)
        size = np.arange(self.low - 1, top + 2)[:, None, None].clip(0)
        count = np.arange(-1, top + 2)[None, None, :]
        cost = outside(size, count, model.totals[None, :, None], max(model.n, 1)).astype(np.int8)
        self.table = self._differences(cost)
        self.value = np.arange(values) * self.depth
        self.stride = values * self.depth

    def _differences(self, cost: NDArray[np.int8]) -> NDArray[np.int8]:
        """(6, sizes * values * counts) from a cost array with one more size and count on either side."""
        now, more, less = cost[1:-1, :, 1:-1], cost[1:-1, :, 2:], cost[1:-1, :, :-2]
        grown, shrunk = cost[2:, :, 1:-1], cost[:-2, :, 1:-1]
        found = [more - now, less - now, cost[2:, :, 2:] - grown, cost[:-2, :, :-2] - shrunk]
        return np.stack([*found, grown - now, shrunk - now]).reshape(6, -1)

    def margins(self, size: Ints, count: Ints) -> Floats:
        """(6, tables, values) weighted differences for tables of these sizes (tables,) and counts."""
        at = count + self.value + ((size - self.low) * self.stride)[..., None]
        found: Floats = self.table[:, at] * self.worth
        return found
