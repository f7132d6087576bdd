"""What speakers and organisers enter about materials, and what a speaker says about himself or herself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.core.verdicts import Refused
from dissemination.events.models import Organisation
from speakers import policies
from speakers.models import Appearance, Material, Speaker
from speakers.services import Terms

LICENCES = (
    ("", _("Not said")),
    ("CC BY 4.0", _("Creative Commons Attribution (CC BY 4.0): reuse with your name")),
    ("OGL v3.0", _("Open Government Licence (OGL v3.0)")),
    ("All rights reserved", _("All rights reserved: read only")),
)
CHOOSE_FILE = _("Choose the file with your slides.")


class AppearanceForm(forms.ModelForm):
    """What somebody does at the event. Whoever was invited is not written over: that is for “Replace”."""

    def clean_speaker(self) -> Speaker:
        speaker: Speaker = self.cleaned_data["speaker"]
        if self.instance.pk:
            try:
                policies.may_go_to(self.instance, speaker).enforce()
            except Refused as refusal:
                raise forms.ValidationError(str(refusal.reason)) from refusal
        return speaker


class TermsForm(forms.Form):
    """Who may read it, under which licence, and the agreement to publish."""

    release = forms.ChoiceField(
        label=_("Who may read it once it is released?"),
        choices=Material.Release,
        initial=Material.Release.PUBLIC,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say who may read it."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )
    licence = forms.ChoiceField(
        label=_("Licence"),
        choices=LICENCES,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the answers.")},
    )
    is_agreed = forms.BooleanField(
        label=_("I agree that this is published as chosen above"),
        required=False,
        help_text=_("You can take this back here at any time. It is hidden at once."),
    )

    def terms(self) -> Terms:
        """The answers as the service takes them."""
        said = self.cleaned_data
        return Terms(release=said["release"], licence=said["licence"], is_agreed=said["is_agreed"])

    @staticmethod
    def initial_of(material: Material | None) -> dict[str, Any]:
        """What was answered before."""
        if material is None:
            return {}
        return {
            "release": material.release,
            "licence": material.licence,
            "is_agreed": material.consented_at is not None,
        }


class UploadForm(TermsForm):
    """One file with its terms: one page, one post."""

    file = forms.FileField(
        label=_("Your file"),
        max_length=255,
        help_text=_("PDF, PowerPoint (.pptx), Word (.docx) or OpenDocument (.odp, .odt)."),
        error_messages={
            "required": CHOOSE_FILE,
            "missing": CHOOSE_FILE,
            "invalid": CHOOSE_FILE,
            "empty": _("This file is empty. Choose another one."),
            "max_length": _("The file's name is too long. Give it a shorter one."),
        },
    )
    field_order = ("file", "release", "licence", "is_agreed")


class OrganiserUploadForm(UploadForm):
    """The same, filled in by the organiser on the speaker's behalf."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("The speaker's file")

    is_agreed = forms.BooleanField(
        label=_("The speaker has agreed that this is published as chosen above"), required=False
    )


class ProfileForm(forms.ModelForm):
    """The biography and the portrait."""

    portrait = forms.FileField(
        label=_("A new portrait"),
        required=False,
        help_text=_("JPEG, PNG or WebP. It is cut to size, and what the camera noted is removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "invalid": _("Choose a picture."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
    drops_portrait = forms.BooleanField(label=_("Remove my portrait"), required=False)

    class Meta:
        model = Speaker
        fields = ("bio",)
        labels = {"bio": _("Your biography")}
        help_texts = {"bio": _("A few sentences in the third person, for the programme and the chair.")}
        widgets = {"bio": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.portrait:
            del self.fields["drops_portrait"]

    def said(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        said = self.cleaned_data
        return {
            "bio": said["bio"],
            "portrait": said["portrait"],
            "drops_portrait": said.get("drops_portrait", False),
        }


class TakeOffForm(forms.Form):
    """Why somebody is taken off the programme, for the team alone."""

    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=300,
        help_text=_("You can leave it empty. It is not sent; only the team reads it."),
    )


class ReplaceForm(forms.ModelForm):
    """Who takes over: a speaker of the project, or somebody new."""

    speaker = forms.ModelChoiceField(
        queryset=Speaker.objects.none(),
        label=_("Who takes over?"),
        required=False,
        empty_label=_("Somebody new, named below"),
        error_messages={"invalid_choice": _("Choose a speaker of this project.")},
    )
    field_order = ("speaker", "name", "email", "job_title", "organisation")

    class Meta:
        model = Speaker
        fields = ("name", "email", "job_title", "organisation")

    def __init__(self, *args: Any, appearance: Appearance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.project = appearance.event.project
        self.fields["name"].required = False
        organisations = Organisation.objects.filter(merged_into=None)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        speakers = Speaker.objects.filter(project=appearance.event.project_id)
        self.fields["speaker"].queryset = speakers.exclude(pk=appearance.speaker_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not (values.get("speaker") or values.get("name") or self.errors):
            self.add_error("speaker", _("Choose who takes over, or name somebody new."))
        return values

    @property
    def successor(self) -> Speaker:
        """The speaker who was chosen, or the new one, who is not kept yet."""
        chosen: Speaker | None = self.cleaned_data["speaker"]
        return chosen or self.instance
