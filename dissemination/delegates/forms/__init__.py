"""Forms by which a list comes in, and how its rows are read."""

from dissemination.delegates.forms.lists import BringForm, ColumnsForm, ListForm, guessed, targets_of
from dissemination.delegates.forms.rows import rows_of

__all__ = ["BringForm", "ColumnsForm", "ListForm", "guessed", "rows_of", "targets_of"]
