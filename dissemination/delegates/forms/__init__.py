"""Forms by which a list comes in, and how its rows are read."""

from dissemination.delegates.forms.answers import AnswersForm, LaterAnswersForm
from dissemination.delegates.forms.lists import BringForm, targets_of
from dissemination.delegates.forms.rows import rows_of

__all__ = [
    "AnswersForm",
    "BringForm",
    "LaterAnswersForm",
    "rows_of",
    "targets_of",
]
