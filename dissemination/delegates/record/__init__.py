"""Delegates as rows and as figures: what is read of them, whatever it is shown on."""

from dissemination.delegates.record.counting import Counted, Day, Figures, figures, risen
from dissemination.delegates.record.earlier import Earlier, earlier_of
from dissemination.delegates.record.rows import (
    AUDIENCES,
    LABELS,
    agreeing,
    attendees,
    sheet,
    words_of,
)

__all__ = [
    "AUDIENCES",
    "LABELS",
    "Counted",
    "Day",
    "Earlier",
    "Figures",
    "agreeing",
    "attendees",
    "earlier_of",
    "figures",
    "risen",
    "sheet",
    "words_of",
]
