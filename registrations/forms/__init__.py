"""The forms of registration and of the desk."""

from registrations.forms.admin import NeedForm, RegistrationForm
from registrations.forms.desk import WalkInForm
from registrations.forms.groups import BadgesForm, MoveForm, PinForm, TablesForm
from registrations.forms.register import AddressForm, ChangeForm, MoreForm, RegisterForm

__all__ = [
    "AddressForm",
    "BadgesForm",
    "ChangeForm",
    "MoreForm",
    "MoveForm",
    "NeedForm",
    "PinForm",
    "RegisterForm",
    "RegistrationForm",
    "TablesForm",
    "WalkInForm",
]
