"""Sets of messages and invitations."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, F, Q, When

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User
    from dissemination.events.models import Event
    from dissemination.messaging.models import Message

NAMED_ROLES = ("organiser",)
SWEEP_IS_LATE = timedelta(seconds=90)


class MessageQuerySet(TeamScopedQuerySet):
    """Sets of `Message`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The mails of the events in which the user is an organiser."""
        return self.for_roles(user, NAMED_ROLES)

    def not_arrived(self) -> Self:
        """Those that their receiver has not got and will not get by themselves."""
        return self.filter(state__in=("bounced", "failed", "cancelled"))

    def on_their_way(self) -> Self:
        """Those that have not left yet."""
        return self.filter(state__in=("queued", "held", "leased"))

    def due(self, at: datetime) -> Self:
        """Those to deliver now, in the order in which they leave.

        What was taken from a worker and let go again waits until the lease is over: it may be leaving.
        """
        waiting = self.filter(state="queued", due_at__lte=at).exclude(leased_until__gte=at)
        return waiting.order_by("is_bulk", "due_at", "pk")

    def abandoned(self, at: datetime) -> Self:
        """Those leased by a worker that never came back."""
        return self.filter(state="leased", leased_until__lt=at)

    def held_under_their_lease(self, messages: "Collection[Message]") -> Self:
        """Those of these messages, leased together, whose lease nobody else has taken over."""
        until = {message.leased_until for message in messages}
        numbers = [message.pk for message in messages]
        return self.filter(pk__in=numbers, state="leased", leased_until__in=until)

    def hold(self) -> int:
        """None of these leaves before it is let go, also of what a worker has in hand; returns how many.

        What the mail server has by then counts as sent all the same.
        """
        return self.filter(state__in=("queued", "leased")).update(state="held")

    def call_back(self, *, why: str) -> int:
        """None of these leaves any more, also of what a worker has in hand; returns how many."""
        return self.on_their_way().update(state="cancelled", leased_until=None, last_error=why)

    def copies_for(self, event: int, reader_key: str) -> Self:
        """What the mailings of an event have written to this reader; news belongs to an address."""
        own = Q(key__startswith="mailing:", key__endswith=f":{reader_key}")
        return self.filter(own, event=event, is_bulk=True, unsubscribe="")

    def personal_to(self, emails: Collection[str]) -> Self:
        """Those on their way to these addresses that belong to no mailing."""
        return self.filter(state__in=("queued", "leased"), is_bulk=False, to_email__in=emails)

    def to_come(self, at: datetime) -> Self:
        """Promised for later than this moment."""
        return self.filter(state__in=("queued", "held"), due_at__gt=at)

    def on_the_way(self, at: datetime) -> Self:
        """Due, and not yet taken by the mail server."""
        return self.filter(state__in=("queued", "held", "leased"), due_at__lte=at)


class AddresseeQuerySet(models.QuerySet):
    """Sets of `Addressee`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those to whom an event that the user organises has sent something."""
        if user.is_superuser:
            return self
        messages = self.model._meta.apps.get_model("messaging", "Message")._default_manager
        return self.filter(email__in=messages.for_roles(user, NAMED_ROLES).values("to_email"))

    def refusing_news(self) -> Self:
        """Those who have said that they want no more news."""
        return self.exclude(refuses_news_at=None)

    def getting_less(self) -> Self:
        """Those to whom something is not sent."""
        return self.exclude(refuses_news_at=None, unreachable_at=None)


class InvitationQuerySet(TeamScopedQuerySet):
    """Sets of `Invitation`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The calendar entries of the events in which the user is an organiser."""
        return self.for_roles(user, NAMED_ROLES)

    def standing(self) -> Self:
        """Those that are in somebody's diary."""
        return self.filter(is_withdrawn=False)

    def under(self, entry_key: str) -> Self:
        """The entry of this name, and those that are parts of it, in the order in which they were made."""
        parts = Q(entry_key__startswith=f"{entry_key}:")
        return self.filter(Q(entry_key=entry_key) | parts).order_by("pk")

    def declined(self) -> Self:
        """Those that stand, and to which their owner's diary said no."""
        return self.standing().filter(answer="declined")

    def to_be_heard(self) -> Self:
        """Those of them that nobody has dealt with yet."""
        return self.declined().filter(settled_at=None)

    def take_back_no(self) -> int:
        """Their owner has said yes since: what the diary declined counts no more; returns how many."""
        return self.declined().update(answer="", answered_at=None)

    def with_words(self) -> Self:
        """Those whose owner has written something beside the answer, or proposed something else."""
        return self.exclude(proposal="")

    def unsettled(self) -> Self:
        """Those of them that nobody has dealt with yet."""
        return self.with_words().filter(settled_at=None)

    def settled(self) -> Self:
        """Those of them that an organiser has dealt with."""
        return self.with_words().filter(settled_at__isnull=False)


class HeartbeatQuerySet(models.QuerySet):
    """Sets of `Heartbeat`."""

    def since(self, moment: datetime) -> Self:
        """Those that beat at this moment or later."""
        return self.filter(at__gte=moment)


class WordingQuerySet(TeamScopedQuerySet):
    """Sets of `Wording`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The words of the events that the user organises; those of the house are for administrators."""
        return self.for_roles(user, NAMED_ROLES)

    def of(self, event: "Event | None") -> Self:
        """Those written for this event, or for the house."""
        return self.filter(event=event)

    def in_force(self, name: Any, event: Any, *, language: Any) -> Self:
        """The words that count for this mail at this event: first its own, then those of the house.

        Where there are none in this language, those in the language of the house. All three may be `Given`.
        """
        spoken = Q(language=language) | Q(language=settings.LANGUAGE_CODE)
        rows = self.filter(spoken, Q(event=event) | Q(event=None), name=name, is_in_force=True)
        by_language = Case(When(language=language, then=0), default=1)
        return rows.order_by(by_language, F("event").asc(nulls_last=True))
