"""The topics of a workshop's tables, from which delegates choose in advance."""

from dataclasses import dataclass
from typing import TypedDict

from dissemination.events.models import Event
from dissemination.questionnaires.models import FormQuestion
from registrations.services.workshops import Seats, on_offer
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


class Parts(TypedDict):
    """What a form is given: all questions that stand, and the workshops with topics."""

    questions: list[FormQuestion]
    offers: list[Offer]


def parts_of(event: Event) -> Parts:
    """What the form of this event asks beside what every form asks; costs nothing where that is nothing."""
    if not event.asks_more:
        return {"questions": [], "offers": []}
    return {"questions": list(event.form_questions.standing()), "offers": offers_of(event)}


class AllParts(Parts):
    """What the form is given by which somebody registers: also the seats that not everybody can have."""

    seats: list[Seats]


def all_parts_of(event: Event) -> AllParts:
    """What `parts_of` gives, and what can be chosen only as long as seats last."""
    return {**parts_of(event), "seats": on_offer(event) if event.asks_more else []}


def offers_of(event: Event) -> list[Offer]:
    """The workshops whose tables have two topics or more, in the order of the day."""
    groups = Group.objects.of_event(event.pk).filter(session__kind=Session.Kind.WORKSHOP)
    found: dict[Session, dict[str, None]] = {}
    for group in groups.exclude(topic="").select_related("session"):
        found.setdefault(group.session, {})[group.topic] = None
    return [Offer(session, tuple(topics)) for session, topics in found.items() if len(topics) > 1]
