"""A table's own pages."""

from dissemination.capture.views.points import edit, points, star
from dissemination.capture.views.table import enter, finish, read_back, table

__all__ = ["edit", "enter", "finish", "points", "read_back", "star", "table"]
