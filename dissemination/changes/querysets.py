"""Sets of questions to delegates whether they are still coming."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from dissemination.events.querysets import TeamScopedQuerySet
from dissemination.messaging.models import Invitation
from registrations.models import Registration

if TYPE_CHECKING:
    from dissemination.accounts.models import User

PAUSE = timedelta(hours=20)  # before somebody who has not answered is asked again


def _joined(*parts: str | Cast | Concat) -> Concat:
    return Concat(*(Value(one) if isinstance(one, str) else one for one in parts), output_field=TextField())


def _number(path: str) -> Cast:
    return Cast(OuterRef(path), TextField())


def _answer(entries: QuerySet) -> Subquery:
    """“yes” or “no” as a diary said it since it was asked last; several entries say no only together."""
    is_new = Q(answered_at__gte=Coalesce(OuterRef("answered_at"), OuterRef("asked_at")))
    yes = When(is_new, answer="accepted", then=Value("yes"))
    no = When(is_new, answer="declined", then=Value("no"))
    said = Case(yes, no, default=Value(""), output_field=CharField())
    turn = Case(When(answer="accepted", then=0), When(answer="declined", then=2), default=1)
    return Subquery(entries.annotate(said=said).order_by(turn, "pk").values("said")[:1])


class StillComingQuerySet(TeamScopedQuerySet):
    """Sets of `StillComing`."""

    EVENT = "registration__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the events that the user organises."""
        return self.for_roles(user, ("organiser",))

    def of(self, event: int) -> Self:
        """Everybody who was asked at this event, with or without a place by now."""
        return self.filter(registration__event=event)

    def answered(self) -> Self:
        """Those who come, and said so on their page or in their diary."""
        said = Q(answered_at__isnull=False) & ~Q(in_diary="no")
        return self.with_place().filter(said | Q(in_diary="yes"))

    def declined(self) -> Self:
        """Those whose diary said no last, and who have their place all the same."""
        return self.with_place().filter(in_diary="no")

    def unanswered(self) -> Self:
        """Those who have a place and have not said whether they come."""
        return self.with_place().filter(answered_at=None, in_diary="")

    def to_ask_again(self, at: datetime) -> Self:
        """Those who have not answered, and were asked some time ago."""
        some_time_ago = Q(asked_again_at=None) | Q(asked_again_at__lte=at - PAUSE)
        return self.unanswered().filter(some_time_ago, asked_at__lte=at - PAUSE)

    def diary_of(self, number: int) -> str:
        """What the diary of this one has said; empty where it has said nothing, and without a place."""
        return self.with_place().filter(pk=number).values_list("in_diary", flat=True).first() or ""

    def with_place(self) -> Self:
        """With a place, each with `in_diary`: what it has said since they were asked or answered."""
        mine = self.filter(registration__in=Registration.objects.holding_a_place())
        key = _joined("registration:", _number("registration"), ":", _number("registration__round"))
        standing = Invitation.objects.standing()
        day = _answer(standing.filter(entry_key=key))
        event = standing.filter(event=OuterRef("registration__event"))
        parts = _answer(event.filter(Q(entry_key=key) | Q(entry_key__startswith=_joined(key, ":"))))
        by_session = When(registration__diary="sessions", then=parts)
        return mine.annotate(in_diary=Coalesce(Case(by_session, default=day), Value("")))


class StillSpeakingQuerySet(TeamScopedQuerySet):
    """Sets of `StillSpeaking`."""

    EVENT = "appearance__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the events that the user organises."""
        return self.for_roles(user, ("organiser",))

    def of(self, event: int) -> Self:
        """Those asked at this event who have their part still, as the day runs."""
        standing = self.filter(appearance__event=event, appearance__replaced_at=None)
        return standing.with_diary().order_by("appearance__session__starts_at", "pk")

    def diary_of(self, number: int) -> str:
        """What the diary of this one has said; empty where it has said nothing."""
        return self.with_diary().filter(pk=number).values_list("in_diary", flat=True).first() or ""

    def with_diary(self) -> Self:
        """Each with `in_diary`: what their diary has said since they were asked or answered."""
        key = _joined("appearance:", _number("appearance"))
        said = _answer(Invitation.objects.standing().filter(entry_key=key))
        return self.annotate(in_diary=Coalesce(said, Value("")))
