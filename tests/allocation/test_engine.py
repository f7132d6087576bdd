import numpy as np
import pytest

from registrations import allocation
from registrations.allocation import measures
from registrations.allocation.room import Rooms, at_once
from registrations.allocation.state import shape
from tests.allocation.problems import problem, searched


def morning(people, rounds=3):
    """What makes a problem the repair of a plan."""
    return {"before": [[(d // 3 + r * d) % (people // 3) for d in range(people)] for r in range(rounds)]}


@pytest.mark.parametrize(("least", "most"), [(2, 5), (3, 3)])
@pytest.mark.parametrize(
    ("people", "more"), [(18, {}), (84, {}), (18, morning(18)), (84, morning(84)), (312, morning(312))]
)
def test_what_the_search_believes_a_plan_to_cost_is_what_it_costs(people, more, least, most):
    raw = problem(
        people=people, rounds=3, count=people // 3, least=least, most=most, together=[[0, 3]], **more
    )
    for one in raw["delegates"]:
        one["ranks"] = [[one["id"] % 3, 1]] * 3
    instance, annealer = searched(raw)
    for plan, believed in zip(annealer.state.at[:, :, :-1], annealer.costs, strict=True):
        assert believed == pytest.approx(measures.cost(instance, measures.counts(instance, plan)))
        assert allocation.broken(instance, plan) == []


def test_the_best_plan_is_no_dearer_than_any_that_is_still_improved():
    _, annealer = searched(problem(people=12, rounds=2, count=3, least=3, most=5))
    assert annealer.best.cost <= annealer.costs.min()


@pytest.mark.parametrize(
    ("tables", "faults", "found"),
    [(4, 4, (1, 4)), (24, 9, (1, 24)), (25, 25, (1, 24)), (200, 200, (8, 24)), (200, 3, (1, 16))],
)
def test_many_tables_are_spread_over_rooms_and_rare_faults_share_one(tables, faults, found):
    assert shape(tables, faults) == found


@pytest.mark.parametrize(("tables", "found"), [(2, 1), (24, 1), (25, 2), (100, 2), (101, 3), (400, 3)])
def test_the_more_tables_the_more_swaps_are_made_in_one_step(tables, found):
    assert at_once(tables) == found


@pytest.mark.parametrize("least", [2, 3])
def test_swaps_made_in_one_step_share_no_table(least):
    raw = problem(people=312, rounds=3, count=104, least=least, most=least + 1, **morning(312))
    _, annealer = searched(raw, visits=1, plans=1)
    annealer.state.forget(1)
    rooms = annealer.state.enter(1, annealer.rng)
    assert isinstance(rooms, Rooms)
    rooms.warm(1.0, annealer.state.quotas)
    for luck in annealer.rng.random((40, rooms.at_once, 3, rooms.rooms, 1), dtype=np.float32):
        mine, yours, _ = rooms.draw(luck)
        for ours, theirs in zip(mine // rooms.slots, yours // rooms.slots, strict=True):
            taken = [table for pair in zip(ours, theirs, strict=True) for table in sorted(set(pair))]
            assert len(taken) == len(set(taken))
        rooms.swap(mine, yours)
