"""The forms of the desk: somebody who came without a place, and what is printed on which labels."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.core.forms import AddressInput, LineInput
from dissemination.documents.badges import labels
from dissemination.events.models import Event, Sector
from registrations.forms.register import STALE
from registrations.models import Registration
from registrations.services import Details


class WalkInForm(forms.Form):
    """A walk-in: who they are, and whose place they take when none is free."""

    name = LineInput(label=_("Full name"), max_length=200, error_messages={"required": _("Enter a name.")})
    organisation = LineInput(
        label=_("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, initial=Sector.OTHER)
    email = AddressInput(
        label=_("E-mail address"), required=False, help_text=_("For what comes after the event.")
    )
    instead_of = forms.ModelChoiceField(
        label=_("Whose place do they take?"),
        queryset=Registration.objects.none(),
        required=False,
        empty_label=_("A free place"),
        help_text=_("When nothing is free: the place of somebody who has not come."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, error_messages=STALE)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4()}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        absent: Any = self.fields["instead_of"]
        absent.queryset = event.registrations.not_come().order_by("name")

    @property
    def details(self) -> Details:
        """The answers of a form that is valid."""
        told = self.cleaned_data
        return Details(
            name=told["name"], organisation=told["organisation"], sector=told["sector"], email=told["email"]
        )


def _sheets() -> list[tuple[str, str]]:
    said = _("Avery %(sheet)s: %(width)d × %(height)d mm, %(number)d to a sheet")
    return [
        (
            key,
            said % {"sheet": key, "width": sheet.width, "height": sheet.height, "number": sheet.per_sheet},
        )
        for key, sheet in labels().items()
    ]


class BadgesForm(forms.Form):
    """On which labels, from which one on, and for whom."""

    label = forms.ChoiceField(label=_("Label sheet"), initial="L4785", choices=_sheets)
    start_at = forms.IntegerField(
        label=_("First free label"),
        min_value=1,
        max_value=40,
        initial=1,
        help_text=_("Counted along the rows of the first sheet, when some labels are used already."),
    )
    only_new = forms.BooleanField(label=_("Only people who are new since the last time"), required=False)
