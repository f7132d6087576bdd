"""What every test may rely on."""

import socket
from datetime import UTC, datetime

import pytest

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
