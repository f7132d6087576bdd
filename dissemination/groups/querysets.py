"""Sets of steps and of drafts."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User

SILENCE = timedelta(seconds=60)  # without a sign of work, a worker has died over a draft


class StepQuerySet(TeamScopedQuerySet):
    """Sets of `Step`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """What was done at the events that the user organises."""
        return self.for_roles(user, ("organiser",))

    def standing(self) -> Self:
        """Those that have not been undone, the last one last."""
        return self.filter(undone_at=None).order_by("pk")


class DraftQuerySet(TeamScopedQuerySet):
    """Sets of `Draft`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Drafts of the events that the user organises."""
        return self.for_roles(user, ("organiser",))

    def to_be_worked_on(self, at: datetime) -> Self:
        """Those that wait, and those over which a worker has died, the oldest first."""
        is_orphaned = Q(state="working", seen_at__lt=at - SILENCE)
        return self.filter(Q(state="asked") | is_orphaned).order_by("asked_at", "pk")
