"""Shape and wording of what a table and its organiser type in."""

import uuid

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dissemination.capture import policies
from dissemination.capture.models import POINT_LENGTH, CapturePolicy, GroupSheet, Point
from dissemination.core import text
from dissemination.events.models import Organisation
from registrations.models import Registration
from sessions.models import Perspective, Question

MOST_LINES = 200
MOST_PEOPLE = 500
TOO_LONG = _("Say it in %(limit_value)d characters or fewer. Two short points are fine.")


def people_at(sheet: GroupSheet) -> "QuerySet[Registration]":
    """The delegates of the group, as published."""
    told = Registration.objects.filter(places__told_group_id=sheet.group_id)
    return told.expected_or_here().order_by("name")


class FirstNames(forms.ModelChoiceField):
    """A choice of people that shows first names only: a table's link may not give away more."""

    def label_from_instance(self, obj: Registration) -> str:
        return obj.first_name


class PointForm(forms.Form):
    """One point, as it is written at the table."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    question = forms.ModelChoiceField(
        Question.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose a question.")},
    )
    perspective = forms.ModelChoiceField(
        Perspective.objects.none(), required=False, widget=forms.HiddenInput, label=_("Seen from")
    )
    text = forms.CharField(
        label=_("A point your group makes"),
        help_text=format_lazy(_("At most {most} characters."), most=POINT_LENGTH),
        max_length=POINT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write the point first."),
            "max_length": TOO_LONG,
        },
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Point.Kind, required=False)
    stance = forms.ChoiceField(label=_("How far you agreed"), choices=Point.Stance, required=False)
    is_starred = forms.BooleanField(label=_("We want this one to be heard"), required=False)
    is_individual = forms.BooleanField(label=_("One person's own comment, not the group's"), required=False)
    said_by = FirstNames(Registration.objects.none(), label=_("Whose comment"), required=False)
    said_for = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Their organisation"), required=False
    )

    def __init__(self, *args: object, sheet: GroupSheet, rule: CapturePolicy, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        session = sheet.group.session_id
        self._offer("question", Question.objects.filter(session_id=session))
        self._offer("perspective", Perspective.objects.filter(question__session_id=session))
        if policies.may_know_speaker(rule):
            self._offer("said_by", people_at(sheet))
        else:
            del self.fields["said_by"]
        if policies.may_know_organisation(rule):
            self._offer(
                "said_for", Organisation.objects.filter(registrations__in=people_at(sheet)).distinct()
            )
        else:
            del self.fields["said_for"]

    def _offer(self, name: str, rows: QuerySet) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_client_id(self) -> uuid.UUID:
        """A page without JavaScript carries one already; whatever comes without gets its own."""
        return self.cleaned_data["client_id"] or uuid.uuid4()

    def clean_text(self) -> str:
        """One line of plain text with something in it."""
        return _something(self.cleaned_data["text"], _("Write the point first."))

    def clean_kind(self) -> str:
        """A conclusion unless another kind was chosen."""
        return self.cleaned_data["kind"] or str(Point.Kind.CONCLUSION)

    def clean_stance(self) -> str:
        """Agreed by all unless another was chosen."""
        return self.cleaned_data["stance"] or str(Point.Stance.AGREED)


def _something(value: str, reason: object) -> str:
    line = text.one_line(value)
    if not line:
        raise forms.ValidationError(str(reason))
    if len(line) > POINT_LENGTH:  # the normal form of some scripts has more characters than what was typed
        raise forms.ValidationError(TOO_LONG % {"limit_value": POINT_LENGTH})
    return line


class EditPointForm(forms.Form):
    """Other words for a point."""

    text = forms.CharField(
        label=_("The point"),
        max_length=POINT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )

    def clean_text(self) -> str:
        """One line of plain text with something in it."""
        return _something(
            self.cleaned_data["text"], _("Write the point. To leave it out, tell an organiser.")
        )


class StarForm(forms.Form):
    """A mark on a point, or none."""

    is_starred = forms.BooleanField(required=False)


class NotesForm(forms.ModelForm):
    """What a group says about its own debate; everything may stay empty."""

    nodded = forms.IntegerField(
        label=_("How many of you agreed when it was read back?"),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
    )

    class Meta:
        model = GroupSheet
        fields = ("headline", "disagreement", "nodded", "facilitated_by", "written_by")
        labels = {
            "headline": _("Your headline, in one sentence"),
            "disagreement": _("Where did you not agree?"),
        }
        help_texts = {"headline": _("What should people remember? Up to 140 characters.")}
        widgets = {"disagreement": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: object, rule: CapturePolicy, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not policies.may_know_staff(rule):
            del self.fields["facilitated_by"], self.fields["written_by"]


class PhotographForm(forms.Form):
    """A photograph of the flip chart, with one sentence that says what is on it."""

    photograph = forms.FileField(
        label=_("Photograph of the flip chart"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a photograph."), "empty": _("The file is empty.")},
    )
    sentence = forms.CharField(
        label=_("What it says, in one sentence"),
        max_length=POINT_LENGTH,
        error_messages={"required": _("Say in one sentence what the flip chart says.")},
    )

    def clean_sentence(self) -> str:
        """One line of plain text with something in it."""
        return _something(self.cleaned_data["sentence"], _("Say in one sentence what the flip chart says."))


class LinesForm(forms.Form):
    """What a table wrote on paper, one point a line."""

    question = forms.ModelChoiceField(Question.objects.none(), label=_("Question"))
    perspective = forms.ModelChoiceField(Perspective.objects.none(), label=_("Perspective"), required=False)
    lines = forms.CharField(
        label=_("What the table wrote"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One point a line, up to 280 characters each."),
        error_messages={"required": _("Type at least one line.")},
    )

    def __init__(self, *args: object, sheet: GroupSheet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        session = sheet.group.session_id
        for name, rows in (
            ("question", Question.objects.filter(session_id=session)),
            ("perspective", Perspective.objects.filter(question__session_id=session)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean_lines(self) -> list[str]:
        """The lines that say something; a line that is too long is named, and nothing is cut."""
        lines = [text.one_line(line) for line in self.cleaned_data["lines"].splitlines()]
        for number, line in enumerate(lines, start=1):
            if len(line) > POINT_LENGTH:
                raise forms.ValidationError(
                    _("Line %(number)d is longer than %(most)d characters. Make two points of it.")
                    % {"number": number, "most": POINT_LENGTH}
                )
        kept = [line for line in lines if line]
        if not 0 < len(kept) <= MOST_LINES:
            raise forms.ValidationError(_("Type between 1 and %(most)d lines.") % {"most": MOST_LINES})
        return kept

    def clean(self) -> None:
        """The perspective is one of the question's."""
        question, perspective = self.cleaned_data.get("question"), self.cleaned_data.get("perspective")
        if question and perspective and perspective.question_id != question.pk:
            self.add_error("perspective", _("Choose a perspective of that question."))
