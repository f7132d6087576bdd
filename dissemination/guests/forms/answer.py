"""The shape of an invitation, and of a no."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.core.forms import LineInput
from dissemination.guests.models import Guest


class GuestForm(forms.ModelForm):
    """Who is invited."""

    organisation_name = LineInput(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Its full or its short name. A new one is made when nobody knows it."),
    )
    is_invited_now = forms.BooleanField(
        label=_("Send the invitation at once"),
        required=False,
        help_text=_("Otherwise nothing is sent before you press “Invite” on the page of the list."),
    )

    class Meta:
        model = Guest
        fields = ("event", "name", "email")


class DeclineForm(forms.Form):
    """Why somebody does not come, if they want to say."""

    reason = LineInput(label=_("Why not?"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
