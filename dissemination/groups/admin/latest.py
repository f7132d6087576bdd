"""What stands beside the plan: the draft, and the step that can be undone; read along with the event."""

from django.db.models import OuterRef, Subquery

from dissemination.events.models import Event
from dissemination.events.querysets import EventQuerySet
from dissemination.groups.models import Draft, Step


def with_latest(events: EventQuerySet) -> EventQuerySet:
    """The events, each with its draft, the seats in it left out, and the verb of the last standing step."""
    steps = Step.objects.filter(event=OuterRef("pk")).standing().reverse()
    told = events.select_related("group_draft").defer("group_draft__seats", "group_draft__counts")
    return told.annotate(last_verb=Subquery(steps.values("verb")[:1]))


def latest(event: Event) -> tuple[Draft | None, str]:
    """The draft, and what was done last, in words; asked anew where the event was read without them."""
    found = event if hasattr(event, "last_verb") else with_latest(Event.objects.filter(pk=event.pk)).get()
    verb = vars(found)["last_verb"]
    return getattr(found, "group_draft", None), str(Step.Verb(verb).label) if verb else ""
