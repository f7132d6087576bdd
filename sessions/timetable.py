"""The programme as a reader sees it: the parts of each day, what is on now and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from math import ceil

from django.utils.translation import gettext as _

from dissemination.events.models import Event
from sessions.models import Session

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """One session with its times on the event's clocks, and the minutes until it ends."""

    session: Session
    starts_at: datetime
    ends_at: datetime
    is_now: bool = False
    is_next: bool = False
    minutes_left: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """The morning or the afternoon of one day."""

    day: date
    name: str
    slots: list[Slot] = field(default_factory=list)


def slots(event: Event, sessions: Iterable[Session], *, at: datetime) -> list[Slot]:
    """The sessions in order; those that run now and those that start next are marked.

    An event that runs behind time moves the marks, never the times.
    """
    moment = at - timedelta(minutes=event.delay_minutes)
    shown = sorted(sessions, key=lambda session: (session.starts_at, session.order, session.pk))
    coming = [session.starts_at for session in shown if session.starts_at > moment]
    is_the_day = event.local(moment).date() == event.local(event.starts_at).date()
    following = min(coming, default=None) if is_the_day or moment > event.starts_at else None
    return [
        Slot(
            session=session,
            starts_at=event.local(session.starts_at),
            ends_at=event.local(session.ends_at),
            is_now=session.starts_at <= moment < session.ends_at,
            is_next=session.starts_at == following,
            minutes_left=max(0, ceil((session.ends_at - moment) / MINUTE)),
        )
        for session in shown
    ]


def parts(shown: Iterable[Slot]) -> list[Part]:
    """The slots by day, morning and afternoon."""
    halves = groupby(shown, key=lambda slot: (slot.starts_at.date(), slot.starts_at.hour >= 12))
    return [
        Part(day, _("Afternoon") if is_late else _("Morning"), list(inside))
        for (day, is_late), inside in halves
    ]
