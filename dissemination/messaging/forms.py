"""Shape of a mail's words as an organiser types them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.core.forms import LineInput, ProseInput, digest
from dissemination.messaging import policies


class WordsForm(forms.Form):
    """Subject and text of one kind of mail; each wrong placeholder is named at its field."""

    subject = LineInput(
        label=_("Subject"), max_length=200, error_messages={"required": _("Write the subject of the mail.")}
    )
    body = ProseInput(
        label=_("Text"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 22, "class": "words__body", "spellcheck": "true"}),
        help_text=_(
            "An empty line parts paragraphs. “# ” begins a heading, “- ” an item of a list. "
            "A button stands in a line of its own. What is empty for a reader leaves no trace."
        ),
        error_messages={"required": _("Write the text of the mail.")},
    )
    reader = forms.ChoiceField(
        label=_("Look at it as"),
        choices=[("usual", _("a usual reader")), ("worst", _("the longest name, and what may be empty is"))],
        required=False,
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        self.stood = digest((self.initial["subject"], self.initial["body"]))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if "subject" in told and "body" in told:
            faults = policies.faults_of_words(self.name, subject=told["subject"], body=told["body"])
            for field, words in faults.items():
                self.add_error(field, words)
        return told
