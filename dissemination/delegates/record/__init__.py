"""Delegates as rows and as figures: what is read of them, whatever it is shown on."""

from dissemination.delegates.record.counting import Counted, Day, Figures, figures
from dissemination.delegates.record.rows import AUDIENCES, LABELS, agreeing, attendees, sheet

__all__ = ["AUDIENCES", "LABELS", "Counted", "Day", "Figures", "agreeing", "attendees", "figures", "sheet"]
