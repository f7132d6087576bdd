"""Sets of incoming lists."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User

KEPT_FOR = timedelta(hours=1)
AT_MOST = timedelta(days=1)  # where no worker has come to bring it in
SILENCE = timedelta(seconds=60)  # without a sign of work, a worker has died over a list
_OPEN = Q(asked_at__isnull=False, ended_at=None)


class IncomingListQuerySet(TeamScopedQuerySet):
    """Sets of `IncomingList`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the events that the user organises: they hold names and addresses."""
        return self.for_roles(user, ("organiser",))

    def kept(self, at: datetime) -> Self:
        """Those that are not an hour old, or that are being brought in."""
        return self.filter(Q(sent_at__gt=at - KEPT_FOR) | _OPEN)

    def outlived(self, at: datetime) -> Self:
        """Those whose hour is over, but for those that are being brought in."""
        return self.filter(Q(sent_at__lte=at - KEPT_FOR) & ~_OPEN | Q(sent_at__lte=at - AT_MOST))

    def to_be_brought_in(self, at: datetime) -> Self:
        """Those that wait for the worker, and those over which one has died, the oldest first."""
        is_free = Q(seen_at=None) | Q(seen_at__lt=at - SILENCE)
        return self.filter(_OPEN, is_free).order_by("asked_at", "pk")
