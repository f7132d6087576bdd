"""Sets of report editions."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from dissemination.events.querysets import PUBLIC_STATES, TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User

READERS = ("organiser", "publisher", "analyst")


class ReportEditionQuerySet(TeamScopedQuerySet):
    """Sets of `ReportEdition`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The editions, drafts too, of the events in which the user works with the report."""
        return self.for_roles(user, READERS)

    def published(self) -> Self:
        """Editions that any reader may see."""
        return self.filter(state="published", event__state__in=PUBLIC_STATES)

    def drafts(self) -> Self:
        """Editions that are being written."""
        return self.filter(state="draft")

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Published editions, and those that the user's own team is writing."""
        own = self.for_user(user).values("pk")
        return self.filter(Q(pk__in=self.published().values("pk")) | Q(pk__in=own))

    def newest_first(self) -> Self:
        """Published ones first, the newest of each first: the first row is what a reader wants."""
        return self.order_by("-state", "-number")
