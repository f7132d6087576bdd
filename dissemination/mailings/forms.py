"""Shape and wording of a mailing as an organiser types it."""

from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.core.forms import LineInput
from dissemination.delegates.filters import Filters
from dissemination.events.forms import LOCAL_TIME
from dissemination.mailings.models import Mailing, PersonalWords, QuietTime
from dissemination.messaging.policies import faults_of_words
from sessions.forms import GroupChoice
from sessions.models import Group, Session

CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
MESSAGES = {
    "subject": {"required": _("Write the subject of the mail.")},
    "body": {"required": _("Write the text of the mail.")},
    "sends_at": {"invalid": _("Enter a day and an hour.")},
    "days_before": {"invalid": _("Enter a number of days, for example 7.")},
    "hour": {"invalid": _("Enter an hour, for example 09:00.")},
}
ASKED_FOR = ("session", "group", "sends_at", "days_before", "hour")


class MailingForm(forms.ModelForm):
    """Audience, words and moment of a mailing."""

    class Meta:
        model = Mailing
        fields = (
            "audience",
            "session",
            "group",
            "filters",
            "subject",
            "body",
            "timing",
            "sends_at",
            "days_before",
            "hour",
        )
        widgets = {
            "body": forms.Textarea(attrs={"rows": 16, "class": "words__body"}),
            "filters": forms.HiddenInput,
            "timing": forms.RadioSelect,
            "sends_at": LOCAL_TIME,
            "hour": CLOCK,
        }
        help_texts = {
            "body": _("An empty line parts paragraphs. A placeholder stands in braces: the list is below."),
            "sends_at": _("On the clocks of the event."),
        }
        error_messages = MESSAGES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.instance.event
        of_event = Session.objects.filter(event=event).exclude(kind=Session.Kind.BREAK)
        self.fields["session"] = _choice(_("Which session"), of_event.order_by("starts_at", "order", "pk"))
        groups = Group.objects.filter(session__event=event).select_related("session")
        self.fields["group"] = _choice(_("Which group"), groups.order_by("session__starts_at", "order", "pk"))
        asked = self.data.get("filters") if self.is_bound else self.instance.filters
        self.fields["audience"].choices = [  # type: ignore[attr-defined]
            choice for choice in Mailing.Audience.choices if asked or choice[0] != Mailing.Audience.LIST
        ]
        self._ask_for()

    def _clean_fields(self) -> None:
        """Session, group and moment are wanted where they are asked for: `clean` knows where that is."""
        for name in ASKED_FOR:
            self.fields[name].required = False
        super()._clean_fields()  # type: ignore[misc]  # not in the stubs
        self._ask_for()

    def _ask_for(self) -> None:
        for name in ASKED_FOR:
            self.fields[name].required = True

    def clean_filters(self) -> str:
        """Only what the list knows: anything else in the address is passed over there, too."""
        asked = dict(parse_qsl(self.cleaned_data["filters"]))
        return Filters(self.instance.event, asked).query().removeprefix("?")

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if "subject" in told and "body" in told:
            words = {"subject": told["subject"], "body": told["body"]}
            for field, faults in faults_of_words(self.instance.letter, **words).items():
                self.add_error(field, faults)
        for name, field, missing in NEEDS:
            if told.get("audience") == name and not told.get(field):
                self.add_error("audience" if self.fields[field].widget.is_hidden else field, missing)
        self._clean_moment(told)
        return told

    def _clean_moment(self, told: dict[str, Any]) -> None:
        if told.get("timing") == Mailing.Timing.AT and not told.get("sends_at"):
            self.add_error("sends_at", MESSAGES["sends_at"]["invalid"])
        if told.get("timing") == Mailing.Timing.BEFORE:
            for field in ("days_before", "hour"):
                if told.get(field) is None:
                    self.add_error(field, MESSAGES[field]["invalid"])


NEEDS = (
    (Mailing.Audience.SESSION, "session", _("Choose the session.")),
    (Mailing.Audience.GROUP, "group", _("Choose the group.")),
    (Mailing.Audience.LIST, "filters", _("Filter the list of delegates, then press “Write to these”.")),
)


def _choice(label: Any, rows: Any) -> forms.ModelChoiceField:
    kind = GroupChoice if rows.model is Group else forms.ModelChoiceField
    return kind(rows, label=label, required=False)


class SendBackForm(forms.Form):
    """Why a publisher does not let a message leave."""

    because = LineInput(
        label=_("What should be put right"), max_length=300, error_messages={"required": _("Say why.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class PersonalForm(forms.ModelForm):
    """What one reader gets instead."""

    may_be_first = True  # two may begin to write to one reader

    class Meta:
        model = PersonalWords
        fields = ("body", "is_left_out")
        widgets = {"body": forms.Textarea(attrs={"rows": 14, "class": "words__body"})}
        help_texts = {"body": _("Empty it, and they get what everybody gets.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = False

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        mailing = self.instance.mailing
        faults = faults_of_words(mailing.letter, subject=mailing.subject, body=body) if body else {}
        if faults:
            raise forms.ValidationError(faults["body"])
        return body


class QuietForm(forms.ModelForm):
    """Days on which nothing leaves, or hours of every day."""

    class Meta:
        model = QuietTime
        fields = ("first_day", "last_day", "begins", "ends", "reason")
        widgets = {"first_day": DAY, "last_day": DAY, "begins": CLOCK, "ends": CLOCK}
