"""The form by which an organiser writes a question."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.core.forms import ProseInput
from dissemination.core.text import one_line
from dissemination.questionnaires.models import FormQuestion

MOST_OPTIONS = 50
LONGEST_OPTION = 200
WITH_OPTIONS = "\n".join((FormQuestion.Kind.CHOICE, FormQuestion.Kind.SEVERAL))


class QuestionForm(forms.ModelForm):
    """One question: its words, its kind of answer, when and of whom it is asked."""

    listed = ProseInput(
        label=_("Answers to choose from, one on each line"),
        required=False,
        max_length=MOST_OPTIONS * LONGEST_OPTION,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("An answer that you take away stays with those who chose it."),
    )
    condition = forms.ChoiceField(
        label=_("Asked only of those who answered"),
        required=False,
        help_text=_("Yes-or-no questions and choices that stand before this one."),
    )

    class Meta:
        model = FormQuestion
        fields: ClassVar = ["text", "help", "kind", "is_required", "is_later", "is_special_category"]
        error_messages: ClassVar = {"text": {"required": _("Write the question.")}}

    field_order = ("text", "kind", "listed", "help", "is_required", "is_later", "condition")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        question = self.instance
        self.fields["listed"].initial = "\n".join(question.options)
        self.fields["condition"].choices = self._conditions()  # type: ignore[attr-defined]
        if question.only_if_id:
            self.fields["condition"].initial = f"{question.only_if_id}:{question.only_value}"

    def _conditions(self) -> list[Any]:
        """Everybody, or those who gave one of the answers of a question that stands."""
        others = self.instance.event.form_questions.standing().exclude(pk=self.instance.pk)
        groups = [
            (other.text, [(f"{other.pk}:{value}", other.shown(value)) for value in other.possible])
            for other in others
        ]
        return [("", _("Everybody")), *(group for group in groups if group[1])]

    def clean_listed(self) -> list[str]:
        """The answers without empty lines and doubles."""
        lines = [one_line(line) for line in self.cleaned_data["listed"].splitlines()]
        if any(len(line) > LONGEST_OPTION for line in lines):
            raise forms.ValidationError(
                _("Shorten each answer to %(most)s characters.") % {"most": LONGEST_OPTION}
            )
        return list(dict.fromkeys(filter(None, lines)))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        options = values.get("listed", [])
        is_choice = values.get("kind", "") in WITH_OPTIONS.split("\n")
        if is_choice and "listed" in values and not 2 <= len(options) <= MOST_OPTIONS:
            words = _("Write 2 to %(most)s answers, one on each line.") % {"most": MOST_OPTIONS}
            self.add_error("listed", words)
        self.instance.options = options if is_choice else []
        number, _colon, value = values.get("condition", "").partition(":")
        self.instance.only_if_id, self.instance.only_value = (int(number), value) if number else (None, "")
        return values
