"""Small allocation problems, made in the tests themselves."""

import numpy as np
from hypothesis import strategies as st

from registrations import allocation
from registrations.allocation.engine import Annealer, Best
from registrations.allocation.planning import checked, seats
from registrations.allocation.state import State


def person(org="o", needs=(), **more):
    return {"org": org, "sector": "s", "needs": list(needs), **more}


def tables(count, least, most, features=()):
    return [{"min": least, "max": most, "features": list(features), "topic": k} for k in range(count)]


def problem(people=8, rounds=2, count=2, least=3, most=5, **more):
    made = {
        "name": "small",
        "rounds": rounds,
        "delegates": [person(f"o{d % 3}", sector="ab"[d % 2]) | {"id": d} for d in range(people)],
        "groups": [tables(count, least, most) for _ in range(rounds)],
        "pins": [],
        "apart": [],
        "together": [],
        "balance": {"sector": 2},
        "weights": {"org_pairs": 10, "repeats": 6, "pref": 1},
    }
    return made | more


@st.composite
def feasible(draw):
    """A problem made around a hidden plan, so that one exists; with every kind of hard rule."""
    rounds, count = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    people = draw(st.integers(count, 16))
    table = st.integers(0, count - 1)
    plan = [[draw(table) for _ in range(people)] for _ in range(rounds)]
    slack = draw(st.integers(0, 1))
    absent = draw(st.sets(st.integers(0, people - 1), max_size=people - 1))
    here = [d for d in range(people) if d not in absent]
    delegates = [
        person(
            draw(st.sampled_from("xyz")), sector=draw(st.sampled_from("ab")), id=d, ranks=[[0, 1]] * rounds
        )
        for d in range(people)
    ]
    groups = []
    for row in plan:
        sizes = [sum(row[d] == g for d in here) for g in range(count)]
        groups.append(
            [
                {"min": max(0, s - slack), "max": s + slack, "features": [], "topic": g}
                for g, s in enumerate(sizes)
            ]
        )
    for d in draw(st.sets(st.sampled_from(here), max_size=2)):
        delegates[d]["needs"] = ["loop"]
        for row, tables_of_round in zip(plan, groups, strict=True):
            tables_of_round[row[d]]["features"] = ["loop"]
    pairs = [(a, b) for a in here for b in here if a < b]
    same = [p for p in pairs if all(row[p[0]] == row[p[1]] for row in plan)]
    never = [p for p in pairs if all(row[p[0]] != row[p[1]] for row in plan)]
    some = draw(st.sets(st.sampled_from(here), max_size=2))
    return problem(
        rounds=rounds,
        delegates=delegates,
        groups=groups,
        pins=[[d, r, plan[r][d]] for d in sorted(some) for r in range(rounds)],
        together=[list(p) for p in same[: draw(st.integers(0, 2))]],
        apart=[list(p) for p in never[: draw(st.integers(0, 2))]],
        absent=sorted(absent),
    )


def searched(raw, visits=12, plans=3):
    """The problem and an annealer that has worked on it for some visits at a high heat."""
    instance = allocation.read(raw)
    model, rng = checked(instance), np.random.default_rng(1)
    start = seats(instance, model, rng, np.full((instance.rounds, model.n), -1))
    annealer = Annealer(State(model, np.stack([start] * plans)), Best(start, float("inf")), rng)
    for visit in range(visits):
        annealer.visit(visit % instance.rounds, 8.0 / (visit + 1), 10, goal=0.0)
        annealer.select(8.0 / (visit + 1))
    return instance, annealer
