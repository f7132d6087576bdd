"""One form by which somebody books for several colleagues: rows of names and addresses."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.core.forms import AddressInput, LineInput
from dissemination.events.models import Event
from registrations.forms.register import STALE, RegisterForm, only_mode
from registrations.services import Booking

ROWS, MORE, MOST = 3, 3, 12


class ColleagueForm(forms.Form):
    """One colleague. An empty row counts for nobody."""

    name = LineInput(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the colleague’s name.")},
    )
    email = AddressInput(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class _Rows(forms.BaseFormSet):
    default_error_messages = {
        "missing_management_form": STALE["invalid"],
        "too_few_forms": _("Fill in at least one row."),
    }

    def initial_form_count(self) -> int:
        """No row that is sent has to be filled in because it was filled in before."""
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        """Each address stands in one row."""
        seen = set()
        for row in self.forms:
            email = row.cleaned_data.get("email") if row.is_valid() else None
            if email and email in seen:
                row.add_error(
                    "email", _("This address stands in another row. Each colleague needs their own.")
                )
            seen.add(email)


def rows_of(number: int) -> type[forms.BaseFormSet]:
    """The rows: at least one is filled in, `number` are shown when nothing has been sent."""
    return forms.formset_factory(
        ColleagueForm,
        formset=_Rows,
        extra=number - 1,
        min_num=1,
        max_num=MOST,
        absolute_max=MOST,
        validate_min=True,
    )


class BookingForm(forms.Form):
    """Who books, and what the colleagues have in common."""

    booked_by = LineInput(
        label=_("Your own name"),
        max_length=200,
        help_text=_("Your colleagues read who registered them. If you come too, fill in a row for yourself."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    organisation = RegisterForm.base_fields["organisation"]
    sector = RegisterForm.base_fields["sector"]
    mode = RegisterForm.base_fields["mode"]
    form_key = RegisterForm.base_fields["form_key"]

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.event, self.label_suffix = event, ""
        if event.mode != Event.Mode.BOTH:
            del self.fields["mode"]

    def booking(self, rows: forms.BaseFormSet) -> Booking:
        """What was asked for, by a form and rows that are valid."""
        told = self.cleaned_data
        filled = [row.cleaned_data for row in rows.forms if row.cleaned_data]
        return Booking(
            booked_by=told["booked_by"],
            colleagues=tuple((one["name"], one["email"]) for one in filled),
            organisation=told["organisation"],
            sector=told["sector"],
            mode=told.get("mode") or only_mode(self.event),
        )
