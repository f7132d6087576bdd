"""The forms of registration and of the desk."""

from registrations.forms.admin import NeedForm, ReasonForm, RegistrationForm
from registrations.forms.colleagues import BookingForm, rows_of
from registrations.forms.desk import WalkInForm
from registrations.forms.groups import BadgesForm, KeepForm, LetGoForm, MoveForm, PinForm, TablesForm
from registrations.forms.register import AddressForm, ChangeForm, HandOverForm, MoreForm, RegisterForm
from registrations.forms.workshops import WorkshopsForm

__all__ = [
    "AddressForm",
    "BadgesForm",
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
    "WalkInForm",
    "WorkshopsForm",
    "rows_of",
]
