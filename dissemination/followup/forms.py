"""Shape and wording of a follow-up as an organiser types it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.followup.models import FollowUpItem

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
MESSAGES = {
    "subject": {"required": _("Write the subject of the mail.")},
    "introduction": {"required": _("Write the first words.")},
    "due_on": {"invalid": _("Enter a day, for example 14 March 2026.")},
}


class ItemForm(forms.ModelForm):
    """The words of an item that is planned."""

    introduction = forms.CharField(
        label=_("First words"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Slides, conclusions and what their group said follow by themselves."),
        error_messages=MESSAGES["introduction"],
    )

    class Meta:
        model = FollowUpItem
        fields: tuple[str, ...] = ("subject", "introduction", "due_on")
        widgets = {"due_on": DAY}
        error_messages = MESSAGES


class NewItemForm(ItemForm):
    """An item of one's own, to one of the audiences."""

    class Meta(ItemForm.Meta):
        fields = ("audience", "subject", "introduction", "due_on")
