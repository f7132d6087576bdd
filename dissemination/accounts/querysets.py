"""Sets of people."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

if TYPE_CHECKING:
    from dissemination.accounts.models import User


class PersonQuerySet(models.QuerySet):
    """Sets of `Person`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The person that this user is; administrators see all."""
        if user.is_superuser:
            return self
        return self.filter(user_id=user.pk or 0)


class AuditEntryQuerySet(models.QuerySet):
    """Sets of `AuditEntry`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """Entries are read by administrators; an organiser reads those of an event through its page."""
        return self if user.is_superuser else self.none()

    def about_event(self, event_id: int) -> Self:
        """What was done in one event, newest first."""
        return self.filter(event_id=event_id).order_by("-pk")

    def with_actors(self) -> "AuditEntryQuerySet":
        """Each with `actor_email`, the address of who did it, as long as that user is there."""
        users = self.model._meta.apps.get_model("accounts", "User")._default_manager
        address = users.filter(pk=models.OuterRef("actor_id")).values("email")[:1]
        return self.annotate(actor_email=models.Subquery(address))
