"""Sets of speakers, appearances and materials."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User


class SpeakerQuerySet(models.QuerySet):
    """Sets of `Speaker`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The speakers of the user's projects: those who speak at an event of the user's teams."""
        if user.is_superuser:
            return self
        pk = user.pk or 0
        mine = models.Q(project__events__team__user_id=pk) | models.Q(project__made_by_id=pk)
        return self.filter(mine).distinct()


class AppearanceQuerySet(TeamScopedQuerySet):
    """Sets of `Appearance`."""

    def standing(self) -> Self:
        """Those that take place: not replaced by somebody else."""
        return self.filter(replaced_at=None)

    def in_order(self) -> Self:
        """In speaking order."""
        return self.order_by("session__starts_at", "session__order", "order", "pk")

    def on_the_programme(self) -> Self:
        """Chairs and speakers that take place, in speaking order."""
        return self.standing().filter(role__in=("chair", "speaker")).in_order()

    def for_codes(self, codes: Iterable[str]) -> Self:
        """Those whose link this browser has opened."""
        return self.filter(code__in=list(codes))


class MaterialQuerySet(TeamScopedQuerySet):
    """Sets of `Material`."""

    EVENT = "appearance__event"

    def released(self) -> Self:
        """Materials that may be read by somebody outside the team."""
        return self.filter(state="released")

    def public(self) -> Self:
        """Released to everybody."""
        return self.released().filter(release="public")


class MaterialVersionQuerySet(TeamScopedQuerySet):
    """Sets of `MaterialVersion`."""

    EVENT = "material__appearance__event"
