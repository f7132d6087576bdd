"""A form that asks an organiser's own questions beside its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.core.forms import LineInput, ProseInput
from dissemination.core.verdicts import Refused
from dissemination.questionnaires import policies, services
from dissemination.questionnaires.models import FormQuestion, Value
from dissemination.questionnaires.services import Said, Sent

Kind = FormQuestion.Kind
PREFIX = "answer_"
FEW = 7  # answers that stand one below the other; more of them fold into a list
SPECIAL = gettext_lazy(
    "Only the organiser and the person responsible for welfare see it. It is deleted 14 days after the event."
)
NUMBER = gettext_lazy("Enter a number in figures, for example 12 or 2.5.")
DATE = gettext_lazy("Enter a date, for example 2026-03-11.")
FILE = gettext_lazy("Choose a file.")
AGAIN = gettext_lazy("Choose %(file)s once more: a browser lets go of a file when a form comes back.")


class SentInput(forms.FileField):
    """A document that has been looked into; what is not taken says what to do instead."""

    def clean(self, data: Any, initial: Any = None) -> Sent | None:
        file: File | None = super().clean(data, initial)
        try:
            return services.look_into(file) if file else None
        except Refused as refused:
            raise ValidationError(str(refused.reason)) from refused


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it stands on a form. With a source it is shown when that field has that answer."""

    question: FormQuestion
    bound: BoundField
    source: str = ""
    removal: BoundField | None = None


