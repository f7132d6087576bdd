"""Shape and wording of what organisers write and what the room promises."""

import uuid
from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dissemination.capture.models import GroupSheet, Point
from dissemination.core import text
from dissemination.events.models import Event, Organisation
from dissemination.outcomes.models import Commitment, Outcome, Theme

MONTHS = (("1", _("In a month")), ("3", _("In three months")), ("6", _("In six months")))
LAST_DAY = 28  # every month has it


def months_after(day: date, months: int) -> date:
    """The same day that many months later, at the latest the 28th."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, LAST_DAY))


def _offer(form: forms.BaseForm, **choices: QuerySet) -> None:
    """Let the form's fields choose from these rows only."""
    for name, rows in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows


class PointsForm(forms.Form):
    """What is done with the points that were ticked on the board."""

    points = forms.ModelMultipleChoiceField(
        Point.objects.none(), error_messages={"required": _("Tick at least one point.")}
    )

    def __init__(self, *args: object, event: Event, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer(self, points=Point.objects.of_event(event.pk))


class PlaceForm(PointsForm):
    """Into which theme the ticked points go."""

    theme = forms.ModelChoiceField(
        Theme.objects.none(), error_messages={"required": _("Choose a theme, or make one first.")}
    )

    def __init__(self, *args: object, event: Event, **kwargs: object) -> None:
        super().__init__(*args, event=event, **kwargs)
        _offer(self, theme=event.themes.in_order())


class SetAsideForm(PointsForm):
    """Why the ticked points stay out of the conclusions."""

    reason = forms.CharField(max_length=300, error_messages={"required": _("Say why you set it aside.")})

    def clean_reason(self) -> str:
        """One line of plain text with something in it."""
        return _line(self.cleaned_data["reason"], _("Say why you set it aside."))


class ThemeForm(forms.Form):
    """A new theme."""

    title = forms.CharField(max_length=120, error_messages={"required": _("Give the theme a title.")})

    def clean_title(self) -> str:
        """One line of plain text with something in it."""
        return _line(self.cleaned_data["title"], _("Give the theme a title."))


def _line(value: str, reason: object) -> str:
    line = text.one_line(value)
    if not line:
        raise forms.ValidationError(str(reason))
    return line


class ConclusionForm(forms.ModelForm):
    """A statement with what it rests on."""

    points = forms.ModelMultipleChoiceField(
        Point.objects.none(),
        label=_("Points it rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sheets = forms.ModelMultipleChoiceField(
        GroupSheet.objects.none(),
        label=_("Flip charts it rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Or a note: where it comes from"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Outcome
        fields = (
            "statement",
            "stage",
            "kind",
            "agreement",
            "theme",
            "must_act",
            "must_act_text",
            "supersedes",
        )
        widgets = {"statement": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: object, event: Event, ticked: QuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer(
            self,
            points=ticked,
            sheets=GroupSheet.objects.of_event(event.pk).exclude(photograph=""),
            theme=event.themes.in_order(),
            supersedes=event.outcomes.published().in_order(),
            must_act=Organisation.objects.known(),
        )

    def clean_note(self) -> str:
        """Plain text of several lines."""
        return text.prose(self.cleaned_data["note"])


class PublishForm(forms.Form):
    """Early thoughts or the final conclusions."""

    publish = forms.ChoiceField(choices=Outcome.Stage)


class CommitmentForm(forms.ModelForm):
    """Four taps and a text: who, what, by when, who may see it."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        empty_label=_("Choose, or write it below"),
        error_messages={"required": _("Choose the organisation that will do it, or write its name.")},
    )
    organisation_name = forms.CharField(label=_("Not in the list"), max_length=200, required=False)
    due = forms.ChoiceField(
        label=_("By when"),
        choices=(*MONTHS, ("", _("No date yet"))),
        widget=forms.RadioSelect,
        required=False,
    )

    class Meta:
        model = Commitment
        fields = ("what", "visibility", "owner_name", "owner_email", "first_step")
        widgets = {"visibility": forms.RadioSelect, "what": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "what": _("A verb and what there will be at the end, in up to 200 characters."),
            "owner_email": _("We ask there for a confirmation, and later what came of it."),
        }

    field_order = ("what", "organisation", "organisation_name", "due", "visibility", "owner_name")

    def __init__(self, *args: object, event: Event, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today
        self.fields["organisation"].required = not text.one_line(self.data.get("organisation_name", ""))
        taking_part = Organisation.objects.known().filter(registrations__in=event.registrations.live())
        _offer(self, organisation=taking_part.distinct().order_by("name"))

    def clean_client_id(self) -> uuid.UUID:
        """A page without JavaScript carries one already; whatever comes without gets its own."""
        return self.cleaned_data["client_id"] or uuid.uuid4()

    def clean_organisation_name(self) -> str:
        """One line of plain text."""
        return text.one_line(self.cleaned_data["organisation_name"])

    def clean(self) -> None:
        """The chip becomes a day."""
        super().clean()
        months = self.cleaned_data.pop("due", "")
        self.cleaned_data["due_on"] = months_after(self.today, int(months)) if months else None


class ToldForm(forms.ModelForm):
    """What came of a commitment."""

    state = forms.ChoiceField(
        label=_("How does it stand?"),
        choices=[choice for choice in Commitment.State.choices if choice[0] not in ("offered", "confirmed")],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it stands.")},
    )

    class Meta:
        model = Commitment
        fields = ("came_of_it",)
        labels = {"came_of_it": _("In your words")}

    field_order = ("state", "came_of_it")
