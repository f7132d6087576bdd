"""What the database has broken off, because two waited for each other, is done once more."""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

MOMENT = 0.1  # seconds, in which the other one ends
DEADLOCK = "40P01"  # PostgreSQL's appendix A; SQLite lets one write at a time and knows none
Taken = ParamSpec("Taken")
Given = TypeVar("Given")


def after_deadlock(verb: Callable[Taken, Given]) -> Callable[Taken, Given]:
    """Begin the verb's whole transaction anew when the database chose it to end a deadlock.

    As a part of a larger transaction it cannot: there the outermost verb does so.
    """

    @wraps(verb)
    def done(*args: Taken.args, **kwargs: Taken.kwargs) -> Given:
        try:
            return verb(*args, **kwargs)
        except OperationalError as fault:
            if connection.in_atomic_block or getattr(fault.__cause__, "sqlstate", "") != DEADLOCK:
                raise
        time.sleep(MOMENT)
        return verb(*args, **kwargs)

    return done
