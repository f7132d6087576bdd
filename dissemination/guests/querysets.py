"""Sets of guests."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, Subquery

from dissemination.events.querysets import TeamScopedQuerySet
from dissemination.messaging.models import Addressee, Message
from registrations.models import Registration

if TYPE_CHECKING:
    from dissemination.accounts.models import User

PAUSE = timedelta(hours=20)  # before somebody who has not answered is written to again
KINDS = ("save_the_date", "invitation", "reminder")


class GuestQuerySet(TeamScopedQuerySet):
    """Sets of `Guest`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The guests of the events that the user organises."""
        return self.for_roles(user, ("organiser",))

    def for_codes(self, codes: Iterable[str]) -> Self:
        """Those whose invitation this browser has opened."""
        return self.filter(code__in=list(codes))

    def with_standing(self) -> Self:
        """With what `Guest.standing` asks for: their registration's state, and what became of the last mail.

        A guest who registered on the event's page, without the link, is known by the address.
        """
        theirs = Q(pk=OuterRef("registration_id")) | Q(email=OuterRef("email"))
        places = Registration.objects.filter(theirs, event=OuterRef("event_id")).live().order_by("state")
        mails = Message.objects.filter(event=OuterRef("event_id"), to_email=OuterRef("email"), kind__in=KINDS)
        stopped = Addressee.objects.filter(email=OuterRef("email"), unreachable_at__isnull=False)
        return self.annotate(
            place_state=Subquery(places.values("state")[:1]),
            mail_state=Subquery(mails.order_by("-pk").values("state")[:1]),
            is_stopped=Exists(stopped),
        )

    def unanswered(self) -> Self:
        """Those who have said neither yes nor no, and have not registered in another way.

        A yes with an address that was somebody else's made no registration: it is still to come.
        """
        no_answer = Q(answer="") | Q(answer="accepted", registration=None)
        return self.with_standing().filter(no_answer, place_state=None)

    def reached(self) -> Self:
        """Those whose last mail did not come back."""
        came_back = Q(mail_state__in=("bounced", "failed", "cancelled"))
        return self.with_standing().filter(Q(mail_state=None) | ~came_back, is_stopped=False)

    def expecting(self) -> Self:
        """Those who know of the event, can be reached and have not answered."""
        return self.unanswered().exclude(told_at=None, invited_at=None).filter(is_stopped=False)

    def to_tell(self) -> Self:
        """Those who have heard nothing of the event yet."""
        return self.unanswered().filter(told_at=None, invited_at=None)

    def to_invite(self) -> Self:
        """Those who have no invitation yet."""
        return self.unanswered().filter(invited_at=None, is_stopped=False)

    def to_chase(self, at: datetime) -> Self:
        """Those who were invited some time ago, can be reached and have not answered."""
        some_time_ago = Q(chased_at=None) | Q(chased_at__lte=at - PAUSE)
        return self.unanswered().reached().filter(some_time_ago, invited_at__lte=at - PAUSE)


class TargetOrganisationQuerySet(TeamScopedQuerySet):
    """Sets of `TargetOrganisation`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the events that the user organises."""
        return self.for_roles(user, ("organiser",))
