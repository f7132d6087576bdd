"""What the acts of a rehearsal share: who plays, where it is written down, and the clock of the play."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from dissemination.accounts.models import User
from dissemination.events.models import Event
from dissemination.messaging import delivery
from sessions.models import Session

DAY = date(2026, 4, 15)  # a Wednesday; registration begins before the clocks change, the day comes after
ZONE = ZoneInfo("Europe/London")


@dataclass
class Stage:
    """One rehearsal: how many people try to register, the seed of all chance, the folder, and the event.

    `say` hears one sentence per act. The event and its team are there from the first act on.
    """

    out: Path
    delegates: int
    seed: int
    say: Callable[[str], None]
    dice: Random = field(init=False)
    event: Event = field(init=False)
    organiser: User = field(init=False)
    desk: User = field(init=False)
    publisher: User = field(init=False)
    morning: dict[str, Any] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)  # noqa: S311 - chance on a stage, nobody's secret

    @property
    def capacity(self) -> int:
        """There are places for nine of ten who try."""
        return self.delegates * 9 // 10

    def deliver(self, at: datetime) -> None:
        """The post goes out: everything that is due at this moment."""
        delivery.deliver_due(at=at)

    def workshops(self) -> list[Session]:
        """The workshops of the event, in the order of the day, with their groups and questions."""
        rows = self.event.sessions.workshops()
        return list(rows.prefetch_related("groups", "questions__perspectives"))

    def write(self, name: str, content: bytes) -> None:
        """Keep a file in the folder of the rehearsal."""
        (self.out / name).write_bytes(content)


def on(days: int, hour: int, minute: int = 0) -> datetime:
    """That time, on the clocks of the event, so many days after (or before) its day."""
    return datetime.combine(DAY + timedelta(days=days), time(hour, minute), tzinfo=ZONE)
