"""Nobody sees or does what they may not: every address, GET and POST, for every kind of person.

By GET somebody is shown something (2xx) or not, and nothing is written. By POST somebody is let in or not:
who is not is answered 403, 404 or 405 or led to the sign-in, and nothing is written; what staff write leaves
a line in the audit. In the whole matrix each form is sent as a page of those who may hold it has it, so that
a POST would really do something.

A new address without an entry in tests/matrix/expected.py fails here. The whole matrix takes a minute and
runs with `-m matrix`; every run asks as a stranger, with empty forms.
"""

import pytest
import time_machine

from tests.factories import DAY
from tests.matrix import walk
from tests.matrix.expected import EXPECTED, STAFF
from tests.matrix.world import ROLES, make_world

FOR_ANYBODY = {"messaging:news", "registrations:lost_link"}  # done alike for whoever asks: no act of staff


@pytest.fixture
def world(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(DAY, tick=False):
        yield make_world()


def answers(world, verb, roles, bodies=()):
    """(name of the address, role, answer) for each address and role."""
    for name, address in walk.addresses(world.here).items():
        for role in roles:
            body = dict(bodies).get(address)
            yield name, role, walk.answer(world.clients[role], verb, address, body)


def expected(verb, roles):
    column = ("get", "post").index(verb)
    return {name: set(row[column]) & set(roles) for name, row in EXPECTED.items()}


def readers(world):
    """For each address a browser that is shown it: that of an organiser where organisers are."""
    for name, address in walk.addresses(world.here).items():
        roles = EXPECTED[name][0]
        if roles:
            role = "organiser" if "organiser" in roles else min(roles)
            yield world.clients[role], address


def shown(world, roles):
    """For each address the roles that are shown something by GET. Nobody breaks or changes anything by it."""
    found = {name: set() for name in EXPECTED}
    for name, role, answer in answers(world, "get", roles):
        assert answer.status != 500, (name, role)
        assert not answer.changed, (name, role, answer)
        if answer.is_shown:
            found[name].add(role)
    return found


def let_in(world, roles, bodies=()):
    """For each address the roles that a POST lets in; who is refused writes nothing; staff leave a line."""
    found, wrong = {name: set() for name in EXPECTED}, []
    for name, role, answer in answers(world, "post", roles, bodies):
        if not answer.is_refused:
            found[name].add(role)
        if answer.status == 500 or (answer.is_refused and answer.changed):
            wrong.append((name, role, answer))
        if role in STAFF and answer.is_unaudited and name not in FOR_ANYBODY:
            wrong.append((name, role, answer))
    assert wrong == [], sorted({name for name, *_ in wrong})
    return found


def test_every_address_has_an_expectation():
    assert {name for name, _, _ in walk.patterns()} == set(EXPECTED)


@pytest.mark.parametrize("role", ["anonymous", pytest.param("other_organiser", marks=pytest.mark.slow)])
def test_strangers_and_other_teams_see_what_is_theirs_alone(role, world):
    assert shown(world, [role]) == expected("get", [role])


def test_a_stranger_is_let_in_by_post_where_everybody_is(world):
    assert let_in(world, ["anonymous"]) == expected("post", ["anonymous"])


@pytest.mark.matrix
def test_everybody_sees_what_is_theirs_alone(world):
    assert shown(world, ROLES) == expected("get", ROLES)


@pytest.mark.matrix
def test_everybody_does_what_is_theirs_alone(world):
    assert let_in(world, ROLES, walk.bodies(readers(world))) == expected("post", ROLES)
