"""The forms of registration."""

from registrations.forms.admin import AllotmentForm, NeedForm, ReasonForm, RegistrationForm
from registrations.forms.colleagues import BookingForm, rows_of
from registrations.forms.companions import CompanionForm
from registrations.forms.register import AddressForm, ChangeForm, HandOverForm, MoreForm, RegisterForm
from registrations.forms.workshops import DiaryForm, WorkshopsForm

__all__ = [
    "AddressForm",
    "AllotmentForm",
    "BookingForm",
    "ChangeForm",
    "CompanionForm",
    "DiaryForm",
    "HandOverForm",
    "MoreForm",
    "NeedForm",
    "ReasonForm",
    "RegisterForm",
    "RegistrationForm",
    "WorkshopsForm",
    "rows_of",
]
