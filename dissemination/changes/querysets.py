"""Sets of questions to delegates whether they are still coming."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from dissemination.events.querysets import TeamScopedQuerySet
from registrations.models import Registration

if TYPE_CHECKING:
    from dissemination.accounts.models import User

PAUSE = timedelta(hours=20)  # before somebody who has not answered is asked again


class StillComingQuerySet(TeamScopedQuerySet):
    """Sets of `StillComing`."""

    EVENT = "registration__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the events that the user organises."""
        return self.for_roles(user, ("organiser",))

    def of(self, event: int) -> Self:
        """Everybody who was asked at this event, with or without a place by now."""
        return self.filter(registration__event=event)

    def answered(self) -> Self:
        """Those who come, and said so."""
        return self._with_place().filter(answered_at__isnull=False)

    def unanswered(self) -> Self:
        """Those who have a place and have not said whether they come."""
        return self._with_place().filter(answered_at=None)

    def to_ask_again(self, at: datetime) -> Self:
        """Those who have not answered, and were asked some time ago."""
        some_time_ago = Q(asked_again_at=None) | Q(asked_again_at__lte=at - PAUSE)
        return self.unanswered().filter(some_time_ago, asked_at__lte=at - PAUSE)

    def _with_place(self) -> Self:
        return self.filter(registration__in=Registration.objects.holding_a_place())


class StillSpeakingQuerySet(TeamScopedQuerySet):
    """Sets of `StillSpeaking`."""

    EVENT = "appearance__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the events that the user organises."""
        return self.for_roles(user, ("organiser",))

    def of(self, event: int) -> Self:
        """Those asked at this event who have their part still, as the day runs."""
        standing = self.filter(appearance__event=event, appearance__replaced_at=None)
        return standing.order_by("appearance__session__starts_at", "pk")
