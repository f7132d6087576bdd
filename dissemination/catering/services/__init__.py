"""Numbers for the caterer: counted, frozen as sent, changed since; and severe allergies by name."""

from dissemination.catering.services.counting import Line, count, lines
from dissemination.catering.services.keeping import Change, changes_since, keep_final, last_sent, send
from dissemination.catering.services.reading import read_allergies, read_own_words

__all__ = [
    "Change",
    "Line",
    "changes_since",
    "count",
    "keep_final",
    "last_sent",
    "lines",
    "read_allergies",
    "read_own_words",
    "send",
]
