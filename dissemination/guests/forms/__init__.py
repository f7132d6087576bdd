"""The forms of the invitation list, and of a no."""

from dissemination.guests.forms.answer import DeclineForm, GuestForm
from dissemination.guests.forms.pasted import PasteForm, WantForm

__all__ = ["DeclineForm", "GuestForm", "PasteForm", "WantForm"]
