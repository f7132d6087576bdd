"""Pages kept in the memory of a process while nothing that they show has changed.

A page is kept together with its state: the number of the last change to anything that readers see, which
the database counts by itself, and whatever else the page depends on. It is shown again only in that very
state, so that no service has to remember to throw it away. See docs/adr/0009-pages-kept-by-revision.md.
"""

import secrets
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Subquery

from dissemination.core.models import Revision

State = tuple[Hashable, ...]

MOST = 500
_MARK = secrets.token_hex(8)  # nobody who writes a text can guess what will be filled in
_NUMBER = Subquery(Revision.objects.values("number")[:1])
_kept: dict[Hashable, tuple[State, Any]] = {}


def numbered(row: QuerySet, *columns: str) -> tuple[Any, ...] | None:
    """The number of the last change, and then these columns of the row, in one query.

    None where there is no such row, or nothing may be kept: a transaction counts only when it commits.
    """
    if connection.in_atomic_block:
        return None
    found_now = list(row.order_by().values_list(_NUMBER, *columns))
    return found_now[0] if found_now and found_now[0][0] is not None else None


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


def page(key: Hashable, now: State | None, make: Callable[[], str]) -> str:
    """The page of that key in this state: kept, or made now."""
    text: str = found(key, now) or make()
    keep(key, now, text)
    return text


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
