"""One delegate's day: the programme with their own groups in it, and what may be read afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from registrations.models import GroupPlace, Registration
from sessions.models import Session
from speakers.models import Material


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of the day, in words."""

    starts: str
    ends: str
    title: str
    kind: str
    text: str
    room: str
    people: str
    mine: str
    questions: list[str]
    is_now: bool
    is_next: bool
    is_limited: bool


def slots(registration: Registration, *, at: datetime) -> list[Slot]:
    """The delegate's day, hour by hour; their group stands at each workshop once it has been told."""
    event = registration.event
    told = registration.places.told().select_related("told_group__room")
    groups = {place.session_id: place for place in told}
    seats = set(registration.workshop_seats.values_list("session_id", flat=True))
    seat = _("You have a seat") if registration.has_place else _("You asked for a seat")
    sessions = list(
        event.sessions.in_order().select_related("room").prefetch_related("questions", "appearances__speaker")
    )
    on_stage = at - timedelta(minutes=event.delay_minutes)
    today = event.local(at).date()
    ahead = [session for session in sessions if session.starts_at > on_stage]
    upcoming = next((one.pk for one in ahead if event.local(one.starts_at).date() == today), None)
    return [
        _slot(
            session,
            groups.get(session.pk),
            on_stage,
            is_next=session.pk == upcoming,
            seat=seat if session.pk in seats else "",
        )
        for session in sessions
    ]


def readable_materials(registration: Registration) -> Iterable[Material]:
    """Slides of the event that have been released to its delegates, in speaking order."""
    rows = Material.objects.released().exclude(release=Material.Release.NOBODY)
    rows = rows.filter(appearance__event=registration.event).select_related("appearance__speaker")
    return rows.order_by("appearance__session__starts_at", "appearance__order", "pk")


def _slot(session: Session, place: GroupPlace | None, at: datetime, *, is_next: bool, seat: str) -> Slot:
    group = place.told_group if place else None
    room = group.room if group and group.room else session.room
    return Slot(
        starts=_clock(session, session.starts_at),
        ends=_clock(session, session.ends_at),
        title=session.title,
        kind=session.kind if session.kind in (Session.Kind.WORKSHOP, Session.Kind.BREAK) else "",
        text=session.abstract,
        room=room.name if room else "",
        people=", ".join(_names(session)),
        mine=group.name if group else seat,
        questions=[question.text for question in session.questions.all()],
        is_now=session.starts_at <= at < session.ends_at,
        is_next=is_next,
        is_limited=session.seats is not None,
    )


def _clock(session: Session, moment: datetime) -> str:
    return f"{session.event.local(moment):%H:%M}"


def _names(session: Session) -> list[str]:
    standing = [
        a for a in session.appearances.all() if a.replaced_at is None and a.role in ("chair", "speaker")
    ]
    return [appearance.speaker.name for appearance in standing]
