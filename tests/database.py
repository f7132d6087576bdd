"""The migrations run once, not in every process of every run: the tables they made are kept, and copied.

SQLite alone; PostgreSQL is migrated each time. What is kept goes by the very text of all migrations, Django's
too, so that a changed one makes it anew; one that is new runs on top, for Django migrates in any case.
"""

import hashlib
import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.db import connection


def _digest():
    """What the text of all migrations comes to."""
    digest = hashlib.sha256(django.get_version().encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


class KeptDatabase:
    """A file with an empty database, of which each process of a run takes a copy."""

    def __init__(self, folder):
        self.folder, self.file = Path(folder), Path(folder) / f"{_digest()}.sqlite3"
        self.is_wanted = connection.vendor == "sqlite" and connection.settings_dict["NAME"] == ":memory:"

    @contextmanager
    def laid(self):
        """The test database holds what is kept from here on; it lives while somebody is connected."""
        if not self.is_wanted or not self.file.exists():
            yield
            return
        name = connection.creation._get_test_db_name()
        with closing(sqlite3.connect(name, uri=True)) as database:
            with closing(sqlite3.connect(self.file)) as kept:
                kept.backup(database)
            yield

    def keep(self):
        """Keep the tables that the migrations have made, when they are not kept yet."""
        if not self.is_wanted or self.file.exists():
            return
        written = self.folder / f"{os.getpid()}.part"  # the other processes of the run do the same just now
        with closing(sqlite3.connect(written)) as file:
            connection.ensure_connection()
            connection.connection.backup(file)
        for old in self.folder.glob("*.sqlite3"):
            old.unlink(missing_ok=True)
        written.replace(self.file)
