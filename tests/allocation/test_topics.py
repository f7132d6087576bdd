from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registrations import allocation
from registrations.allocation import bounds, measures, regret
from registrations.allocation.topics import asked, companies, fairest, tables_for
from tests.allocation.problems import feasible, person, problem, searched
from tests.chance import examples


@st.composite
def wishing(draw):
    """A small problem that has a plan, people's wishes drawn at random."""
    raw = draw(feasible())
    topics = list(range(len(raw["groups"][0])))
    for one in raw["delegates"]:
        one["ranks"] = [draw(st.permutations(topics))[: draw(st.integers(0, 3))] for _ in raw["groups"]]
    return raw


def fair(instance):
    return fairest(asked(instance), *companies(instance))


def two_tables(ranks, most, least=0, **more):
    """One round of as many tables as seats are named, each with its own topic, and everybody's wishes."""
    delegates = [person(f"own{d}", id=d, ranks=[want]) for d, want in enumerate(ranks)]
    tables = [{"min": least, "max": seats, "features": [], "topic": k} for k, seats in enumerate(most)]
    return allocation.read(problem(rounds=1, delegates=delegates, groups=[tables], balance={}, **more))


@settings(max_examples=examples(80))
@given(st.lists(st.permutations([0, 1, 2]), min_size=3, max_size=6), st.integers(0, 1), st.integers(2, 3))
def test_one_round_is_shared_out_as_fairly_as_can_be(ranks, least, most):
    instance = two_tables(ranks, [most] * 3, least)
    costs = [
        sum(want.index(topic) ** 2 for want, topic in zip(ranks, topics, strict=True))
        for topics in product(range(3), repeat=len(ranks))
        if all(least <= topics.count(topic) <= most for topic in range(3))
    ]
    assert fair(instance)[1] == min(costs) == bounds.bounds(instance)["pref"]


@settings(max_examples=examples(60))
@given(wishing())
def test_no_plan_gives_people_more_of_what_they_want_than_the_bound_allows(raw):
    instance = allocation.read(raw)
    plan = allocation.allocate(instance, steps=12)
    assert allocation.broken(instance, np.array(plan.assign)) == []
    assert plan.counts["pref"] >= plan.bounds["pref"]


def test_who_loses_in_one_workshop_comes_first_in_the_next():
    delegates = [person(f"own{d}", id=d, ranks=[[0, 1], [0, 1]]) for d in range(2)]
    tables = [{"min": 1, "max": 1, "features": [], "topic": k} for k in range(2)]
    instance = allocation.read(problem(delegates=delegates, groups=[tables] * 2, balance={}))
    shares, cost = fair(instance)
    assert (shares[0].at != shares[1].at).all()
    assert cost == bounds.bounds(instance)["pref"] == 2


def test_a_topic_that_nobody_wants_gets_the_people_its_tables_need():
    instance = two_tables([[0, 1, 2], [0, 1, 2], [1, 0, 2], [0, 2, 1]], [4, 4, 4], least=1)
    (share,), cost = fair(instance)
    assert share.at.tolist() == [0, 0, 1, 2]
    assert cost == bounds.bounds(instance)["pref"] == 1


def test_a_chain_of_people_makes_room_where_no_one_person_could():
    instance = two_tables([[0, 1, 2], [0, 1, 2], [1, 2, 0]], [1, 1, 1])
    (share,), cost = fair(instance)
    assert share.at[2] == 2
    assert cost == 2


def test_people_kept_together_choose_together_and_the_bound_knows_it():
    instance = two_tables([[0, 1], [1, 0], [0, 1], [1, 0]], [3, 3], together=[[0, 1]])
    assert fair(instance)[1] == bounds.bounds(instance)["pref"] == 1


def test_too_many_ways_through_all_rounds_loosen_the_bound_of_those_kept_together(monkeypatch):
    instance = two_tables([[0, 1], [1, 0], [0, 1], [1, 0]], [3, 3], together=[[0, 1]])
    monkeypatch.setattr(regret, "WAYS", 1)
    assert bounds.bounds(instance)["pref"] == 0


@pytest.mark.parametrize(
    "change",
    [{"pins": [[0, 0, 0], [0, 0, 1]]}, {"most": [1, 1]}, {"least": 3}],
    ids=["pinned twice", "too few seats", "too few people"],
)
def test_rules_that_clash_do_not_stop_the_bound_from_being_asked_for(change):
    most, least = change.pop("most", [3, 3]), change.pop("least", 0)
    instance = two_tables([[0, 1]] * 4, most, least, **change)
    assert bounds.bounds(instance)["pref"] >= 0


def test_a_search_begins_with_the_fairest_topics():
    raw = problem(people=24, rounds=2, count=4, least=4, most=8)
    for one in raw["delegates"]:
        one["ranks"] = [[one["id"] % 4, 1], [one["id"] // 2 % 4, 2]]
    raw["groups"][0][2]["features"] = raw["groups"][1][3]["features"] = ["loop"]
    raw["delegates"][5]["needs"] = ["loop"]
    instance = allocation.read(raw)
    first = tables_for(instance, np.random.default_rng(1))
    assert first[0, 5] == 2
    assert first[1, 5] == 3
    plan = allocation.allocate(instance, steps=1)
    assert plan.counts["pref"] <= measures.counts(instance, first)["pref"] + 9


def test_who_fits_no_table_of_the_fairest_topics_may_sit_anywhere():
    instance = two_tables([[0, 1]] * 3, [1, 1])
    assert sorted(tables_for(instance, np.random.default_rng(1))[0].tolist()) == [-1, 0, 1]
    nobody = two_tables([[0, 1]] * 3, [1, 1], absent=[0, 1, 2])
    assert tables_for(nobody, np.random.default_rng(1)).shape == (1, 0)
    assert bounds.bounds(nobody)["pref"] == 0


def test_while_people_are_loyal_none_of_very_many_tables_swaps_with_another_topic():
    raw = problem(people=90, rounds=2, count=30, least=3, most=3)
    for one in raw["delegates"]:
        one["ranks"] = [[one["id"] % 3]] * 2
    for row in raw["groups"]:
        for number, table in enumerate(row):
            table["topic"] = number % 3
    instance, annealer = searched(raw, visits=0, plans=2)
    state, topic = annealer.state, np.arange(30) % 3
    state.loyal, before = True, state.at[:, 0, :-1].copy()
    annealer.visit(0, 8.0, 30, goal=0.0)
    after = state.at[:, 0, :-1]
    assert (before != after).any()
    assert (topic[before] == topic[after]).all()
    assert allocation.broken(instance, state.at[0, :, :-1]) == []
