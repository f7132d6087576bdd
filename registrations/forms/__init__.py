"""The forms of registration and of the desk."""

from registrations.forms.admin import NeedForm, RegistrationForm
from registrations.forms.desk import WalkInForm
from registrations.forms.register import AddressForm, ChangeForm, RegisterForm

__all__ = ["AddressForm", "ChangeForm", "NeedForm", "RegisterForm", "RegistrationForm", "WalkInForm"]
