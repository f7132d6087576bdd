"""Sets of form questions."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser

from dissemination.events.querysets import TeamScopedQuerySet

if TYPE_CHECKING:
    from dissemination.accounts.models import User


class FormQuestionQuerySet(TeamScopedQuerySet):
    """Sets of `FormQuestion`."""

    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The form is part of the set-up: whoever may read that."""
        return self.for_roles(user, ("organiser", "publisher", "analyst"))

    def in_order(self) -> Self:
        """As a delegate meets them: those at registration first, then those asked later."""
        return self.order_by("is_later", "order", "pk")

    def standing(self) -> Self:
        """Those that are asked now, in their order."""
        return self.filter(retired_at=None).in_order()

    def retired(self) -> Self:
        """Those that are asked no more; what was answered stays."""
        return self.exclude(retired_at=None).in_order()
