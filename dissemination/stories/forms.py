"""Shape and wording of a story as it is offered and written up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.core.forms import AddressInput, LineInput, ProseInput
from dissemination.stories.models import CaseStudy, StoryLead
from dissemination.stories.services import Told

AGAIN = dict.fromkeys(("required", "invalid"), _("Open this page again, then fill in the form once more."))
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class StoryForm(forms.Form):
    """A story in a few sentences, without an account; each consent is asked, none is presumed."""

    what_happened = ProseInput(
        label=_("What happened?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("A few sentences are enough: how it was, what was done, what it brought."),
        error_messages={"required": _("Tell us in a sentence or two what happened.")},
    )
    name = LineInput(label=_("Your name"), max_length=200, error_messages={"required": _("Enter your name.")})
    email = AddressInput(label=_("Your e-mail address"))
    organisation = LineInput(label=_("Your organisation"), max_length=200, required=False)
    may_contact = forms.ChoiceField(
        label=_("May we write to you about it?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether we may write to you.")},
    )
    publish_as = forms.ChoiceField(
        label=_("If it is published, then how?"),
        choices=StoryLead.PublishAs.choices,
        widget=forms.RadioSelect,
        help_text=_("You read the text first. Nothing is published without you."),
        error_messages={"required": _("Choose how it may be published.")},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, error_messages=AGAIN)
    website = forms.CharField(label=_("Leave this empty"), required=False)

    def is_from_a_machine(self) -> bool:
        """A person does not see the last field, so only a machine fills it in."""
        return bool(self.data.get("website"))

    def told(self) -> Told:
        """The answers, ready to be kept."""
        given = self.cleaned_data
        return Told(
            name=given["name"],
            email=given["email"],
            what_happened=given["what_happened"],
            may_contact=given["may_contact"] == "yes",
            publish_as=given["publish_as"],
            organisation=given["organisation"],
        )


class TitleForm(forms.Form):
    """The title under which a case study begins."""

    title = LineInput(
        label=_("Title of the case study"),
        max_length=200,
        error_messages={"required": _("Give the case study a title.")},
    )


class ClearForm(forms.Form):
    """Who agreed for the teller's organisation."""

    name = LineInput(
        label=_("Who agreed for the organisation"),
        max_length=200,
        error_messages={"required": _("Enter the name of the person who agreed.")},
    )


class WithdrawForm(forms.Form):
    """Why a story is taken back."""

    reason = LineInput(
        label=_("Why it is withdrawn (readers see this)"),
        max_length=300,
        error_messages={"required": _("Say why it is withdrawn.")},
    )


class StudyForm(forms.ModelForm):
    """The text of a case study, and what it belongs to."""

    class Meta:
        model = CaseStudy
        fields = (*CaseStudy.WORDS, "themes", "outcome", "review_on")
        widgets = {"review_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
