"""Sets of incoming lists."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User

KEPT_FOR = timedelta(hours=1)


class IncomingListQuerySet(TeamScopedQuerySet):
    """Sets of `IncomingList`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the events that the user organises: they hold names and addresses."""
        return self.for_roles(user, ("organiser",))

    def kept(self, at: datetime) -> Self:
        """Those that are not an hour old."""
        return self.filter(sent_at__gt=at - KEPT_FOR)

    def outlived(self, at: datetime) -> Self:
        """Those whose hour is over."""
        return self.filter(sent_at__lte=at - KEPT_FOR)
