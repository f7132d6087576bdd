"""What every test may rely on."""

import gc
import socket
from datetime import UTC, datetime

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


def _may_reach_more(item):
    """Whether a test may come to lines on PostgreSQL that the quick run does not come to."""
    marks = {mark.name: mark.kwargs for mark in item.iter_markers()}
    is_in_threads = "transactional_db" in item.fixturenames or marks.get("django_db", {}).get("transaction")
    knows_the_database = item.path.parent.name in ("core", "tests")
    return is_in_threads or knows_the_database or {"slow", "hypothesis", "skipif"} & set(marks)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """On PostgreSQL coverage is not measured again where the quick run has: it makes a test twice as slow."""
    for item in items:
        if IS_LONG_RUN and not _may_reach_more(item):
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
