"""Sets of follow-up items."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User


class FollowUpItemQuerySet(TeamScopedQuerySet):
    """Sets of `FollowUpItem`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The items of the events in which the user may send mail: they show people's names."""
        return self.for_roles(user, ("organiser",))

    def issued(self) -> Self:
        """Those that leave, or have left."""
        return self.exclude(mailing=None).exclude(mailing__state="draft")

    def on_the_move(self) -> Self:
        """Those of which something has still to leave."""
        return self.filter(mailing__state__in=("planned", "sending"))

    def in_order(self) -> Self:
        """By the day on which they are suggested."""
        return self.order_by("due_on", "pk")
