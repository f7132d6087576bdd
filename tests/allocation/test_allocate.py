import numpy as np
import pytest
from hypothesis import given, settings

from registrations import allocation
from registrations.allocation import bounds
from tests.allocation.problems import feasible, person, problem, tables
from tests.chance import examples


def made(raw, **budget):
    return allocation.allocate(allocation.read(raw), **(budget or {"steps": 200}))


def test_a_small_problem_is_solved_and_known_to_be_solved():
    plan = made(problem(people=8, rounds=1, count=2, least=4, most=4, balance={"sector": 2}))
    assert plan.counts == {"mix.sector": 0, "org_pairs": 2, "repeats": 0}
    assert plan.bounds == plan.counts
    assert plan.optimal


def test_the_same_seed_and_steps_give_the_same_plan():
    raw = problem(people=20, rounds=3, count=4, least=4, most=6)
    assert made(raw, steps=60, seed=3) == made(raw, steps=60, seed=3)
    assert made(raw, steps=60, seed=3).assign != made(raw, steps=60, seed=4).assign


def test_a_time_budget_is_kept_and_gives_a_plan():
    plan = made(problem(people=20, rounds=3, count=4, least=4, most=6), seconds=0.02)
    assert np.array(plan.assign).shape == (3, 20)


@settings(max_examples=examples(60))
@given(feasible())
def test_the_hard_rules_hold_whatever_they_are(raw):
    instance = allocation.read(raw)
    plan = allocation.allocate(instance, steps=24)
    assert allocation.broken(instance, np.array(plan.assign)) == []
    assert all(plan.counts[name] >= plan.bounds[name] for name in plan.bounds)


def test_more_search_is_never_worse_than_its_start():
    raw = problem(people=24, rounds=3, count=4, least=5, most=7)
    costs = [made(raw, steps=steps).cost for steps in (0, 400)]
    assert costs[1] < costs[0]


def test_kept_together_pairs_move_as_one_and_are_not_counted():
    raw = problem(
        people=12, rounds=2, count=3, least=3, most=5, together=[[0, 3], [1, 4], [4, 7]], balance={}
    )
    plan = made(raw, steps=300)
    rows = np.array(plan.assign)
    assert (rows[:, 0] == rows[:, 3]).all()
    assert (rows[:, 1] == rows[:, 4]).all()
    assert (rows[:, 4] == rows[:, 7]).all()


def test_people_get_the_topics_they_rank_first():
    raw = problem(people=6, rounds=1, count=2, least=3, most=3, balance={})
    for d, one in enumerate(raw["delegates"]):
        one |= {"org": f"own{d}", "ranks": [[d % 2, 1 - d % 2]]}
    plan = made(raw)
    assert plan.assign == [[0, 1, 0, 1, 0, 1]]
    assert plan.counts["pref"] == plan.bounds["pref"] == 0


def test_progress_is_told_and_a_cancelled_search_keeps_its_best_plan():
    heard = []
    instance = allocation.read(problem(people=24, rounds=3, count=4, least=5, most=7))
    plan = allocation.allocate(
        instance, steps=100_000, progress=lambda *news: heard.append(news), cancelled=lambda: len(heard) >= 2
    )
    assert len(heard) == 2
    assert heard[0][0] == 0.0
    assert heard[0][1] >= heard[-1][1] >= heard[-1][2]
    assert allocation.broken(instance, np.array(plan.assign)) == []


def test_tables_of_different_kinds_in_different_rounds():
    raw = problem(people=9, rounds=2)
    raw["groups"] = [tables(3, 2, 4), tables(1, 9, 9)]
    assert made(raw).assign[1] == [0] * 9


def test_nobody_here_is_an_empty_plan():
    plan = made(problem(people=2, rounds=1, count=1, least=0, most=4, absent=[0, 1]))
    assert plan.assign == [[-1, -1]]
    assert plan.optimal


def test_a_name_is_used_where_the_problem_gives_one():
    raw = problem(
        people=2, rounds=1, count=1, least=0, most=4, delegates=[person(name="Ada Plumtree"), person()]
    )
    assert allocation.read(raw).people == ("Ada Plumtree", "Delegate 1")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"rounds": 3}, "3 rounds are announced, tables are given for 2."),
        ({"pins": [[99, 0, 0]]}, "A pin, a pair or an absence names a delegate who is not on the list."),
        ({"apart": [[1, 1]]}, "A pair names the same delegate twice."),
        ({"before": [[0]]}, "The earlier plan does not have one place per round and delegate."),
        ({"delegates": [{}]}, "The problem cannot be read: 'org' is missing."),
        ({"delegates": 3}, "The problem cannot be read: TypeError(\"'int' object is not iterable\")."),
    ],
)
def test_a_misshapen_problem_is_refused_in_words(change, sentence):
    with pytest.raises(allocation.Malformed) as refusal:
        allocation.read(problem() | change)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(("tables_", "size", "rounds"), [(8, 4, 9), (10, 10, 3), (7, 7, 8), (6, 3, 3)])
def test_equal_tables_without_other_rules_never_seat_a_pair_twice(tables_, size, rounds):
    raw = problem(people=tables_ * size, rounds=rounds, count=tables_, least=size, most=size, balance={})
    for d, one in enumerate(raw["delegates"]):
        one["org"] = f"own{d}"
    plan = made(raw, steps=0)
    assert plan.counts["repeats"] == 0
    assert plan.optimal


@pytest.mark.parametrize(
    "change", [{"count": 9, "people": 27, "rounds": 2}, {"count": 2, "people": 6, "rounds": 2}]
)
def test_where_no_construction_is_at_hand_the_search_finds_a_plan(change):
    plan = made(problem(least=3, most=3, balance={}, **change), steps=20)
    assert [len(set(row)) for row in plan.assign] == [change["count"]] * 2


def test_many_tables_are_searched_where_something_is_amiss():
    raw = problem(people=120, rounds=2, count=40, least=2, most=4, apart=[[0, 1]], together=[[2, 4]])
    plan = made(raw, steps=200)
    assert plan.cost < made(raw, steps=20).cost


def test_a_round_at_one_table_is_left_as_it_is_while_the_others_are_searched():
    raw = problem(people=8, rounds=2) | {"groups": [tables(2, 4, 4), tables(1, 8, 8)]}
    for d, one in enumerate(raw["delegates"]):  # what they ask for sets all colleagues at one table
        one |= {"org": "ab"[d % 2], "ranks": [[d % 2, 1 - d % 2], [0]]}
    plan = made(raw, steps=200)
    assert plan.assign[1] == [0] * 8
    assert plan.counts["pref"] > plan.bounds["pref"]


def test_tables_for_hundreds_are_no_matter():
    raw = problem(people=520, rounds=1, count=2, least=260, most=260)
    plan = made(raw, steps=2)
    assert allocation.broken(allocation.read(raw), np.array(plan.assign)) == []


def test_a_pair_of_which_one_is_absent_asks_nothing_of_the_other():
    plan = made(problem(people=9, together=[[0, 1]], absent=[0]), steps=5)
    assert [row[0] for row in plan.assign] == [-1, -1]
    assert all(row[1] >= 0 for row in plan.assign)


def test_over_no_tables_nobody_can_be_spread():
    assert bounds.evenly(3, 0) == 0
