import numpy as np
import pytest

from registrations import allocation
from tests.allocation.problems import person, problem, tables


def reasons(raw):
    with pytest.raises(allocation.Impossible) as refusal:
        allocation.allocate(allocation.read(raw), steps=1)
    return refusal.value.reasons


def needing(*needs):
    raw = problem()
    for one, need in zip(raw["delegates"], needs, strict=False):
        one["needs"] = need
    return raw


def test_too_few_accessible_seats_are_named_with_their_round():
    raw = needing(["wheelchair"], ["wheelchair"], ["wheelchair"])
    raw["groups"][0][0] |= {"features": ["wheelchair"]}
    raw["groups"][1][0] |= {"features": ["wheelchair"], "min": 2, "max": 2}
    raw["groups"][1][1] |= {"max": 6}
    assert reasons(raw) == ["3 people need a wheelchair-accessible table, round 2 has 2 such seats."]


def test_who_lacks_two_things_is_told_of_once():
    raw = needing(["wheelchair", "bsl"], [])
    raw["groups"][1][0]["features"] = ["wheelchair", "bsl"]
    both = "1 person needs a table with a BSL interpreter and a wheelchair-accessible table"
    assert reasons(raw) == [f"{both}, round 1 has 0 such seats."]
    raw["delegates"][1]["needs"] = ["bsl"]
    assert reasons(raw) == [
        "2 people need a table with a BSL interpreter, round 1 has 0 such seats.",
        "1 person needs a wheelchair-accessible table, round 1 has 0 such seats.",
    ]


def test_needs_that_no_single_table_meets_are_named_together():
    raw = needing(["bsl", "Welsh"])
    raw["groups"] = [
        [row[0] | {"features": ["bsl"]}, row[1] | {"features": ["Welsh"]}] for row in raw["groups"]
    ]
    both = "1 person needs a table with Welsh and a table with a BSL interpreter"
    assert reasons(raw) == [f"{both}, round 1 has 0 such seats.", f"{both}, round 2 has 0 such seats."]


def test_two_kept_together_whose_needs_stand_at_different_tables_are_named():
    raw = needing(["bsl"], ["Welsh"]) | {"together": [[0, 1]]}
    raw["groups"] = [
        [row[0] | {"features": ["bsl"]}, row[1] | {"features": ["Welsh"]}] for row in raw["groups"][:1]
    ] + [[row[0] | {"features": ["bsl", "Welsh"]}, row[1]] for row in raw["groups"][1:]]
    assert reasons(raw) == [
        "Delegate 0 and Delegate 1 are kept together, and no table in round 1 suits them all."
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"people": 11, "rounds": 1}, "11 people are to be seated, round 1 has 10 seats."),
        ({"people": 5, "rounds": 1}, "The tables of round 1 need at least 6 people, 5 are here."),
        ({"pins": [[1, 0, 0], [1, 0, 1]]}, "Delegate 1 is pinned to table 1 and to table 2 in round 1."),
        ({"pins": [[1, 0, 9]]}, "Delegate 1 is pinned to table 10 in round 1, and there is no such table."),
        (
            {"pins": [[d, 0, 0] for d in range(6)]},
            "6 people are pinned to table 1 in round 1, which seats 5.",
        ),
        (
            {"apart": [[0, 2]], "together": [[0, 1], [1, 2]]},
            "Delegate 0 and Delegate 2 are to sit apart and, by kept-together pairs, together.",
        ),
        (
            {"apart": [[0, 1]], "pins": [[0, 1, 0], [1, 1, 0]]},
            "Delegate 0 and Delegate 1 are to sit apart and are both pinned to table 1 in round 2.",
        ),
        (
            {"together": [[0, 1]], "pins": [[0, 1, 0], [1, 1, 1]]},
            "Delegate 0 and Delegate 1 are kept together, and pinned to table 1 and table 2 in round 2.",
        ),
        (
            {"rounds": 1, "least": 5, "most": 3, "people": 6},
            "The tables of round 1 need at least 10 people, 6 are here.",
        ),
    ],
)
def test_clashing_rules_are_told_in_a_sentence(change, sentence):
    assert reasons(problem(**change))[0] == sentence


