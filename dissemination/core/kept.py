"""Pages kept in the memory of a process while nothing that they show has changed.

A page is kept together with its state: the number of the last change to anything that readers see, which
the database counts by itself, and whatever else the page depends on. It is shown again only in that very
state, so that no service has to remember to throw it away. See docs/adr/0009-pages-kept-by-revision.md.
"""

import secrets
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from threading import RLock
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import QuerySet, Subquery

from dissemination.core.models import Revision
from dissemination.core.prepared import Prepared

Thing = TypeVar("Thing")
State = tuple[Hashable, ...]

MOST = 500
_MARK = secrets.token_hex(8)  # nobody who writes a text can guess what will be filled in
NUMBER = Subquery(Revision.objects.values("number")[:1])
_kept: dict[Hashable, tuple[State, Any]] = {}
_making = RLock()


def numbered(row: QuerySet, *columns: str) -> Prepared:
    """A query for the number of the last change, and then these columns of the row."""
    return Prepared(row.order_by().values_list(NUMBER, *columns))


def shown_now(query: Prepared, **given: Any) -> tuple[Any, ...] | None:
    """What such a query says now.

    None where there is no such row, or nothing may be kept: a transaction counts only when it commits.
    """
    row = None if connection.in_atomic_block else query.first(**given)
    return row if row and row[0] is not None else None


def state(*shown: Hashable, at: datetime) -> State:
    """What a page shows now. It is made anew every second, for the sake of what goes by the clock."""
    return (int(at.timestamp()), *shown)


def found(key: Hashable, now: State | None) -> Any:
    """What is kept under this key, if it was made in this state; None otherwise."""
    made_in, thing = _kept.get(key, (None, None))
    return thing if now and made_in == now else None


def keep(key: Hashable, now: State | None, thing: Any) -> None:
    """Keep what was made in this state, in place of what was made in an earlier one."""
    if now:
        if len(_kept) >= MOST:
            forget()
        _kept[key] = (now, thing)


def one(key: Hashable, now: State | None, make: Callable[[], Thing]) -> Thing:
    """The thing of that key in this state: kept, or made now, by one thread while the others wait for it."""
    if now is None:
        return make()
    thing = found(key, now)
    if thing is None:
        with _making:
            thing = found(key, now) or make()
            keep(key, now, thing)
    return cast(Thing, thing)


def forget() -> None:
    """Keep nothing of what was kept."""
    _kept.clear()


def hole(name: str) -> str:
    """What stands in a kept page where each visitor gets a text of their own."""
    return f"hole{_MARK}{name}"


def filled(text: str, values: Mapping[str, str]) -> str:
    """A kept page with its holes filled; the values are HTML already."""
    for name, value in values.items():
        text = text.replace(hole(name), value)
    return text
