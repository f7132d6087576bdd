"""Sets of story leads, case studies and clearances."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User


class StoryLeadQuerySet(TeamScopedQuerySet):
    """Sets of `StoryLead`."""

    EVENT = "project__events"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The leads of the projects in which the user works on stories: they hold names and addresses."""
        return self.for_roles(user, ("organiser",))

    def for_codes(self, codes: Iterable[str]) -> Self:
        """Those whose link this browser has opened."""
        return self.filter(code__in=list(codes))

    def sent_by(self, email: str, origin: str, *, since: datetime) -> Self:
        """Those that came from this e-mail address or this computer since then."""
        return self.filter(Q(email=email) | Q(origin=origin), received_at__gte=since)

    def in_order(self) -> Self:
        """The newest first."""
        return self.order_by("-received_at", "-pk")


class CaseStudyQuerySet(TeamScopedQuerySet):
    """Sets of `CaseStudy`."""

    EVENT = "project__events"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The case studies of the projects in which the user works with stories."""
        return self.for_roles(user, ("organiser", "publisher", "analyst"))

    def published(self) -> Self:
        """Those that any reader may read, the newest first."""
        return self.filter(published_at__isnull=False, withdrawn_at=None).order_by("-published_at", "-pk")

    def once_published(self) -> Self:
        """Those that readers have seen: published, or withdrawn since."""
        return self.filter(published_at__isnull=False)


class ClearanceQuerySet(TeamScopedQuerySet):
    """Sets of `Clearance`."""

    EVENT = "case_study__project__events"

    def of_text(self, version_hash: str) -> Self:
        """Those given to exactly this text."""
        return self.filter(version_hash=version_hash)
