"""Several people at the same moment."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection


def _backup(source, target):
    """Copy a whole SQLite database; each side is a path or an open connection."""
    if isinstance(source, sqlite3.Connection):
        with sqlite3.connect(target) as file:
            source.backup(file)
    else:
        with sqlite3.connect(source) as file:
            file.backup(target)


def _played(work, start, settings):
    """The work, done at the starting shot through a database connection of this thread's own."""
    connection.settings_dict = connection.settings_dict | settings
    try:
        start.wait(timeout=10)
        return work()
    finally:
        connection.close()


@pytest.fixture
def at_once(transactional_db, tmp_path):
    """Runs one thing in several threads at the same moment, each with a database connection of its own.

    SQLite's test database lives in memory, where connections cannot wait for each other as they do on disk:
    the threads work on a copy in a file, which is brought back afterwards.
    """

    def run(work, *, threads):
        start, copy = threading.Barrier(threads), str(tmp_path / "copy.sqlite3")
        is_sqlite = connection.vendor == "sqlite"
        if is_sqlite:
            _backup(connection.connection, copy)
        settings = {"NAME": copy} if is_sqlite else {}
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda _: _played(work, start, settings), range(threads)))
        if is_sqlite:
            _backup(copy, connection.connection)

    return run
