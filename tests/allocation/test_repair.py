import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registrations import allocation
from registrations.allocation import bounds
from tests.allocation.problems import feasible, problem, tables
from tests.chance import examples


def morning(**more):
    """24 people at 4 tables in 2 rounds, five of one table gone, two walk-ins."""
    before = [[d % 4 for d in range(24)] + [-1, -1], [(d // 2) % 4 for d in range(24)] + [-1, -1]]
    return problem(
        people=26, rounds=2, count=4, least=4, most=7, absent=[0, 4, 8, 12, 16], before=before, **more
    )


def repaired(raw, **more):
    return allocation.repair(allocation.read(raw), **({"steps": 300} | more))


def test_no_change_is_made_beyond_the_forced_ones_when_none_is_allowed():
    plan = repaired(morning(), moves=0)
    assert plan.bounds["moves"] == 1
    assert plan.counts["moves"] == 1


def test_every_offer_stays_within_its_share_of_changes():
    fewest, balanced, best = (repaired(morning(), offer=offer) for offer in ("fewest", "balanced", "best"))
    assert fewest.counts["moves"] <= 1 + 1
    assert balanced.counts["moves"] <= 1 + 3
    assert fewest.cost >= balanced.cost >= best.cost


def test_more_changes_allowed_cost_less():
    costs = [repaired(morning(), moves=moves).cost for moves in (0, 4, 40)]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] < costs[0]


def test_the_same_seed_and_steps_give_the_same_repair():
    assert repaired(morning(), moves=3, seed=5) == repaired(morning(), moves=3, seed=5)


def test_a_repair_without_an_earlier_plan_is_refused():
    with pytest.raises(allocation.Malformed):
        repaired(problem())


@settings(max_examples=examples(40))
@given(feasible(), st.randoms(use_true_random=False), st.integers(0, 4))
def test_the_hard_rules_hold_after_any_morning(raw, luck, moves):
    count = len(raw["groups"][0])
    raw["before"] = [[luck.randrange(-1, count) for _ in raw["delegates"]] for _ in raw["groups"]]
    instance = allocation.read(raw)
    plan = allocation.repair(instance, moves=moves, steps=24)
    assert allocation.broken(instance, np.array(plan.assign)) == []


def test_a_repair_without_an_earlier_plan_is_refused_however_it_is_asked_for():
    with pytest.raises(allocation.Malformed):
        repaired(problem(), moves=3)


def test_who_needs_a_table_gets_it_though_others_keep_it_full():
    before = [[0, 0, 0, 1, 1, 1, 2, 2, -1]]
    raw = problem(people=9, rounds=1, before=before, balance={})
    raw["groups"] = [tables(2, 0, 3, ["loop"]) + tables(1, 0, 3)]
    raw["delegates"][8]["needs"] = ["loop"]
    plan = repaired(raw, moves=1)
    assert plan.assign[0][8] in (0, 1)
    assert plan.counts["moves"] == 1


def test_without_an_earlier_plan_no_move_is_forced():
    assert bounds.moves(allocation.read(problem())) == 0


@pytest.mark.parametrize("offer", ["balanced", "best"])
def test_what_begins_with_a_repaired_plan_is_no_worse(offer):
    first = repaired(morning(), offer="fewest", steps=60)
    then = repaired(morning(), offer=offer, steps=1, start=first.assign)
    assert then.cost <= first.cost
    assert then.counts["moves"] >= first.counts["moves"] or then.cost < first.cost
