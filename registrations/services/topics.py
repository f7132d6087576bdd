"""The topics of a workshop's tables, from which delegates choose in advance."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from dissemination.events.models import Event
from sessions.models import Group, Session

MOST_CHOICES = 3
# By the number of a workshop: its topics, from the first choice on.
Wishes = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A workshop in which there is something to choose."""

    session: Session
    topics: tuple[str, ...]

    @property
    def ranks(self) -> range:
        """How many choices are asked for, counted from 1."""
        return range(1, 1 + min(MOST_CHOICES, len(self.topics)))


def with_offer(events: QuerySet[Event]) -> QuerySet[Event]:
    """The events, each with whether there may be topics to choose from; costs no query of its own."""
    groups = Group.objects.filter(session__event=OuterRef("pk")).exclude(topic="")
    return events.annotate(has_topics=Exists(groups))


def offers_of(event: Event) -> list[Offer]:
    """The workshops whose tables have two topics or more, in the order of the day.

    An event that was found `with_offer` and has none is not asked about again.
    """
    if not getattr(event, "has_topics", True):
        return []
    groups = Group.objects.of_event(event.pk).filter(session__kind=Session.Kind.WORKSHOP)
    found: dict[Session, dict[str, None]] = {}
    for group in groups.exclude(topic="").select_related("session"):
        found.setdefault(group.session, {})[group.topic] = None
    return [Offer(session, tuple(topics)) for session, topics in found.items() if len(topics) > 1]