NAMED = {"rounds": 1, "titles": ["What helps?"]}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"people": 11}, "11 people are to be seated, “What helps?” has 10 seats."),
        ({"people": 5}, "The tables of “What helps?” need at least 6 people, 5 are here."),
        ({"pins": [[1, 0, 0], [1, 0, 1]]}, "Delegate 1 is pinned to Window and to table 2 in “What helps?”."),
        (
            {"pins": [[d, 0, 0] for d in range(6)]},
            "6 people are pinned to Window in “What helps?”, which seats 5.",
        ),
        ({"needs": ["quiet"]}, "1 person needs a quiet table, “What helps?” has 0 such seats."),
        ({"limits": (9, 5)}, "Window in “What helps?” needs at least 9 and seats at most 5."),
    ],
)
def test_rounds_and_tables_go_by_their_names_where_they_have_some(change, sentence):
    needs, limits = change.pop("needs", []), change.pop("limits", None)
    raw = problem(**NAMED | change)
    raw["groups"][0][0]["name"], raw["delegates"][0]["needs"] = "Window", needs
    if limits:
        raw["groups"][0][0] |= {"min": limits[0], "max": limits[1]}
    assert sentence in reasons(raw)


def test_a_table_that_needs_more_than_it_seats_is_told():
    assert reasons(problem(rounds=1, least=5, most=3, people=6))[1] == (
        "Table 1 in round 1 needs at least 5 and seats at most 3."
    )


def test_a_pin_to_a_table_without_what_the_person_needs_is_told():
    raw = problem(rounds=1, pins=[[0, 0, 1]])
    raw["delegates"][0]["needs"] = ["wheelchair"]
    raw["groups"][0][0]["features"] = ["wheelchair"]
    place = "pinned to table 2 in round 1, which is not one."
    assert reasons(raw) == [f"Delegate 0 needs a wheelchair-accessible table and is {place}"]


def test_rules_that_clash_only_all_together_are_listed():
    raw = problem(people=6, rounds=1, count=2, least=3, most=3, apart=[[0, 1], [1, 2], [0, 2]])
    raw["delegates"] = [person(id=d, needs=["loop"] * (d == 5)) for d in range(6)]
    raw["groups"][0][0]["features"] = ["loop"]
    raw["pins"] = [[4, 0, 1]]
    assert reasons(raw) == [
        "No way was found to seat everybody in round 1 within these rules together: "
        "table sizes, needs, pins, people kept apart."
    ]


def test_a_pin_of_somebody_absent_is_nobody_s_problem():
    raw = problem(pins=[[0, 0, 9]], absent=[0])
    assert allocation.allocate(allocation.read(raw), steps=1).assign[0][0] == -1


def test_a_plan_that_leaves_somebody_out_is_found_broken():
    instance = allocation.read(problem(people=8, rounds=1))
    assert allocation.broken(instance, np.array([[0, 0, 0, 0, 1, 1, 1, -1]])) == ["unplaced"]
    assert allocation.broken(instance, np.array([[0, 0, 0, 0, 0, 0, 1, 1]])) == ["sizes"]


def test_people_to_avoid_find_another_table_by_swapping():
    raw = problem(people=4, rounds=1, count=2, least=2, most=2, apart=[[0, 1], [2, 3]])
    plan = allocation.allocate(allocation.read(raw), steps=1).assign[0]
    assert plan[0] != plan[1]
    assert plan[2] != plan[3]


def test_delegates_who_were_not_asked_regret_nothing():
    raw = problem(people=6, rounds=1, count=2, least=3, most=3)
    raw["delegates"][0]["ranks"] = [[0]]
    assert allocation.allocate(allocation.read(raw), steps=20).counts["pref"] == 0


NO_WAY = "No way was found to seat everybody in round 1 within these rules together"


def couples(number, *sizes):
    """So many couples that stay together, and one round of tables of these sizes."""
    raw = problem(people=2 * number, rounds=1, together=[[2 * k, 2 * k + 1] for k in range(number)])
    return raw | {"groups": [[{"min": a, "max": b, "features": [], "topic": a} for a, b in sizes]]}


@pytest.mark.parametrize(
    "raw",
    [couples(5, (0, 4), (0, 3), (0, 3)), couples(2, (3, 4), (1, 3))],
    ids=["no room for two", "one short"],
)
def test_couples_that_fit_no_table_are_told(raw):
    assert reasons(raw) == [f"{NO_WAY}: table sizes, people kept together."]


def test_two_who_avoid_each_other_and_need_the_same_table_are_told():
    raw = problem(people=3, rounds=1, apart=[[0, 1]])
    raw["groups"] = [tables(1, 0, 3, ["loop"]) + tables(1, 0, 3)]
    for one in raw["delegates"][:2]:
        one["needs"] = ["loop"]
    assert reasons(raw) == [f"{NO_WAY}: table sizes, needs, people kept apart."]
