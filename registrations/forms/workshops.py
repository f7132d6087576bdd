"""Which of the sessions with limited seats a delegate takes part in."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations.models import Registration
from registrations.services.workshops import Seats


class _Choices(forms.CheckboxSelectMultiple):
    """What is full can be seen, and not chosen."""

    full: Collection[int] = ()

    def create_option(
        self, name: str, value: Any, label: Any, selected: bool, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, label, selected, *args, **kwargs)
        if value in self.full:
            option["attrs"]["disabled"], option["selected"] = True, False
        return option


class SeatsField(forms.TypedMultipleChoiceField):
    """The sessions with seats for some, each with how many are left; those `held` can be kept."""

    def __init__(self, offered: Sequence[Seats], *, held: Collection[int] = (), **kwargs: Any) -> None:
        widget = _Choices()
        widget.full = {each.session.pk for each in offered if each.left <= 0 and each.session.pk not in held}
        choices = [(each.session.pk, _told(each)) for each in offered]
        super().__init__(coerce=int, choices=choices, widget=widget, required=False, **kwargs)


class WorkshopsForm(forms.Form):
    """The choice as it stands, to be changed while seats last."""

    def __init__(self, data: Any = None, *, offered: Sequence[Seats], held: Collection[int]) -> None:
        super().__init__(data, initial={"sessions": list(held)})
        self.label_suffix = ""
        self.fields["sessions"] = SeatsField(offered, held=held, label=gettext_lazy("Where you take part"))


class DiaryForm(forms.Form):
    """How the delegate's diary holds the event."""

    diary = forms.ChoiceField(
        label=gettext_lazy("What your invitations are"),
        choices=Registration.Diary.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one of the two."),
            "invalid_choice": gettext_lazy("Choose one of the two."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


def _told(seats: Seats) -> str:
    """“Site visit (14:00–15:00): 3 seats left”."""
    session = seats.session
    hours = session.event.hours(session.starts_at, session.ends_at)
    told = {"title": session.title, "hours": hours, "seats": _left(seats.left)}
    return _("%(title)s (%(hours)s): %(seats)s") % told


def _left(number: int) -> str:
    if number <= 0:
        return _("every seat is taken")
    return ngettext("%(left)s seat left", "%(left)s seats left", number) % {"left": number}
