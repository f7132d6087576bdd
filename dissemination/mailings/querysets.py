"""Sets of mailings, of words for one reader, and of quiet times."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User

SENDERS = ("organiser",)


class MailingQuerySet(TeamScopedQuerySet):
    """Sets of `Mailing`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The mailings of the events in which the user may send mail: they show people's names."""
        return self.for_roles(user, SENDERS)

    def planned(self) -> Self:
        """Those that will leave by themselves."""
        return self.filter(state="planned")

    def on_the_move(self) -> Self:
        """Those that will leave by themselves, and those of which something has still to leave."""
        return self.filter(state__in=("planned", "sending"))

    def written_here(self) -> Self:
        """Those whose words are their own: those of a follow-up are gathered."""
        return self.exclude(kind="follow-up")


class PersonalWordsQuerySet(TeamScopedQuerySet):
    """Sets of `PersonalWords`."""

    EVENT = "mailing__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the mailings that the user may send."""
        return self.for_roles(user, SENDERS)


class ObjectionQuerySet(TeamScopedQuerySet):
    """Sets of `Objection`."""

    EVENT = "registration__event"

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the events in which the user may send mail."""
        return self.for_roles(user, SENDERS)


class SpeakersObjectionQuerySet(TeamScopedQuerySet):
    """Sets of `SpeakersObjection`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the events in which the user may send mail."""
        return self.for_roles(user, SENDERS)


class QuietTimeQuerySet(TeamScopedQuerySet):
    """Sets of `QuietTime`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Those of the events in which the user may send mail."""
        return self.for_roles(user, SENDERS)
