"""Sets of agendas."""

from typing import Self

from dissemination.events.querysets import TeamScopedQuerySet


class AgendaQuerySet(TeamScopedQuerySet):
    """Sets of `Agenda`."""

    EVENT = "registration__event"

    def opened_by(self, code: str | None) -> Self:
        """The one whose address holds this code, as long as the address has not been made anew."""
        return self.filter(code=code or "")
