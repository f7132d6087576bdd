"""Sets of deletions."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User


class DeletionQuerySet(TeamScopedQuerySet):
    """Sets of `Deletion`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """What was deleted, in numbers: whoever may read the set-up."""
        return self.for_roles(user, ("organiser", "publisher", "analyst"))
