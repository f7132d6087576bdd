"""Whom a delegate brings along: an interpreter, say, or a carer."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.core.forms import LineInput
from registrations.forms.register import RegisterForm
from registrations.services import Companion


class CompanionForm(forms.Form):
    """Name and part of somebody who comes with a delegate. The hidden key makes it one, sent twice."""

    name = LineInput(
        label=_("Their full name"),
        max_length=200,
        help_text=_("As they would like it on their badge."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter their name.")},
    )
    job_title = LineInput(
        label=_("What they are"),
        max_length=200,
        help_text=_("An interpreter or a carer, say. The organisers read it; it stands on no badge."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say what they are, for example “interpreter”.")},
    )
    dietary = LineInput(
        label=_("What they do not eat"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    form_key = RegisterForm.base_fields["form_key"]

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"form_key": uuid.uuid4()})
        self.label_suffix = ""

    @property
    def sent(self) -> dict[str, Any]:
        """What a valid form says, as the service takes it."""
        told = dict(self.cleaned_data)
        key = told.pop("form_key")
        return {"companion": Companion(**told), "form_key": key}
