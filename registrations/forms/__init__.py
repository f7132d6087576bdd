"""The forms of registration and of the desk."""

from registrations.forms.admin import NeedForm, RegistrationForm
from registrations.forms.desk import WalkInForm
from registrations.forms.groups import BadgesForm, KeepForm, LetGoForm, MoveForm, PinForm, TablesForm
from registrations.forms.register import AddressForm, ChangeForm, RegisterForm

__all__ = [
    "AddressForm",
    "BadgesForm",
    "ChangeForm",
    "KeepForm",
    "LetGoForm",
    "MoveForm",
    "NeedForm",
    "PinForm",
    "RegisterForm",
    "RegistrationForm",
    "TablesForm",
    "WalkInForm",
]
