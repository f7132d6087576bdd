"""What every test may rely on."""

import gc
import os
import socket
from datetime import UTC, datetime
from itertools import chain

import pytest
import time_machine
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.chance import IS_LONG_RUN
from tests.database import KeptDatabase

LOOPBACK = ("127.", "::1", "localhost")
gc.set_threshold(50_000, 20, 100)  # looking for circles of garbage took a tenth of the run


def pytest_collection_finish():
    """What is imported by now stays to the end: the collector need not look at it again."""
    gc.collect()
    gc.freeze()


def _marks(item):
    return {mark.name: mark.kwargs for mark in item.iter_markers()}


def _is_in_threads(item):
    """Whether a test commits what it writes, so that the tables are emptied after it."""
    return "transactional_db" in item.fixturenames or _marks(item).get("django_db", {}).get("transaction")


def _knows_the_database(item):
    return item.path.parent.name in ("core", "tests")


def _may_reach_more(item):
    """Whether a test may come to lines on PostgreSQL that the quick run does not come to."""
    return (
        _is_in_threads(item)
        or _knows_the_database(item)
        or {"slow", "hypothesis", "skipif"} & _marks(item).keys()
    )


def _is_the_same_everywhere(item):
    """Whether the quick run proves all that a test can, where nothing is left to chance.

    It asks no database; or it reads words of a page, and the long walks read every page on PostgreSQL.
    """
    if _may_reach_more(item):
        return False
    asks = {"db", "transactional_db", "django_db_setup", "live_server"} & set(item.fixturenames)
    return "client" in item.fixturenames or not (asks or "django_db" in _marks(item))


def _slow_ones_first(items):
    """The share of each process begins with its slow tests, file by file: none is waited for in the end."""
    shares = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    files, quick = {}, []
    for item in items:
        is_slow = "slow" in _marks(item) and not _is_in_threads(item)
        (files.setdefault(item.path, []) if is_slow else quick).append(item)
    ordered = []
    for number in range(shares):
        slow = list(chain.from_iterable(list(files.values())[number::shares]))
        more = max((len(items) - len(ordered)) // (shares - number) - len(slow), 0)
        ordered += slow + quick[:more]
        del quick[:more]
    return ordered + quick


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """On PostgreSQL nothing is proved twice: no test that asks no database, and no coverage that is known."""
    if not IS_LONG_RUN:
        return
    same = [item for item in items if _is_the_same_everywhere(item)]
    config.hook.pytest_deselected(items=same)
    known = set(same)
    items[:] = _slow_ones_first([item for item in items if item not in known])
    for item in items:
        if not _may_reach_more(item):
            item.add_marker("no_cover")


@pytest.fixture
def at() -> datetime:
    """The moment at which a test plays: a Monday morning, before the clocks change."""
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def on_a_monday_in_march(at):
    """The clock of the whole product stands still at that moment."""
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Nothing in the suite may reach beyond this machine."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    socket.socket.connect = connect_here
    yield
    socket.socket.connect = connect


@pytest.fixture(scope="session")
def audit_law():
    """The migration that makes the audit append-only: `protect` and `unprotect`."""
    migration = MigrationLoader(None, load=True).disk_migrations["accounts", "0002_append_only_audit"]
    return migration.operations[0]


@pytest.fixture(scope="session")
def kept_database(request):
    """Where a database with every table, as the migrations made it, waits for the next run."""
    return KeptDatabase(request.config.cache.mkdir("database"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request):
    """The processes of a run share PostgreSQL, so each has a database of its own name there.

    SQLite's lies in the memory of each. pytest-django would name a file, as for any engine but Django's own.
    """
    number = getattr(request.config, "workerinput", {}).get("workerid")
    if connection.vendor == "postgresql" and number:
        connection.settings_dict["TEST"]["NAME"] = f"test_{connection.settings_dict['NAME']}_{number}"


@pytest.fixture(scope="session")
def laid_database(kept_database, django_test_environment, django_db_modify_db_settings):
    """What is kept, in the database that is about to be set up; Django only looks what is missing in it."""
    with kept_database.laid():
        yield


@pytest.fixture(scope="session")
def django_db_setup(laid_database, django_db_setup, django_db_blocker, kept_database, audit_law):
    """The database of the run. Transactional tests empty every table, which the audit's triggers refuse:
    they are taken away here, and one test of their own proves them."""
    with django_db_blocker.unblock():
        kept_database.keep()
        audit_law.reverse_code(None, connection.schema_editor())
