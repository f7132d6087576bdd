"""Sets of numbers."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User


class NumbersQuerySet(TeamScopedQuerySet):
    """Sets of `Numbers`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Counts without names: whoever may read the set-up, and the welfare role."""
        return self.for_roles(user, ("organiser", "publisher", "analyst", "welfare"))

    def newest_first(self) -> Self:
        """The one that was kept last comes first."""
        return self.order_by("-kept_at", "-pk")
