"""Queries and rows whose SQL is worked out once, for what is asked and written in every request of a rush.

Django works out the SQL anew each time, which takes ten times as long as the database does for the answer.
PostgreSQL, too, reads and plans such a statement once for each connection: it is a prepared statement there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery


class Given(Expression):
    """Stands in a prepared query for a value that is given when it is asked."""

    def __init__(self, name: str, kind: Field | None = None) -> None:
        super().__init__(output_field=kind)
        self.name = name
        self.kind = kind

    def as_sql(self, *_: Any) -> tuple[str, tuple[Any, ...]]:
        """A placeholder, with this in place of its value."""
        return "%s", (self,)

    def among(self, given: dict[str, Any]) -> Any:
        """The value, as the database takes it."""
        value = given[self.name]
        return self.kind.get_db_prep_value(value, connection) if self.kind else value


class Prepared:
    """A query of plain columns (`values_list`) in which `Given` stands for what differs each time."""

    def __init__(self, rows: QuerySet) -> None:
        self._rows = rows
        self._sql: tuple[str, tuple[Any, ...]] | None = None

    def all(self, **given: Any) -> list[tuple[Any, ...]]:
        """The rows, as the database gives them."""
        if self._sql is None:
            self._sql = self._rows.query.get_compiler(connection=connection).as_sql()
        with _cursor() as cursor:
            cursor.execute(self._sql[0], _told(self._sql[1], given))
            return list(cursor.fetchall())

    def first(self, **given: Any) -> tuple[Any, ...] | None:
        """The first row; None when there is none."""
        return next(iter(self.all(**given)), None)


class _Ready(Expression):
    """A column whose SQL stands as it was worked out."""

    def __init__(self, sql: str, values: list[Any], kind: Field) -> None:
        super().__init__(output_field=kind)
        self.sql, self.values = sql, tuple(values)

    def as_sql(self, *_: Any) -> tuple[str, tuple[Any, ...]]:
        """What was worked out."""
        return self.sql, self.values


class Columns:
    """What a query annotates its rows with, for any other query of the same table.

    `Given` stands for what differs each time. The other query has to call the table by its own name, as each
    does that is not inside of another.
    """

    def __init__(self, rows: QuerySet) -> None:
        self._query = rows.query
        self._ready: dict[str, tuple[str, Sequence[Any], Field]] = {}

    def added_to(self, rows: QuerySet, **given: Any) -> QuerySet:
        """These rows with the columns."""
        if not self._ready:
            self._ready = dict(self._worked_out())
        ready = self._ready.items()
        columns = {name: _Ready(sql, _told(values, given), kind) for name, (sql, values, kind) in ready}
        return cast(QuerySet, rows.annotate(**columns))

    def _worked_out(self) -> Iterator[tuple[str, tuple[str, Sequence[Any], Field]]]:
        compiler = self._query.get_compiler(connection=connection)
        compiler.setup_query()
        for name, column in self._query.annotations.items():
            sql, values = compiler.compile(column)
            yield name, (sql, values, column.output_field)


class Change:
    """An update of rows in which `Given` stands for what differs each time."""

    def __init__(self, rows: QuerySet, **values: Any) -> None:
        self._query = cast(UpdateQuery, rows.query.chain(UpdateQuery))
        self._query.add_update_values(values)
        self._sql: tuple[str, tuple[Any, ...]] | None = None

    def make(self, **given: Any) -> int:
        """Make the change; returns how many rows were among those to change."""
        if self._sql is None:
            self._sql = self._query.get_compiler(connection=connection).as_sql()
        with _cursor() as cursor:
            cursor.execute(self._sql[0], _told(self._sql[1], given))
            return int(cursor.rowcount)


class Insertion:
    """New rows of one model. Their values are plain ones: none is worked out by the database.

    `unless` is a unique column: a row is not written when another has the same there.
    """

    def __init__(self, model: type[Model], *, unless: str = "") -> None:
        self._model, self._unless = model, unless
        self._key: Any = model._meta.pk
        self._fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self._sql: tuple[str, str] | None = None

    def write(self, row: Model) -> bool:
        """Write the row and tell it its key; False when it was not written for what is there already."""
        with _cursor() as cursor:
            cursor.execute(" ".join(self._worked_out(row)), self._values(row))
            written = cursor.fetchone()
        if written is None:
            return False
        row.pk, row._state.adding, row._state.db = written[0], False, connection.alias
        return True

    def write_all(self, like: Model, changes: Sequence[Mapping[str, Any]]) -> None:
        """Write rows like this one, each with its own values in the same columns, by the columns' names.

        Rows that are there already are passed over.
        """
        if not changes:
            return
        own = [field for field in self._fields if field.attname in changes[0]]
        all_values = self._own_values(own, changes)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self._write_by_copying(cursor, like, own, all_values)
                return
            places = [self._fields.index(field) for field in own]
            row = self._values(like)
            cursor.executemany(self._worked_out(like)[0], list(_filled(row, places, all_values)))

    def _write_by_copying(
        self, cursor: Any, like: Model, own: Sequence[Any], all_values: Iterable[Sequence[Any]]
    ) -> None:
        """Into a table beside, then over: PostgreSQL takes rows in half the time of statements.

        What all have in common is told once.
        """
        same = [field for field in self._fields if field not in own]
        table, columns, shared = self._named(), _columns(own), _columns(same)
        chosen, marks = f"{columns} FROM", ", ".join(["%s"] * len(same))
        cursor.execute(f"CREATE TEMPORARY TABLE arriving AS SELECT {chosen} {table} WITH NO DATA")
        with connection.wrap_database_errors, cursor.copy(f"COPY arriving ({columns}) FROM STDIN") as copy:
            for values in all_values:
                copy.write_row(values)
        into, passing = f"INSERT INTO {table} ({shared}, {columns})", self._passing()
        common = [_ready_for_database(field, like) for field in same]
        cursor.execute(f"{into} SELECT {marks}, {chosen} arriving {passing}", common)
        cursor.execute("DROP TABLE arriving")

    def _named(self) -> str:
        return connection.ops.quote_name(self._model._meta.db_table)

    def _values(self, row: Model) -> list[Any]:
        return [_ready_for_database(field, row) for field in self._fields]

    def _own_values(self, own: Sequence[Any], changes: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
        """The values of each row. One that is that of the row before is made ready once for both."""
        before: list[Any] = [object()] * len(own)
        ready: list[Any] = list(before)
        for change in changes:
            for number, field in enumerate(own):
                value = change[field.attname]
                if value is not before[number]:
                    before[number], ready[number] = value, field.get_db_prep_save(value, connection)
            yield list(ready)

    def _worked_out(self, row: Model) -> tuple[str, str]:
        """What writes a row like this one, and what has its key come back.

        Django's own way to pass over rows passes over every fault on SQLite, not over the one meant alone.
        """
        if self._sql is None:
            query = InsertQuery(self._model)
            query.insert_values(self._fields, [row])
            [(sql, _)] = query.get_compiler(connection=connection).as_sql()
            self._sql = f"{sql} {self._passing()}", f"RETURNING {connection.ops.quote_name(self._key.column)}"
        return self._sql

    def _passing(self) -> str:
        """How SQL says that a row is not written which is there already."""
        return f"ON CONFLICT ({connection.ops.quote_name(self._unless)}) DO NOTHING" if self._unless else ""


def _ready_for_database(field: Any, row: Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)


def _columns(fields: Iterable[Any]) -> str:
    return ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)


def _filled(
    row: Sequence[Any], places: Sequence[int], all_values: Iterable[Sequence[Any]]
) -> Iterator[list[Any]]:
    """The row again and again, each time with other values in these places."""
    for values in all_values:
        whole = list(row)
        for place, value in zip(places, values, strict=True):
            whole[place] = value
        yield whole


def _cursor() -> CursorWrapper:
    """A cursor whose statements PostgreSQL keeps; Django's own puts the values into the text of each."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from psycopg import Cursor  # noqa: PLC0415 – where there is another database, it need not be there

    connection.ensure_connection()
    keeping: Any = Cursor(connection.connection)
    return (connection.make_debug_cursor if connection.queries_logged else connection.make_cursor)(keeping)


def _told(values: Iterable[Any], given: dict[str, Any]) -> list[Any]:
    """The values of a statement, with what is given in its places."""
    return [value.among(given) if isinstance(value, Given) else value for value in values]
