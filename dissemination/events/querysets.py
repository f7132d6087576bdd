"""Sets of organisations, projects and events: what is public, and what a user works on."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Upper
from django.db.models.lookups import Exact

if TYPE_CHECKING:
    from dissemination.accounts.models import User
    from dissemination.core.prepared import Given

Visitor = "User | AnonymousUser"


class TeamScopedQuerySet(models.QuerySet):
    """A set whose rows belong to an event, and are seen by that event's team."""

    EVENT = "event"  # the path from the row to its event, or to its `events`

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The rows of the events on whose team the user is; administrators see all."""
        return self.for_roles(user, ())

    def for_roles(self, user: "User | AnonymousUser", roles: tuple[str, ...]) -> Self:
        """The rows of the events in which the user has one of these roles (any role when empty)."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        mine = self.model._meta.apps.get_model("events", "TeamMember").objects.filter(user_id=user.pk or 0)
        if roles:
            mine = mine.filter(role__in=roles)
        found = self.filter(**{f"{self.EVENT or 'pk'}__in": mine.values("event_id")})
        return found.distinct() if self.EVENT.endswith("events") else found


class OrganisationQuerySet(models.QuerySet):
    """Sets of `Organisation`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Organisations are shared by all events: staff see all, others none."""
        return self if user.is_staff else self.none()

    def known(self) -> Self:
        """Those that have not been merged into another."""
        return self.filter(merged_into=None)

    def offered(self) -> Self:
        """Those that a stranger's form suggests: set by an organiser, or seen on a page that anybody reads.

        What somebody has typed, at any event, is nobody else's to read.
        """
        speaks = models.Q(speakers__appearances__event__state__in=PUBLIC_STATES)
        owns = models.Q(projects__events__state__in=PUBLIC_STATES)
        return self.known().filter(models.Q(is_confirmed=True) | speaks | owns).distinct()

    def called(self, name: "str | Given") -> Self:
        """Those whose full or short name is this one, whatever the case."""
        wanted = Upper(models.Value(name) if isinstance(name, str) else name)
        is_full, is_short = Exact(Upper("name"), wanted), Exact(Upper("short_name"), wanted)
        return self.known().filter(models.Q(is_full) | models.Q(is_short))


class ProjectQuerySet(models.QuerySet):
    """Sets of `Project`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The projects of the events on whose team the user is, and those the user made."""
        if user.is_superuser:
            return self
        mine = models.Q(events__team__user_id=user.pk or 0) | models.Q(made_by_id=user.pk or 0)
        return self.filter(mine).distinct()

    def with_public_events(self) -> Self:
        """Projects of which a reader can see something."""
        return self.filter(events__state__in=PUBLIC_STATES).distinct()


PUBLIC_STATES = ("published", "open", "closed", "held", "reported")


class EventQuerySet(TeamScopedQuerySet):
    """Sets of `Event`."""

    EVENT = ""

    def published(self) -> Self:
        """Events that any reader may see."""
        return self.filter(state__in=PUBLIC_STATES)

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Events that are public, and drafts of the user's own team (the preview before publishing)."""
        if user.is_superuser:
            return self
        if not user.is_authenticated:
            return self.published()
        mine = models.Q(team__user_id=user.pk)
        return self.filter(models.Q(state__in=PUBLIC_STATES) | mine).distinct()

    def showing_portrait(self, path: str) -> "EventQuerySet":
        """Events at which the person on this portrait appears."""
        return self.filter(appearances__speaker__portrait=path, appearances__replaced_at=None).distinct()


class VenueQuerySet(models.QuerySet):
    """Sets of `Venue`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Venues are shared by all events: staff see all, others none."""
        return self if user.is_staff else self.none()


class OutputQuerySet(models.QuerySet):
    """Sets of `Output`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The outputs of the user's projects."""
        if user.is_superuser:
            return self
        mine = models.Q(project__events__team__user_id=user.pk or 0) | models.Q(
            project__made_by_id=user.pk or 0
        )
        return self.filter(mine).distinct()


class TeamMemberQuerySet(TeamScopedQuerySet):
    """Sets of `TeamMember`."""


class PhotographQuerySet(TeamScopedQuerySet):
    """Sets of `Photograph`."""

    def public(self) -> Self:
        """Photographs that may be shown: the people in them agreed, or nobody is recognisable."""
        return self.filter(consent__in=("agreed", "nobody")).order_by("order", "pk")

    def published(self) -> "PhotographQuerySet":
        """Those that any reader may see: public ones, of events that are public."""
        return self.public().filter(event__state__in=PUBLIC_STATES)
