"""Whatever is done by name asks who does it, and leaves its line in the audit (P17, P25).

A new verb with `by` that stands in no row of tests/trust/verbs.py fails here.
"""

import importlib
import inspect
import pkgutil

import pytest
import time_machine
from django.db import connection, transaction

import dissemination
import registrations
import sessions
import speakers
from dissemination.accounts import services as accounts
from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from tests.factories import make_event, make_member, make_user
from tests.trust.verbs import OUTSIDERS, READS_ONLY, TEAM, VERBS

PLAYED = ("rehearsal", "sample")  # they act a life through the verbs, on the command line
WRITES = ("INSERT", "UPDATE", "DELETE")


def _services():
    for root in (dissemination, registrations, sessions, speakers):
        for module in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
            if ".services" in module.name and not set(PLAYED) & set(module.name.split(".")):
                yield importlib.import_module(module.name)


def _verbs():
    """Every public function of the services that somebody does: it takes `by`."""
    for module in _services():
        for name, verb in vars(module).items():
            is_own = inspect.isfunction(inspect.unwrap(verb)) and verb.__module__ == module.__name__
            if is_own and not name.startswith("_") and "by" in inspect.signature(verb).parameters:
                yield verb


@pytest.fixture
def people(world):
    """Somebody in every role, somebody from elsewhere, and a delegate who is no staff."""
    team = {role: world.event.team.get(role=role).user for role in TEAM}
    others = (make_member(make_event()), make_user("delegate@example.org"))
    return team | dict(zip(OUTSIDERS, others, strict=True))


def _done(world, verb, by):
    """Who may did it, with how many lines of audit; who may not was refused before a row was written."""
    case, written = VERBS[verb], []

    def watch(execute, sql, *more):
        written.append(sql) if sql.startswith(WRITES) else None
        return execute(sql, *more)

    with transaction.atomic(), time_machine.travel(case.at, tick=False):
        rows = case.ready(world)
        before = AuditEntry.objects.filter(actor_id=by.pk).count()
        try:
            with connection.execute_wrapper(watch):
                case.act(rows, by=by, at=case.at)
            answer = AuditEntry.objects.filter(actor_id=by.pk).count() - before
        except Refused:
            answer = f"refused after {written}" if written else "refused"
        transaction.set_rollback(True)
    return answer


def test_every_verb_that_somebody_does_is_listed():
    assert set(_verbs()) - {accounts.record} == set(VERBS)


def _wrong(world, people, roles):
    found = []
    for verb, case in VERBS.items():
        lines = 0 if verb in READS_ONLY else case.lines
        for role in roles:
            wanted = lines if role == "administrator" or role in case.may else "refused"
            answer = _done(world, verb, people[role])
            if answer != wanted:
                found.append(f"{verb.__module__}.{verb.__name__} by {role}: {answer}, not {wanted}")
    return found


def test_an_organiser_elsewhere_does_nothing_here(world, people):
    assert _wrong(world, people, ["organiser elsewhere"]) == []


@pytest.mark.slow
def test_a_verb_is_done_by_those_who_may_and_leaves_its_line(world, people):
    people["administrator"] = make_user(is_staff=True, is_superuser=True)
    assert _wrong(world, people, people) == []


@pytest.mark.slow
def test_who_was_shut_out_does_nothing_any_more(world, people):
    """Somebody who may no longer sign in keeps the role in the team, and may nothing."""
    organiser = people["organiser"]
    organiser.is_active = False
    organiser.save()
    assert [f"{verb.__name__}" for verb in VERBS if _done(world, verb, organiser) != "refused"] == []
