"""Which of the sessions with limited seats a delegate takes part in."""

from typing import Any, cast

from django import forms
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations.models import Registration
from sessions.models import Session


class _Sessions(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """“Site visit, 14:00 to 15:00: 3 seats left”."""
        starts, ends = (obj.event.local(moment) for moment in (obj.starts_at, obj.ends_at))
        left = max(0, obj.seats - obj.seats_taken)
        seats = ngettext("%(left)s seat left", "%(left)s seats left", left) % {"left": left}
        told = {"title": obj.title, "from": f"{starts:%H:%M}", "until": f"{ends:%H:%M}", "seats": seats}
        return _("%(title)s, %(from)s to %(until)s: %(seats)s") % told


class WorkshopsForm(forms.Form):
    """The choice as it stands, to be changed while seats last."""

    sessions = _Sessions(
        Session.objects.none(),
        label=gettext_lazy("Where you take part"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        chosen = registration.workshop_seats.values_list("session_id", flat=True)
        kwargs["initial"] = {"sessions": list(chosen)}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        limited = registration.event.sessions.limited().select_related("event")
        choices = cast(forms.ModelMultipleChoiceField, self.fields["sessions"])
        choices.queryset = limited.annotate(seats_taken=Count("workshop_seats"))
