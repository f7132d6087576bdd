"""The organiser's form about one delegate. Food and access have their own page and their own permission."""

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dissemination.core.forms import AddressInput, LineInput
from dissemination.events.models import Event
from registrations.models import Allotment, Diet, Need, Registration
from registrations.services import Details, whom_they_are_with
from registrations.services.details import details_of
from sessions.models import Group

_TOLD = ("name", "job_title", "sector", "kind", "mode", "listing", "photograph", "news")


class RegistrationForm(forms.ModelForm):
    """What an organiser may write down for somebody; an address is not needed."""

    email = AddressInput(label=_("E-mail address"), required=False)
    contact_email = AddressInput(
        label=_("Contact’s e-mail address"),
        required=False,
        help_text=_("Of an assistant or carer, when the delegate has none. Everything goes there."),
    )
    organisation_name = LineInput(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Its full or its short name. A new one is made when nobody knows it."),
    )

    sits_with = LineInput(
        label=_("Comes with"),
        max_length=200,
        required=False,
        help_text=_(
            "Of an interpreter or carer: the name or the ticket of the delegate for whom they are there. "
            "They sit at one table when the groups are made."
        ),
    )
    delegate: Registration | None = None  # for whom they are there, once the form is valid

    class Meta:
        model = Registration
        fields: ClassVar = ["event", *_TOLD]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        known: Registration | None = kwargs.get("instance")
        if known and known.organisation:
            kwargs["initial"] = kwargs.get("initial", {}) | {"organisation_name": known.organisation.name}
        if known:
            told = {"email": known.email, "contact_email": known.contact_email}
            told["sits_with"] = str(whom_they_are_with(known) or "")
            kwargs["initial"] = kwargs.get("initial", {}) | told
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Finds the delegate for whom this person is there."""
        values = super().clean() or {}
        event = self.instance.event if self.instance.pk else values.get("event")
        if event and values.get("sits_with") and "sits_with" in self.changed_data:
            self.delegate = self._found(event, values["sits_with"])
        return values

    def _found(self, event: Event, typed: str) -> Registration | None:
        """The one person with this name or ticket; none, with the reason at the field, when it is not one."""
        people = event.registrations.live().exclude(pk=self.instance.pk)
        found = list(people.filter(Q(name__iexact=typed) | Q(ticket=typed))[:2])
        if len(found) == 1:
            return found[0]
        several = _("Several people have this name. Enter the ticket of the one you mean.")
        nobody = _("Nobody of this name takes part. Enter the name as it stands in the list.")
        self.add_error("sits_with", several if found else nobody)
        return None

    @property
    def details(self) -> Details:
        """The answers of a form that is valid; food and access stay as they are."""
        told = self.cleaned_data
        known = details_of(Registration.objects.get(pk=self.instance.pk)) if self.instance.pk else None
        return replace(
            known or Details(name=told["name"]),
            **{name: told[name] for name in (*_TOLD, "email", "contact_email")},
            organisation=told["organisation_name"],
        )


class AllotmentForm(forms.ModelForm):
    """Places held for an organisation, and whether its contact is to get the link once more."""

    is_sent_again = forms.BooleanField(label=_("Send the link to the contact again"), required=False)

    class Meta:
        model = Allotment
        fields: ClassVar = ["event", "organisation", "mode", "places", "contact_name", "contact_email"]


class ReasonForm(forms.Form):
    """Why an organiser decides so."""

    reason = LineInput(label=_("Reason"), max_length=300, error_messages={"required": _("Say why.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class NeedForm(forms.ModelForm):
    """What somebody eats and what their table must offer."""

    diets = forms.MultipleChoiceField(
        label=_("Kinds of food"),
        choices=Diet.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    features = forms.MultipleChoiceField(
        label=_("What the table must offer"),
        choices=Group.Feature.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Need
        fields: ClassVar = ["registration", "diets", "dietary", "severe_allergy", "access", "features"]
