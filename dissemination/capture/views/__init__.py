"""A table's own pages."""

from dissemination.capture.views.points import edit, points, star
from dissemination.capture.views.table import enter, finish, photograph, read_back, table, typed

__all__ = ["edit", "enter", "finish", "photograph", "points", "read_back", "star", "table", "typed"]
