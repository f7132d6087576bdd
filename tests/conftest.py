"""What every test may rely on."""

import socket
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture
def at() -> datetime:
    """The moment at which a test plays: a Monday morning, before the clocks change."""
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


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
def django_db_setup(django_db_setup, django_db_blocker, audit_law):
    """The database of the run. Transactional tests empty every table, which the audit's triggers refuse:
    they are taken away here, and one test of their own proves them."""
    with django_db_blocker.unblock():
        audit_law.reverse_code(None, connection.schema_editor())
