"""From the record as it is kept (keys, ISO days) to what a reader reads."""

from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.events.models import Event, Sector
from dissemination.outcomes.models import Commitment, Outcome
from registrations.models import Registration

register = template.Library()

LABELS: dict[str, dict[str, Any]] = {
    "sector": dict(Sector.choices),
    "kind": dict(Event.Kind.choices),
    "part": {
        Registration.Kind.KEY: gettext_lazy("Key to the project"),
        Registration.Kind.NEWCOMER: gettext_lazy("Interested newcomers"),
    },
    "agreement": dict(Outcome.Agreement.choices),
    "outcome": dict(Outcome.Kind.choices),
    "commitment": dict(Commitment.State.choices),
}


@register.filter
def day(written: str) -> date | None:
    """The day of an ISO date, None for nothing."""
    return date.fromisoformat(written) if written else None


@register.filter
def label(key: str, family: str) -> str:
    """The words for a key: `{{ "local"|label:"sector" }}`; an old key that no longer exists stands itself."""
    return str(LABELS[family].get(key, key))


@register.filter
def bars(counts: list[list[Any]], family: str) -> list[tuple[str, int, str]]:
    """Rows for `bar_chart` from (key, number) pairs."""
    return [(label(key, family), number, key) for key, number in counts]


@register.filter
def organisation(who: dict[str, Any]) -> str:
    """“Department for Work and Pensions (DWP)”; the name alone without a short form, nothing without both."""
    name, short = who["organisation"], who["short_name"]
    return f"{name} ({short})" if short and short != name else str(name)


@register.filter
def raised(support: dict[str, int] | None) -> str:
    """“Raised by 5 of 7 groups”; under a rule that hides small numbers, how many it is fewer than."""
    if not support:
        return ""
    if support["fewer_than"]:
        return _("Raised by fewer than %(fewer_than)s of %(of)s groups") % support
    return _("Raised by %(by)s of %(of)s groups") % support


@register.filter
def story_address(slug: str) -> str:
    """The whole address, as it stands on paper, where a story is told."""
    return f"{settings.SITE_URL}{reverse('stories:tell_event', args=[slug])}"
