"""What stands beside the plan: the draft, and the step that can be undone; read along with the event."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from dissemination.events.models import Event
from dissemination.events.querysets import EventQuerySet
from dissemination.groups.models import Draft, Step


class Latest(NamedTuple):
    """The draft; of the last standing step the number, 0 for none, what it was in words, and when."""

    draft: Draft | None
    step: int
    verb: str
    at: datetime | None


def with_latest(events: EventQuerySet) -> EventQuerySet:
    """The events, each with its draft (its seats left out), and number and verb of the last standing step."""
    steps = Step.objects.filter(event=OuterRef("pk")).standing().reverse()
    told = events.select_related("group_draft").defer("group_draft__seats", "group_draft__counts")
    number, verb, at = (Subquery(steps.values(name)[:1]) for name in ("pk", "verb", "done_at"))
    return told.annotate(last_pk=number, last_verb=verb, last_at=at)


def latest(event: Event) -> Latest:
    """What stands beside the plan; asked anew where the event was read without it."""
    found = event if hasattr(event, "last_verb") else with_latest(Event.objects.filter(pk=event.pk)).get()
    number, verb = vars(found)["last_pk"] or 0, vars(found)["last_verb"]
    said, at = str(Step.Verb(verb).label) if verb else "", vars(found)["last_at"]
    return Latest(getattr(found, "group_draft", None), number, said, at)
