"""The form by which somebody takes part, and the one that changes their answers."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.core.forms import AddressInput, Compared, LineInput
from dissemination.events.models import Event, Sector
from dissemination.questionnaires.forms import AsksQuestions
from registrations.forms.topics import RanksTopics
from registrations.forms.workshops import SeatsField
from registrations.models import Diet, Registration
from registrations.services import Details
from registrations.services.details import CHOSEN
from registrations.services.topics import Offer, Wishes
from registrations.services.workshops import Seats
from sessions.models import Group

_SECTORS = [("", _("Choose a sector")), *Sector.choices]
_MODES = [
    (Registration.Mode.IN_PERSON, _("In the room")),
    (Registration.Mode.ONLINE, _("Online")),
]
_PHOTOGRAPH = [
    (Registration.Photograph.YES, _("Yes, photographs with me in them may be published")),
    (Registration.Photograph.NO, _("No")),
]
_LISTING = [
    (Registration.Listing.NOBODY, _("Nobody but the event's team")),
    (Registration.Listing.PARTICIPANTS, _("The people at this event")),
    (Registration.Listing.PUBLIC, _("Everybody, on the event's page")),
]
_SEATS = _("Where you would like a seat")
WHILE_THEY_LAST = _(
    "Not everybody fits in here. If you have to wait for a place at the event, the seat comes with it, "
    "as long as one is left then."
)
STALE = dict.fromkeys(("required", "invalid"), _("Open this page again, then fill in the form once more."))


def only_mode(event: Event) -> str:
    """How people take part where there is nothing to choose."""
    is_online = event.mode == Event.Mode.ONLINE
    return Registration.Mode.ONLINE if is_online else Registration.Mode.IN_PERSON


class AnswersForm(RanksTopics, AsksQuestions):
    """What a delegate may tell about themselves at any time.

    `questions` are the organiser's own; `offers` are the workshops in which a topic can be chosen.
    """

    name = LineInput(
        label=_("Your full name"),
        max_length=200,
        help_text=_("As you would like it on your badge."),
        error_messages={"required": _("Enter your name.")},
    )
    job_title = LineInput(label=_("Job title"), max_length=200, required=False)
    organisation = LineInput(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Its full name or the short one. Type a new one if it is not in the list."),
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=_SECTORS,
        help_text=_("We mix sectors in the workshop groups."),
        error_messages={"required": _("Choose a sector.")},
    )
    kind = forms.ChoiceField(
        label=_("Your part in the project"),
        choices=Registration.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say which of the two fits you.")},
    )
    mode = forms.ChoiceField(
        label=_("How will you take part?"),
        choices=_MODES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how you will take part.")},
    )
    diets = forms.MultipleChoiceField(
        label=_("What you eat"),
        choices=Diet.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave all empty if you eat everything."),
    )
    dietary = LineInput(label=_("Anything else about food"), max_length=300, required=False)
    severe_allergy = LineInput(
        label=_("Severe allergy"),
        max_length=200,
        required=False,
        help_text=_("The person responsible for welfare on the day sees this with your name."),
    )
    features = forms.MultipleChoiceField(
        label=_("At your table you need"),
        choices=Group.Feature.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    access = LineInput(label=_("Anything else that helps you take part"), max_length=500, required=False)
    listing = forms.ChoiceField(
        label=_("Who may see your name in the list of people taking part?"),
        choices=_LISTING,
        initial=Registration.Listing.NOBODY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who may see your name.")},
    )
    photograph = forms.ChoiceField(
        label=_("May you be photographed?"),
        choices=_PHOTOGRAPH,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no to photographs.")},
    )
    news = forms.BooleanField(
        label=_("Send me news of the project by e-mail, for example calls for stories"), required=False
    )

    def __init__(
        self, *args: Any, event: Event, offers: Sequence[Offer] = (), wishes: Wishes = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.label_suffix = ""
        if event.mode != Event.Mode.BOTH:
            del self.fields["mode"]
        own = [*self.names_of_own, *self.put_topics(offers, wishes)]
        names = list(self.fields)
        self.order_fields([*names[: names.index("diets")], *own, *names])

    @property
    def mode_unasked(self) -> str:
        """How somebody takes part whom the form does not ask."""
        return only_mode(self.event)

    def _told(self) -> dict[str, Any]:
        """The answers, ready for `Details`."""
        told = {name: value for name, value in self.cleaned_data.items() if name in Details.__slots__}
        told.setdefault("mode", self.mode_unasked)
        return told | {name: tuple(told[name]) for name in CHOSEN} | {"topics": self.wishes}


class RegisterForm(AnswersForm):
    """Taking part, without an account. The hidden key makes the same form sent twice one registration.

    `seats` are those of the sessions that have them for some.
    """

    email = AddressInput(
        label=_("E-mail address"),
        help_text=_("Your calendar invitation and your link go there."),
        error_messages={
            "required": _("Enter your e-mail address, or that of somebody who receives your mail.")
        },
    )
    contact_email = AddressInput(
        label=_("Or: the address of somebody else who receives my mail"),
        required=False,
        help_text=_("An assistant or a carer, say. Leave your own address empty then."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, error_messages=STALE)
    statement_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)

    field_order = ("name", "email", "contact_email", "job_title", "organisation", "sector", "kind", "mode")

    def __init__(self, *args: Any, event: Event, seats: Sequence[Seats] = (), **kwargs: Any) -> None:
        fresh = {"form_key": uuid.uuid4(), "statement_version": event.statement_version}
        kwargs["initial"] = fresh | kwargs.get("initial", {})
        super().__init__(*args, event=event, **kwargs)
        self.fields["email"].required = not self.data.get("contact_email")
        if seats:
            self.fields["seats"] = SeatsField(seats, label=_SEATS, help_text=WHILE_THEY_LAST)

    def clean_statement_version(self) -> int:
        """What the person agreed to is the text that stands now."""
        version: int = self.cleaned_data["statement_version"]
        if version != self.event.statement_version:
            raise forms.ValidationError(
                _("The text about your data has changed. Read it, then send the form again.")
            )
        return version

    @property
    def details(self) -> Details:
        """The answers of a form that is valid."""
        return Details(**self._told())

    @property
    def chosen_seats(self) -> tuple[int, ...]:
        """The sessions in which a seat is asked for, by a form that is valid."""
        return tuple(self.cleaned_data.get("seats", ()))

    @property
    def sent(self) -> dict[str, Any]:
        """What a valid form says beside the details, as the services take it."""
        return {"form_key": self.cleaned_data["form_key"], "said": self.said, "seats": self.chosen_seats}


class ChangeForm(Compared, AnswersForm):
    """New answers. The address stays: it is what the place goes by.

    `stood` is what the page said when it was opened: what somebody else has changed since is not undone.
    """

    def __init__(
        self,
        *args: Any,
        event: Event,
        known: Details,
        stood: Mapping[str, Mapping[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        self.stood = stood or {}
        kwargs["initial"] = {name: getattr(known, name) for name in Details.__slots__}
        super().__init__(*args, event=event, wishes=known.topics, **kwargs)
        self.known = known

    @property
    def mode_unasked(self) -> str:
        """Their own: the event may have changed since, and nobody moves by changing a job title."""
        return self.known.mode

    @property
    def details(self) -> Details:
        """The answers of a form that is valid, with the addresses as they were."""
        return Details(**self._told(), email=self.known.email, contact_email=self.known.contact_email)


class MoreForm(AsksQuestions):
    """The organiser's questions that are asked later, of those who have a place."""

    is_later = True


class HandOverForm(forms.Form):
    """Which colleague comes instead."""

    name = LineInput(
        label=_("Your colleague’s full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter your colleague’s name.")},
    )
    email = AddressInput(
        label=_("Your colleague’s e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("The confirmation, the calendar invitation and a link of their own go there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class AddressForm(forms.Form):
    """The address to which a lost link is sent again."""

    email = AddressInput(label=_("E-mail address"), help_text=_("The one you registered with."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
