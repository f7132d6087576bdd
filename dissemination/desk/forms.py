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
from registrations.services import Companion, Details
from sessions.models import Group

_Kind = Registration.Kind
KINDS = [(_Kind.NEWCOMER, _("They are new to it")), (_Kind.KEY, _("They have worked with it"))]


class WalkInForm(forms.Form):
    """A walk-in: who they are, what they need at a table, who is with them, and whose places they take."""

    name = LineInput(label=_("Full name"), max_length=200, error_messages={"required": _("Enter a name.")})
    organisation = LineInput(
        label=_("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, initial=Sector.OTHER)
    kind = forms.ChoiceField(
        label=_("The project and they"), choices=KINDS, initial=_Kind.NEWCOMER, required=False
    )
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
    features = forms.MultipleChoiceField(
        label=_("At their table they need"),
        choices=Group.Feature.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    companion = LineInput(
        label=_("Who is with them"),
        max_length=200,
        required=False,
        help_text=_("The name of an interpreter or carer, who gets a place and sits with them."),
    )
    companion_is = LineInput(
        label=_("What that person is"),
        max_length=200,
        required=False,
        help_text=_("An interpreter or a carer, say. It stands on no badge."),
    )
    beside_instead_of = forms.ModelChoiceField(
        label=_("Whose place does that person take?"),
        queryset=Registration.objects.none(),
        required=False,
        empty_label=_("A free place"),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, error_messages=STALE)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4()}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name in ("instead_of", "beside_instead_of"):
            absent: Any = self.fields[name]
            absent.queryset = event.registrations.not_come().order_by("name")

    def clean(self) -> dict[str, Any]:
        """Somebody who is with them has a name."""
        told = super().clean() or {}
        if "companion" in told and not told["companion"]:
            for name in ("companion_is", "beside_instead_of"):
                if told.get(name):
                    self.add_error("companion", _("Enter the name of whoever is with them."))
                    break
        return told

    @property
    def details(self) -> Details:
        """The answers of a form that is valid."""
        told = self.cleaned_data
        names = ("name", "organisation", "sector", "email")
        kind = told["kind"] or _Kind.NEWCOMER.value
        return Details(**{name: told[name] for name in names}, kind=kind, features=tuple(told["features"]))

    @property
    def beside(self) -> Companion | None:
        """Who is with them, if anybody."""
        told = self.cleaned_data
        return (
            Companion(name=told["companion"], job_title=told["companion_is"]) if told["companion"] else None
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
