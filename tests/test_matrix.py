"""Nobody sees what they may not: every address, GET and POST, for every kind of person, own and foreign.

A new address without an entry in tests/matrix/expected.py fails here. The whole matrix takes a minute and
runs with `-m matrix`; every run asks as a stranger and as the organiser of another event.
"""

import pytest
import time_machine

from tests.factories import DAY
from tests.matrix import walk
from tests.matrix.expected import EXPECTED
from tests.matrix.world import ROLES, make_world


@pytest.fixture
def world(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(DAY, tick=False):
        yield make_world()


def shown(world, verb, roles):
    """For each address the roles that are shown something: an answer of 2xx."""
    found = {}
    for name, address in walk.addresses(world.here).items():
        statuses = {role: walk.answer(world.clients[role], verb, address) for role in roles}
        assert 500 not in statuses.values(), name
        found[name] = {role for role, status in statuses.items() if 200 <= status < 300}
    return found


def expected(verb, roles):
    column = ("get", "post").index(verb)
    return {name: set(row[column]) & set(roles) for name, row in EXPECTED.items()}


def test_every_address_has_an_expectation():
    assert {name for name, _, _ in walk.patterns()} == set(EXPECTED)


@pytest.mark.parametrize(
    ("verb", "role"),
    [
        ("get", "anonymous"),
        ("post", "anonymous"),
        pytest.param("get", "other_organiser", marks=pytest.mark.slow),
    ],
)
def test_strangers_and_other_teams_see_what_is_theirs_alone(verb, role, world):
    assert shown(world, verb, [role]) == expected(verb, [role])


@pytest.mark.matrix
@pytest.mark.parametrize("verb", ["get", "post"])
def test_everybody_sees_what_is_theirs_alone(verb, world):
    assert shown(world, verb, ROLES) == expected(verb, ROLES)
