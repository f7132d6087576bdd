"""The shape of a copy, of calling an event off and of moving it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import LineField, ProseField
from dissemination.events.forms import LOCAL_TIME


class CloneForm(forms.Form):
    """A copy of an event: its title and its day. Hours stay as they are."""

    title = LineField(_("title of the copy"), max_length=200).formfield()
    starts_on = forms.DateField(label=_("Day of the copy"), widget=forms.DateInput(attrs={"type": "date"}))


class CancelForm(forms.Form):
    """Why an event is called off, in words for those who have a place."""

    reason = ProseField(
        _("what to tell people"), max_length=1000, help_text=_("It stands in the mail that everybody gets.")
    ).formfield()


class MoveForm(forms.Form):
    """When an event starts instead."""

    starts_at = forms.DateTimeField(label=_("New start"), widget=LOCAL_TIME)
