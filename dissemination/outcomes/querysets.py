"""Sets of themes, outcomes and commitments."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from dissemination.events.querysets import TeamScopedQuerySet
from sessions.models import Group

if TYPE_CHECKING:
    from dissemination.accounts.models import User

READERS = ("organiser", "publisher", "analyst")
VISIBLE_STATES = ("published", "superseded")
STANDING_STATES = ("confirmed", "active", "done", "partly", "changed", "dropped")


def _number_of(groups: QuerySet) -> Coalesce:
    """How many different groups a correlated set holds, as one number."""
    counted = groups.order_by().annotate(all=Value(1)).values("all")
    numbers = counted.annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


class ReadByTeamQuerySet(TeamScopedQuerySet):
    """A set that organisers, publishers and analysts of an event read."""

    def for_user(self, user: "User | AnonymousUser") -> "ReadByTeamQuerySet":
        """The rows of the events in which the user works with conclusions."""
        return self.for_roles(user, READERS)


class ThemeQuerySet(ReadByTeamQuerySet):
    """Sets of `Theme`."""

    def in_order(self) -> "ThemeQuerySet":
        """As the organiser ordered them."""
        return self.order_by("order", "pk")


class ThemedPointQuerySet(ReadByTeamQuerySet):
    """Sets of `ThemedPoint`."""

    EVENT = "theme__event"


class OutcomeQuerySet(ReadByTeamQuerySet):
    """Sets of `Outcome`."""

    def published(self) -> "OutcomeQuerySet":
        """What readers may see: published, and superseded ones, which stay visible with their date."""
        return self.filter(state__in=VISIBLE_STATES)

    def withdrawn(self) -> "OutcomeQuerySet":
        """Published once, and taken back."""
        return self.filter(state="withdrawn")

    def standing(self) -> "OutcomeQuerySet":
        """Not withdrawn and not superseded."""
        return self.exclude(state__in=("withdrawn", "superseded"))

    def early(self) -> "OutcomeQuerySet":
        """Early thoughts."""
        return self.filter(stage="early")

    def final(self) -> "OutcomeQuerySet":
        """Final conclusions."""
        return self.filter(stage="final")

    def ready(self) -> "OutcomeQuerySet":
        """Drafts and agreed ones: what the next publication takes."""
        return self.filter(state__in=("draft", "agreed"))

    def without_a_source(self) -> "OutcomeQuerySet":
        """Outcomes that nothing supports yet."""
        return self.filter(sources=None)

    def in_order(self) -> "OutcomeQuerySet":
        """As the organiser ordered them."""
        return self.order_by("order", "pk")

    def with_support(self) -> "OutcomeQuerySet":
        """Each with `raised_by` and `raised_of`: n of the N groups of those workshops raised it.

        A single delegate's own comment does not speak for the group.
        """
        shared = Q(sheet__points__is_individual=False, sheet__points__sources__outcome=OuterRef("pk"))
        drawn = Q(sheet__sources__outcome=OuterRef("pk"))
        raising = Group.objects.filter(shared | drawn)
        said_there = Q(session__groups__sheet__points__sources__outcome=OuterRef("pk"))
        drawn_there = Q(session__groups__sheet__sources__outcome=OuterRef("pk"))
        asked = Group.objects.filter(said_there | drawn_there)
        return self.annotate(raised_by=_number_of(raising), raised_of=_number_of(asked))

    def with_trace(self) -> "OutcomeQuerySet":
        """Each with its support, its details, its commitments and its sources, ready to be shown."""
        return (
            self.with_support()
            .select_related("theme", "supersedes")
            .prefetch_related(
                "details",
                "must_act",
                "sources__point__question",
                "sources__point__perspective",
                "sources__point__said_by",
                "sources__point__said_for",
                "sources__point__sheet__group__session__groups",
                "sources__point__sheet__group__session__capture_policy",
                "sources__sheet__group__session__groups",
                "sources__sheet__group__session__capture_policy",
                "commitments__organisation",
            )
        )


class OutcomePartQuerySet(ReadByTeamQuerySet):
    """Sets of `OutcomeDetail` and `OutcomeSource`."""

    EVENT = "outcome__event"


class CommitmentQuerySet(TeamScopedQuerySet):
    """Sets of `Commitment`."""

    def for_user(self, user: "User | AnonymousUser") -> "CommitmentQuerySet":
        """The commitments of the events in which the user works with conclusions."""
        return self.for_roles(user, READERS)

    def for_codes(self, codes: Iterable[str]) -> "CommitmentQuerySet":
        """Those whose link this browser has opened."""
        return self.filter(code__in=list(codes))

    def public(self) -> "CommitmentQuerySet":
        """Confirmed by their owner and open to every reader."""
        return self.filter(visibility="public", state__in=STANDING_STATES)

    def unanswered(self) -> "CommitmentQuerySet":
        """Nobody has told us yet what came of them: they count as unknown, never as done."""
        return self.filter(state__in=("offered", "confirmed", "active"))

    def followed_through(self) -> "CommitmentQuerySet":
        """Done, whole or in part."""
        return self.filter(state__in=("done", "partly"))

    def in_order(self) -> "CommitmentQuerySet":
        """By the date they are due, those without one last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "organisation__name", "pk")
