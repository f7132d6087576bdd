"""Who must sit together through others is no fault: the engine and the board count alike."""

import numpy as np
import pytest

from dissemination.groups import services
from dissemination.groups.services.problem import closed, room_of
from dissemination.groups.services.standing import Standing
from registrations import allocation
from registrations.allocation import measures
from registrations.models import GroupPlace, KeepRule
from tests.groups.tables import make_day


@pytest.mark.parametrize(
    ("pairs", "all_pairs"),
    [
        ([], []),
        ([(2, 1)], [(1, 2)]),
        ([(1, 2), (3, 2), (5, 4)], [(1, 2), (1, 3), (2, 3), (4, 5)]),
        ([(1, 2), (3, 4), (4, 1)], [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)]),
    ],
)
def test_a_circle_is_all_its_pairs(pairs, all_pairs):
    assert closed(pairs) == all_pairs


@pytest.mark.django_db
def test_colleagues_joined_through_somebody_are_not_counted_by_board_or_engine(at):
    event = make_day(people=6, tables=2, workshops=1)
    colleagues = list(event.registrations.filter(sector="provider"))
    a, b, c = colleagues
    for one, other in ((a, b), (b, c)):
        KeepRule.objects.create(event=event, kind="together", one=one, other=other)
    services.allocate(event, by=None, at=at, steps=50)
    assert GroupPlace.objects.filter(registration__in=colleagues).values("group").distinct().count() == 1
    room = room_of(event)
    problem = allocation.read(room.instance())
    assert len(problem.together) == 3
    seats = [[room.index[room.seats[one.pk, row.pk].group] for one in room.people] for row in room.workshops]
    plan = np.array(seats)
    counts = Standing(room).counts()
    assert counts == {name: measures.counts(problem, plan)[name] for name in counts}
    others = room.instance() | {"together": []}
    assert measures.counts(allocation.read(others), plan)["org_pairs"] == counts["org_pairs"] + 3
