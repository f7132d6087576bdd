"""Sets of capture policies, group sheets and points."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User

READERS = ("organiser", "publisher", "analyst")
NEAR = timedelta(days=14)
DONE = ("submitted", "closed")


class CapturePolicyQuerySet(TeamScopedQuerySet):
    """Sets of `CapturePolicy`."""

    EVENT = "session__event"

    def for_user(self, user: "User | AnonymousUser") -> "CapturePolicyQuerySet":
        """The rules of the workshops whose points the user reads."""
        return self.for_roles(user, READERS)


class GroupSheetQuerySet(TeamScopedQuerySet):
    """Sets of `GroupSheet`."""

    EVENT = "group__session__event"

    def for_user(self, user: "User | AnonymousUser") -> "GroupSheetQuerySet":
        """The sheets of the events in which the user reads what groups said."""
        return self.for_roles(user, READERS)

    def for_codes(self, codes: Iterable[str]) -> "GroupSheetQuerySet":
        """Those whose link this browser has opened."""
        return self.filter(code__in=list(codes))

    def in_use(self, at: datetime) -> "GroupSheetQuerySet":
        """Those of workshops that are near: what is typed by hand opens no other."""
        starts_at = "group__session__starts_at"
        return self.filter(**{f"{starts_at}__gt": at - NEAR, f"{starts_at}__lt": at + NEAR})

    def of_event(self, event_id: int) -> "GroupSheetQuerySet":
        """All sheets of an event, workshop by workshop, table by table."""
        return self.filter(group__session__event_id=event_id).order_by(
            "group__session__starts_at", "group__session_id", "group__order", "group_id"
        )

    def gathered(self) -> "GroupSheetQuerySet":
        """Handed in by the group."""
        return self.filter(state__in=DONE)

    def with_counts(self) -> "GroupSheetQuerySet":
        """Each with `point_count`, the number of its points."""
        return self.annotate(point_count=Count("points"))


class PointQuerySet(TeamScopedQuerySet):
    """Sets of `Point`."""

    EVENT = "sheet__group__session__event"

    def for_user(self, user: "User | AnonymousUser") -> "PointQuerySet":
        """The points of the events in which the user reads what groups said."""
        return self.for_roles(user, READERS)

    def of_event(self, event_id: int) -> "PointQuerySet":
        """All points of an event, question by question, in the order in which they were made."""
        return self.filter(sheet__group__session__event_id=event_id).order_by(
            "question__session__starts_at", "question__order", "sheet__group__order", "captured_at", "pk"
        )

    def unplaced(self) -> "PointQuerySet":
        """Neither placed nor set aside."""
        return self.filter(state="captured")

    def in_play(self) -> "PointQuerySet":
        """Not set aside."""
        return self.exclude(state="set_aside")

    def of_the_group(self) -> "PointQuerySet":
        """What groups said together, single delegates' own comments left out."""
        return self.filter(is_individual=False)


class PointRevisionQuerySet(TeamScopedQuerySet):
    """Sets of `PointRevision`."""

    EVENT = "point__sheet__group__session__event"

    def for_user(self, user: "User | AnonymousUser") -> "PointRevisionQuerySet":
        """Earlier wordings of the points that the user reads."""
        return self.for_roles(user, READERS)
