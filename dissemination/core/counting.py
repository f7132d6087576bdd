"""Triggers by which the database counts each change of a table of which readers see something.

They hold for every way to write: models, bulk statements, the admin, cascades, SQL by hand. On PostgreSQL
they run when a transaction commits, once for each, so that the one row they write is locked for that instant
alone and nobody waits for it in a circle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

COUNTER = "core_revision"
COUNT = f"UPDATE {COUNTER} SET number = number + 1"  # noqa: S608 - a constant
FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {COUNTER}_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    {COUNT}, counted_in = txid_current() WHERE counted_in IS DISTINCT FROM txid_current(); RETURN NULL; END $$
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A table, the verbs that count, and the columns whose change does not."""

    table: str
    verbs: Sequence[str]
    ignored: Sequence[str]


def watch(connection: BaseDatabaseWrapper, tables: Sequence[Watched]) -> None:
    """Have the changes of these tables counted, as far as there are any; done again, it starts afresh."""
    present = connection.introspection.table_names()
    make = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[connection.vendor]
    if COUNTER not in present:
        return
    with connection.cursor() as cursor:
        for watched in tables:
            if watched.table in present:
                columns = connection.introspection.get_table_description(cursor, watched.table)
                counting = [column.name for column in columns if column.name not in watched.ignored]
                for statement in make(watched, ", ".join(map(connection.ops.quote_name, counting))):
                    cursor.execute(statement)


def _on_sqlite(watched: Watched, columns: str) -> Iterator[str]:
    for verb in watched.verbs:
        name = f"{watched.table}_count_{verb.lower()}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} AFTER {_event(verb, columns)} ON {watched.table} BEGIN {COUNT}; END"


def _on_postgresql(watched: Watched, columns: str) -> Iterator[str]:
    name, events = f"{watched.table}_count", " OR ".join(_event(verb, columns) for verb in watched.verbs)
    yield FUNCTION
    yield f"DROP TRIGGER IF EXISTS {name} ON {watched.table}"
    yield (
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {events} ON {watched.table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW EXECUTE FUNCTION {COUNTER}_count()"
    )


def _event(verb: str, columns: str) -> str:
    return f"UPDATE OF {columns}" if verb == "UPDATE" else verb
