"""The shape of sessions, questions and groups on the organiser's pages."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dissemination.core.text import one_line, titled
from sessions import policies
from sessions.models import Group, Question, Session

USUAL = timedelta(minutes=30)  # how long a session is until somebody says otherwise


class SessionForm(forms.ModelForm):
    """One session; a workshop can be given several tables at once."""

    new_tables = forms.IntegerField(
        label=_("Add this many tables"),
        required=False,
        min_value=1,
        max_value=100,
    )
    fewest = forms.IntegerField(
        label=_("Fewest people"), required=False, min_value=0, max_value=100, initial=6
    )
    most = forms.IntegerField(label=_("Most people"), required=False, min_value=1, max_value=100, initial=10)

    class Meta:
        model = Session
        fields = ("event", "kind", "title", "abstract", "starts_at", "ends_at", "room", "order", "seats")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("new_tables") and values.get("kind") != Session.Kind.WORKSHOP:
            self.add_error("new_tables", _("Only a workshop has tables."))
        if (values.get("fewest") or 0) > (values.get("most") or 100):
            self.add_error("most", _("Enter at least the fewest."))
        if not (verdict := policies.may_set_seats(self.instance, values.get("seats"))):
            self.add_error("seats", str(verdict.reason))
        return values


class TimetableFormSet(forms.BaseInlineFormSet):
    """All sessions of a programme: no two in one room at a time, also when both have just been typed.

    A new row begins where the programme ends so far.
    """

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        given = super().get_form_kwargs(index)
        if index is not None and index < self.initial_form_count():
            return given
        last = self.instance.sessions.aggregate(ends_at=Max("ends_at"))["ends_at"]
        starts_at = last or self.instance.starts_at
        return {**given, "initial": {"starts_at": starts_at, "ends_at": starts_at + USUAL}}

    def full_clean(self) -> None:
        """What has been typed counts, not what those rows said before."""
        typed = {form.instance.pk for form in self.forms} - {None}
        for form in self.forms:
            form.instance.typed_beside = typed
        super().full_clean()

    def clean(self) -> None:
        super().clean()
        gone = set(self.deleted_forms)
        rows = [form for form in self.forms if form not in gone and form.is_valid()]
        standing = [form for form in rows if form.cleaned_data.get("room")]
        for number, form in enumerate(standing):
            for other in standing[:number]:
                if _overlap(form.cleaned_data, other.cleaned_data):
                    told = {"title": other.cleaned_data["title"]}
                    form.add_error("room", _("“%(title)s” is in this room at that time.") % told)


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Both are in one room at some moment."""
    is_same_room: bool = one["room"] == other["room"]
    return is_same_room and one["starts_at"] < other["ends_at"] and other["starts_at"] < one["ends_at"]


class QuestionForm(forms.ModelForm):
    """A question, with the points of view from which it is answered apart."""

    points_of_view = forms.CharField(
        label=_("Perspectives, one on each line"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Question
        fields = ("text", "kind", "order")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            names = (perspective.name for perspective in self.instance.perspectives.all())
            self.fields["points_of_view"].initial = "\n".join(names)

    def clean_points_of_view(self) -> list[str]:
        names = [one_line(line) for line in self.cleaned_data["points_of_view"].splitlines()]
        if any(len(name) > 100 for name in names):
            raise forms.ValidationError(_("Enter at most 100 characters on a line."))
        return [name for name in names if name]


class GroupChoice(forms.ModelChoiceField):
    """A choice of groups, each with its workshop: tables have the same names in every one."""

    def label_from_instance(self, obj: Group) -> str:
        return titled(obj.session.title, obj.name)


class GroupForm(forms.ModelForm):
    """A table of a workshop."""

    features = forms.MultipleChoiceField(
        label=_("What it offers"),
        required=False,
        choices=Group.Feature.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Group
        fields = ("name", "room", "min_size", "max_size", "topic", "features", "order")
