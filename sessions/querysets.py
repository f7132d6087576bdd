"""Sets of sessions, rooms, questions and groups."""

from datetime import datetime
from typing import Self

from dissemination.events.querysets import TeamScopedQuerySet


class RoomQuerySet(TeamScopedQuerySet):
    """Sets of `Room`."""


class SessionQuerySet(TeamScopedQuerySet):
    """Sets of `Session`."""

    def in_order(self) -> Self:
        """As they happen; at the same time, as the organiser ordered them."""
        return self.order_by("starts_at", "order", "pk")

    def workshops(self) -> Self:
        """Sessions in which groups debate questions, as they happen."""
        return self.filter(kind="workshop").order_by("starts_at", "order", "pk")

    def limited(self) -> Self:
        """Sessions with seats for some, which delegates choose, as they happen."""
        return self.filter(seats__isnull=False).order_by("starts_at", "order", "pk")

    def planned(self) -> Self:
        """Workshops for everybody: the plan gives each delegate a group in each."""
        return self.workshops().filter(seats=None)

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Sessions that run at some moment between these two."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class QuestionQuerySet(TeamScopedQuerySet):
    """Sets of `Question`."""

    EVENT = "session__event"


class PerspectiveQuerySet(TeamScopedQuerySet):
    """Sets of `Perspective`."""

    EVENT = "question__session__event"


class GroupQuerySet(TeamScopedQuerySet):
    """Sets of `Group`."""

    EVENT = "session__event"

    def of_event(self, event_id: int) -> Self:
        """All groups of an event, workshop by workshop, table by table."""
        return self.filter(session__event_id=event_id).order_by(
            "session__starts_at", "session_id", "order", "pk"
        )
