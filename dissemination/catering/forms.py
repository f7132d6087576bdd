"""What an organiser adds before the numbers are sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SendForm(forms.Form):
    """Meals for people whom nobody registered."""

    team = forms.IntegerField(
        label=_("Meals for the team"),
        min_value=0,
        max_value=1000,
        initial=0,
        help_text=_("Helpers who are neither delegates nor in the programme."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
