"""Sets of guests."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User


class GuestQuerySet(TeamScopedQuerySet):
    """Sets of `Guest`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The guests of the events that the user organises."""
        return self.for_roles(user, ("organiser",))

    def for_codes(self, codes: Iterable[str]) -> Self:
        """Those whose invitation this browser has opened."""
        return self.filter(code__in=list(codes))
