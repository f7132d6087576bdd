"""Threads of one process that would wait for the same row of the database wait for each other instead.

A thread that holds the row and has to share the interpreter with others that will wait for it holds it the
longer. Those wait here, where waiting costs nothing (docs/adr/0027-what-a-rush-need-not-do.md).
"""

from collections import defaultdict
from collections.abc import Hashable
from threading import Lock

_turns: defaultdict[Hashable, Lock] = defaultdict(Lock)


def turn(*row: Hashable) -> Lock:
    """The turn for this row, to hold (`with`) around a whole transaction; inside one it might never come."""
    return _turns[row]
