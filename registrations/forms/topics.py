"""Ranked topics of workshops, as fields of a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from registrations.services.topics import Offer, Wishes


class RanksTopics(forms.Form):
    """Puts the choices of topics on a form: up to three of each workshop that offers some."""

    offers: Sequence[Offer] = ()

    def put_topics(self, offers: Sequence[Offer], told: Wishes) -> list[str]:
        """Add the fields, with what was chosen before; returns their names."""
        self.offers, known = offers, dict(told)
        words = (_("First choice"), _("Second choice"), _("Third choice"))
        for offer in offers:
            before = known.get(offer.session.pk, ())
            for rank in offer.ranks:
                self.fields[_name(offer, rank)] = forms.ChoiceField(
                    label=words[rank - 1],
                    required=False,
                    choices=[("", _("No wish")), *((topic, topic) for topic in offer.topics)],
                    initial=before[rank - 1] if rank <= len(before) else "",
                )
        return [_name(offer, rank) for offer in offers for rank in offer.ranks]

    @property
    def offered(self) -> list[tuple[Offer, list[BoundField]]]:
        """Each workshop with its choices."""
        return [(offer, [self[_name(offer, rank)] for rank in offer.ranks]) for offer in self.offers]

    def clean(self) -> dict[str, Any]:
        """Nobody chooses a topic twice."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for offer in self.offers:
            chosen: list[str] = []
            for rank in offer.ranks:
                topic = values.get(_name(offer, rank))
                if topic and topic in chosen:
                    self.add_error(_name(offer, rank), _("Choose each topic once."))
                chosen.append(topic or "")
        return values

    @property
    def wishes(self) -> Wishes:
        """What was chosen in each workshop, from the first choice on; nothing where there is no wish."""
        told = self.cleaned_data
        found = (
            (offer.session.pk, tuple(filter(None, (told.get(_name(offer, rank)) for rank in offer.ranks))))
            for offer in self.offers
        )
        return tuple((number, topics) for number, topics in found if topics)


def _name(offer: Offer, rank: int) -> str:
    return f"topic_{offer.session.pk}_{rank}"
