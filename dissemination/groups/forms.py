"""The shape of what an organiser asks for on the pages of groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.events.models import Event
from registrations.models import GroupPlace, KeepRule
from sessions.models import Group, Session


class SeatField(forms.RegexField):
    """Somebody, and the table where the page showed them (0: none), so that nobody is moved twice unseen."""

    default_error_messages = {"invalid": _("Choose somebody in the list."), "required": _("Choose who.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"\A\d{1,18}:\d{1,18}\Z", **kwargs)

    def clean(self, value: Any) -> tuple[int, int]:
        """The number of the registration, and that of the table."""
        number, was = super().clean(value).split(":")
        return int(number), int(was)


class MoveForm(forms.Form):
    """Who moves in a workshop, and to which table; or with whom they change places."""

    who = SeatField(label=_("Who"))
    other = forms.IntegerField(label=_("With whom"), required=False, min_value=1, max_value=10**18)

    def __init__(self, *args: Any, workshop: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event, groups = workshop.event, workshop.groups.select_related("session")
        self.fields["group"] = forms.ModelChoiceField(groups, label=_("Where to"))

    def clean(self) -> dict[str, Any]:
        """The people are of this event; `registration` and `other` are theirs, `was` the table."""
        values = super().clean() or {}
        number, values["was"] = values.pop("who", (0, 0))
        numbers = {"who": number, "other": values.get("other")}
        known = self.event.registrations.select_related("event").in_bulk(filter(None, numbers.values()))
        for name, one in numbers.items():
            if one and one not in known:
                self.add_error(name, _("Choose somebody in the list."))
        return values | {"registration": known.get(number), "other": known.get(numbers["other"] or 0)}


class SeenForm(forms.Form):
    """What the page showed: the last step, and the draft. A page that says nothing has seen all there is.

    `although` is how many broken rules are published all the same; none where nothing was ticked.
    """

    step = forms.IntegerField(required=False, min_value=0, max_value=10**18)
    although = forms.IntegerField(required=False, min_value=0, max_value=10**18)
    draft = forms.IntegerField(required=False, min_value=0, max_value=10**18)


class PinForm(forms.Form):
    """Whose seat in a workshop it is about."""

    who = SeatField(label=_("Who"))

    def __init__(self, *args: Any, workshop: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workshop = workshop

    def clean(self) -> dict[str, Any]:
        """The seat, where the person still has one, and the table where the page showed them."""
        told = (super().clean() or {}).get("who")
        seats = GroupPlace.objects.filter(session=self.workshop).select_related(
            "registration__event", "group"
        )
        place = seats.filter(registration=told[0]).first() if told else None
        if told and place is None:
            self.add_error("who", _("This person has no seat here. Seat them at a table first."))
        return {"place": place, "was": told[1] if told else None}


class TableForm(forms.Form):
    """What a table of the workshop offers, and who looks after it, by name; `stood` is what its card said."""

    stood = forms.CharField(max_length=64, required=False)
    facilitator = forms.CharField(label=_("Facilitator"), max_length=200, required=False)
    scribe = forms.CharField(label=_("Scribe"), max_length=200, required=False)
    features = forms.MultipleChoiceField(label=_("What it offers"), choices=Group.Feature, required=False)

    def __init__(self, *args: Any, workshop: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = workshop.groups.select_related("session__event")
        self.fields["group"] = forms.ModelChoiceField(tables, label=_("Table"))


class KeepForm(forms.Form):
    """Two people who take part, and whether they are to sit together or apart."""

    kind = forms.ChoiceField(label=_("How"), choices=KeepRule.Kind)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = event.registrations.expected_or_here().select_related("event").order_by("name", "pk")
        self.fields["one"] = forms.ModelChoiceField(people, label=_("Who"))
        self.fields["other"] = forms.ModelChoiceField(people, label=_("And who"))


class LetGoForm(forms.Form):
    """Which rule about two people goes; of this event."""

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = event.keep_rules.select_related("event", "one", "other")
        self.fields["rule"] = forms.ModelChoiceField(rules, label=_("Which"))


class TablesForm(forms.Form):
    """How many more tables a workshop gets, and how many people each takes."""

    count = forms.IntegerField(label=_("How many tables"), min_value=1, max_value=100)
    min_size = forms.IntegerField(label=_("Fewest people at each"), min_value=0, max_value=100)
    max_size = forms.IntegerField(label=_("Most people at each"), min_value=1, max_value=100)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workshops = event.sessions.workshops().select_related("event")
        self.fields["session"] = forms.ModelChoiceField(workshops, label=_("Workshop"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("min_size", 0) > values.get("max_size", 100):
            self.add_error("max_size", _("Enter at least the fewest."))
        return values
