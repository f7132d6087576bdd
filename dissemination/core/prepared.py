"""Queries whose SQL is worked out once, for what is asked in every request of a rush.

Django works out the SQL anew each time, which takes ten times as long as the database does for the answer.
"""

from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """Stands in a prepared query for a value that is given when it is asked."""

    def __init__(self, name: str, kind: Field | None = None) -> None:
        super().__init__()
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
        sql, values = self._sql
        told = [value.among(given) if isinstance(value, Given) else value for value in values]
        with connection.cursor() as cursor:
            cursor.execute(sql, told)
            return list(cursor.fetchall())

    def first(self, **given: Any) -> tuple[Any, ...] | None:
        """The first row; None when there is none."""
        return next(iter(self.all(**given)), None)