class AsksQuestions(forms.Form):
    """Puts the questions on the form. `told` holds what was answered before, by the question's number.

    Of `questions` (all that stand) those are on the form that are asked at its time: at registration, or
    later. A condition may name an answer from before. `said` is there once the form is valid.
    """

    is_later = False

    def __init__(
        self,
        *args: Any,
        questions: Sequence[FormQuestion] = (),
        told: Mapping[int, Value] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.told = list(questions), dict(told or {})
        self.own = [question for question in self.questions if question.is_later == self.is_later]
        for question in self.own:
            self._put(question)

    def _put(self, question: FormQuestion) -> None:
        told = self.told.get(question.pk)
        field = field_of(question, told)
        field.label, field.required = question.text, question.is_required
        field.help_text = " ".join(filter(None, self._hints(question)))
        for code, words in field.error_messages.items():
            field.error_messages[code] = (
                f"{question.text} {words}" if words in (NUMBER, DATE, FILE) else words
            )
        field.error_messages["required"] = _required(question)
        if question.kind == Kind.FILE and told:
            field.required = False
            label = _("Remove %(file)s") % {"file": told}
            if not question.is_required:
                self.fields[f"{name_of(question.pk)}_gone"] = forms.BooleanField(label=label, required=False)
        elif told:
            field.initial = told
        self.fields[name_of(question.pk)] = field

    def _hints(self, question: FormQuestion) -> list[str]:
        """What helps with the answer: the organiser's words, the condition, who reads it, what was sent."""
        told = {"file": self.told.get(question.pk)}
        is_sent = question.kind == Kind.FILE and told["file"]
        return [
            question.help,
            self._condition(question),
            str(SPECIAL) if question.is_special_category else "",
            _("You sent %(file)s. Choose a file only to replace it.") % told if is_sent else "",
        ]

    def _condition(self, question: FormQuestion) -> str:
        """When the question is asked, in words for whoever has no script to hide it."""
        source = next((each for each in self.questions if each.pk == question.only_if_id), None)
        if source is None or source not in self.own:
            return ""
        told = {"answer": source.shown(question.only_value), "question": source.text}
        return _("Only if you answered “%(answer)s” to “%(question)s”.") % told

    @property
    def names_of_own(self) -> list[str]:
        """The fields of the questions, in their order."""
        return [name for name in self.fields if name.startswith(PREFIX)]

    @property
    def asked(self) -> list[Asked]:
        """The questions in their order, each with its field; without those that earlier answers rule out."""
        here = {question.pk for question in self.own}
        ruled = policies.asked(self.questions, self.told)
        return [
            self._as_asked(question, here)
            for question in self.own
            if question.only_if_id in here or question in ruled
        ]

    def _as_asked(self, question: FormQuestion, here: set[int]) -> Asked:
        name = name_of(question.pk)
        return Asked(
            question=question,
            bound=self[name],
            source=self.add_prefix(name_of(question.only_if_id)) if question.only_if_id in here else "",
            removal=self[f"{name}_gone"] if f"{name}_gone" in self.fields else None,
        )

    def clean(self) -> dict[str, Any]:
        """What is not asked after these answers is neither demanded nor taken."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed = {question.pk: self._value(question) for question in self.own}
        asked = policies.asked(self.questions, self.told | typed)
        self.said = [self._said(question, typed, question in asked) for question in self.own]
        for question in self.own:
            if question not in asked:
                self.errors.pop(name_of(question.pk), None)
        return cleaned

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.errors:
            self._ask_for_files_again()

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong; also when a service finds it after the form was read."""
        super().add_error(field, error)
        if hasattr(self, "said"):
            self._ask_for_files_again()

    def _ask_for_files_again(self) -> None:
        """Whoever sent a file is told that it has to be chosen again; each is told once."""
        for said in self.said:
            name = name_of(said.question.pk)
            if said.sent and name in self.cleaned_data:
                super().add_error(name, AGAIN % {"file": said.sent.name})

    def _said(self, question: FormQuestion, typed: Mapping[int, Value], is_asked: bool) -> Said:
        sent = self.cleaned_data.get(name_of(question.pk)) if question.kind == Kind.FILE else None
        return Said(question, typed[question.pk], sent) if is_asked else Said(question, "")

    def _value(self, question: FormQuestion) -> Value:
        """The answer in the shape in which it is kept; empty where there is none, or none that fits."""
        name = name_of(question.pk)
        value = self.cleaned_data.get(name)
        if question.kind == Kind.FILE:
            is_gone = self.cleaned_data.get(f"{name}_gone")
            return value.name if value else "" if is_gone else self.told.get(question.pk, "")
        return as_kept(value)


def name_of(number: int | None) -> str:
    """The name of the field for the question with this number."""
    return f"{PREFIX}{number}"


def as_kept(value: Any) -> Value:
    """What a field gave, in the shape in which an answer is kept."""
    if isinstance(value, list):
        return value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def field_of(question: FormQuestion, told: Value | None = None) -> forms.Field:
    """The field for this kind of answer."""
    plain: dict[str, forms.Field] = {
        Kind.LINE: LineInput(max_length=300),
        Kind.PROSE: ProseInput(max_length=3000, widget=forms.Textarea(attrs={"rows": 4})),
        Kind.DATE: forms.DateField(widget=forms.DateInput, error_messages={"invalid": DATE}),
        Kind.FILE: SentInput(
            max_length=255, error_messages=dict.fromkeys(("missing", "invalid", "empty", "max_length"), FILE)
        ),
    }
    if question.kind == Kind.NUMBER:
        # the figures are bounded before they are read: a number of a million digits takes seconds
        wrong = dict.fromkeys(
            ("invalid", "max_digits", "max_decimal_places", "max_whole_digits", "min_value", "max_value"),
            NUMBER,
        )
        # a number input would let go of what it cannot read, without a word
        figures = forms.TextInput(attrs={"inputmode": "decimal"})
        return forms.DecimalField(max_digits=15, decimal_places=4, error_messages=wrong, widget=figures)
    return plain.get(question.kind) or _choices(question, told)


def _choices(question: FormQuestion, told: Value | None) -> forms.Field:
    """The answers to choose from; one that is offered no more stays with whoever chose it."""
    words = [(value, question.shown(value)) for value in question.possible]
    kept = [value for value in ([told] if isinstance(told, str) else told or []) if value]
    gone = [value for value in kept if value not in question.possible]
    words += [(value, _("%(answer)s (no longer offered)") % {"answer": value}) for value in gone]
    if question.kind == Kind.SEVERAL:
        return forms.MultipleChoiceField(choices=words, widget=forms.CheckboxSelectMultiple)
    if len(words) > FEW:
        return forms.ChoiceField(choices=[("", _("Choose one")), *words])
    nothing = [] if question.is_required else [("", _("No answer"))]
    return forms.ChoiceField(choices=[*words, *nothing], widget=forms.RadioSelect, initial="")


def _required(question: FormQuestion) -> str:
    """What to do where an answer is missing; the question's own words lead, for the list of problems."""
    todo = {
        Kind.CHOICE: _("Choose one of the answers."),
        Kind.SEVERAL: _("Choose at least one of the answers."),
        Kind.YES_NO: _("Say yes or no."),
        Kind.FILE: _("Choose a file."),
        Kind.DATE: _("Enter a date."),
        Kind.NUMBER: _("Enter a number."),
    }.get(Kind(question.kind), _("Answer this question."))
    return f"{question.text} {todo}"
