"""Sets of registrations and of places in groups."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User

PLACED_STATES = ("confirmed", "attended", "absent")
LIVE_STATES = ("waiting", "offered", "pending", *PLACED_STATES)
NAMED_ROLES = ("organiser", "desk")


class RegistrationQuerySet(TeamScopedQuerySet):
    """Sets of `Registration`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The people of the events in which the user may know names: organisers and the desk."""
        return self.for_roles(user, NAMED_ROLES)

    def for_codes(self, codes: Iterable[str]) -> Self:
        """Those whose link this browser has opened."""
        return self.filter(code__in=list(codes))

    def of_person(self, user: "User | AnonymousUser") -> Self:
        """The user's own, at any event."""
        return self.filter(person__user_id=user.pk or 0)

    def live(self) -> Self:
        """Neither cancelled nor handed over."""
        return self.filter(state__in=LIVE_STATES)

    def holding_a_place(self) -> Self:
        """Confirmed, attended or absent."""
        return self.filter(state__in=PLACED_STATES)

    def waiting(self) -> Self:
        """On the waiting list, in order of arrival."""
        return self.filter(state="waiting").order_by("registered_at", "pk")

    def expected_or_here(self) -> Self:
        """Who takes part as far as is known now: confirmed and not absent, or attended."""
        return self.filter(state__in=("confirmed", "attended"))

    def attended(self) -> Self:
        """Those who came."""
        return self.filter(state="attended")

    def absent(self) -> Self:
        """Those who had a place and did not come."""
        return self.filter(state="absent")


class NeedQuerySet(TeamScopedQuerySet):
    """Sets of `Need`."""

    EVENT = "registration__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Dietary and access needs are read by organisers and the welfare role only."""
        return self.for_roles(user, ("organiser", "welfare"))


class GroupPlaceQuerySet(TeamScopedQuerySet):
    """Sets of `GroupPlace`."""

    EVENT = "registration__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Places of people whose names the user may know."""
        return self.for_roles(user, NAMED_ROLES)

    def told(self) -> Self:
        """Places that have been published."""
        return self.exclude(told_group=None)


class KeepRuleQuerySet(TeamScopedQuerySet):
    """Sets of `KeepRule`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Rules about people whose names the user may know as an organiser."""
        return self.for_roles(user, ("organiser",))
