"""The shape of what an organiser asks for on the groups' page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dissemination.events.models import Event
from registrations.models import GroupPlace, KeepRule
from sessions.models import Group


class PinForm(forms.Form):
    """Whose seat it is about; of this event."""

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = GroupPlace.objects.filter(registration__event=event)
        rows = seats.select_related("registration__event", "group")
        self.fields["place"] = forms.ModelChoiceField(rows, label=_("who"))


class MoveForm(PinForm):
    """Who moves, and to which table."""

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, event=event, **kwargs)
        self.fields["group"] = forms.ModelChoiceField(Group.objects.of_event(event.pk), label=_("where to"))


class KeepForm(forms.Form):
    """Two people who take part, and whether they are to sit together or apart."""

    kind = forms.ChoiceField(label=_("how"), choices=KeepRule.Kind)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = event.registrations.expected_or_here().select_related("event").order_by("name", "pk")
        self.fields["one"] = forms.ModelChoiceField(people, label=_("who"))
        self.fields["other"] = forms.ModelChoiceField(people, label=_("and who"))


class LetGoForm(forms.Form):
    """Which rule about two people goes; of this event."""

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = event.keep_rules.select_related("event", "one", "other")
        self.fields["rule"] = forms.ModelChoiceField(rules, label=_("which"))


class TablesForm(forms.Form):
    """How many more tables a workshop gets, and how many people each takes."""

    count = forms.IntegerField(label=_("how many tables"), min_value=1, max_value=100)
    min_size = forms.IntegerField(label=_("fewest people at each"), min_value=0, max_value=100)
    max_size = forms.IntegerField(label=_("most people at each"), min_value=1, max_value=100)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workshops = event.sessions.planned().select_related("event")
        self.fields["session"] = forms.ModelChoiceField(workshops, label=_("workshop"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("min_size", 0) > values.get("max_size", 100):
            self.add_error("max_size", _("Enter at least the fewest."))
        return values
