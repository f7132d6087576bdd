"""What the columns of an incoming list can be, and how its rows are brought in."""

from django import forms
from django.utils.translation import gettext_lazy

from dissemination.delegates.record import LABELS
from dissemination.events.models import Event
from dissemination.questionnaires.models import FormQuestion
from registrations.forms.lists import RowsForm

QUESTION = "answer_"


def targets_of(event: Event) -> dict[str, str]:
    """What a column can be: fields of a registration, and the event's own questions but for files."""
    asked = event.form_questions.standing().exclude(kind=FormQuestion.Kind.FILE)
    own = {f"{QUESTION}{number}": text for number, text in asked.values_list("pk", "text")}
    return {name: str(label) for name, label in LABELS.items()} | own


class BringForm(RowsForm):
    """How the rows come in, and whether people hear of it."""

    mail = forms.ChoiceField(
        label=gettext_lazy("Do people get a mail?"),
        choices=[
            ("yes", gettext_lazy("Yes: the confirmation with the calendar invitation, or what has changed")),
            ("no", gettext_lazy("No: nobody hears of it now")),
        ],
        help_text=gettext_lazy(
            "Without a mail nothing is in their calendars. Later they still get what you send to everybody "
            "with a place, and hear when their place or the event is cancelled. If the event moves, write to "
            "them yourself: only calendars that have its entry are moved."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether people get a mail.")},
    )

    @property
    def is_told(self) -> bool:
        """People get their mail."""
        return bool(self.cleaned_data["mail"] == "yes")
