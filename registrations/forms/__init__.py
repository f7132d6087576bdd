"""The forms of registration and of the groups."""

from registrations.forms.admin import NeedForm, ReasonForm, RegistrationForm
from registrations.forms.colleagues import BookingForm, rows_of
from registrations.forms.groups import KeepForm, LetGoForm, MoveForm, PinForm, TablesForm
from registrations.forms.register import AddressForm, ChangeForm, HandOverForm, MoreForm, RegisterForm
from registrations.forms.workshops import WorkshopsForm

__all__ = [
    "AddressForm",
    "BookingForm",
    "ChangeForm",
    "HandOverForm",
    "KeepForm",
    "LetGoForm",
    "MoreForm",
    "MoveForm",
    "NeedForm",
    "PinForm",
    "ReasonForm",
    "RegisterForm",
    "RegistrationForm",
    "TablesForm",
    "WorkshopsForm",
    "rows_of",
]
