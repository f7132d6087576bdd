"""Making the next event from the last one: everything but the people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events import policies
from dissemination.events.models import Event, TeamMember
from dissemination.events.services import free_slug
from dissemination.questionnaires import services as questionnaires
from sessions.models import Group, Perspective, Question, Room, Session

COPIED = (
    *("project", "kind", "aims", "audience", "mode", "venue", "zone", "capacity", "online_capacity"),
    *(
        "admission",
        "offer_hours",
        "statement",
        "statement_version",
        "contact_name",
        "contact_email",
        "contact_telephone",
    ),
    "asks_more",
)
MOVED = ("starts_at", "ends_at", "opens_at", "closes_at", "numbers_due_at", "handover_until")


@dataclass(frozen=True, slots=True)
class Copy:
    """A new event, how many things of each kind it was given, and what was noted for next time."""

    event: Event
    sessions: int
    rooms: int
    questions: int
    groups: int
    team: int
    form_questions: int
    lessons: str


@dataclass(frozen=True, slots=True)
class Shift:
    """Moves a moment by whole days on the event's clocks: ten o'clock stays ten o'clock."""

    event: Event
    days: timedelta

    def __call__(self, moment: datetime) -> datetime:
        """The moment that many days later (or earlier), at the same hour."""
        local = self.event.local(moment).replace(tzinfo=None) + self.days
        return local.replace(tzinfo=self.event.tz)


@transaction.atomic
def clone_event(event: Event, *, starts_on: date, title: str, by: User, at: datetime) -> Copy:
    """A draft like this event on another day. No delegate, no speaker, no joining link goes with it."""
    policies.may_organise(by, event).enforce()
    shift = Shift(event, starts_on - event.local(event.starts_at).date())
    clone = Event.objects.create(
        title=title,
        slug=free_slug(Event, title),
        cloned_from=event,
        **{name: getattr(event, name) for name in COPIED},
        **{name: shift(moment) for name in MOVED if (moment := getattr(event, name))},
    )
    team = [TeamMember(event=clone, user_id=one.user_id, role=one.role) for one in event.team.all()]
    TeamMember.objects.bulk_create(team)
    TeamMember.objects.get_or_create(event=clone, user=by, role=TeamMember.Role.ORGANISER)
    rooms = _copy_rooms(event, clone)
    counts = [_copy_session(session, clone, rooms, shift) for session in event.sessions.all()]
    form_questions = questionnaires.copy(event, clone)
    record("clone event", clone, by=by, at=at, event_id=clone.pk)
    return Copy(
        event=clone,
        sessions=len(counts),
        rooms=len(rooms),
        questions=sum(questions for questions, _ in counts),
        groups=sum(groups for _, groups in counts),
        team=clone.team.count(),
        form_questions=form_questions,
        lessons=event.lessons,
    )


def _copy_rooms(event: Event, clone: Event) -> dict[int | None, Room]:
    """The copy's rooms, by the number of the room that each is a copy of."""
    return {
        room.pk: Room.objects.create(event=clone, name=room.name, directions=room.directions)
        for room in event.rooms.all()
    }


def _copy_session(
    session: Session, clone: Event, rooms: dict[int | None, Room], shift: Shift
) -> tuple[int, int]:
    """One session with its questions and its groups; returns how many of both."""
    copied = Session.objects.create(
        event=clone,
        starts_at=shift(session.starts_at),
        ends_at=shift(session.ends_at),
        room=rooms.get(session.room_id),
        **{name: getattr(session, name) for name in ("kind", "title", "abstract", "order", "seats")},
    )
    questions = [_copy_question(question, copied) for question in session.questions.all()]
    named = ("name", "min_size", "max_size", "features", "topic", "order")
    groups = [
        Group(session=copied, room=rooms.get(group.room_id), **{name: getattr(group, name) for name in named})
        for group in session.groups.all()
    ]
    Group.objects.bulk_create(groups)
    return len(questions), len(groups)


def _copy_question(question: Question, session: Session) -> Question:
    copied = Question.objects.create(
        session=session, text=question.text, kind=question.kind, order=question.order
    )
    Perspective.objects.bulk_create(
        Perspective(question=copied, name=each.name, order=each.order) for each in question.perspectives.all()
    )
    return copied
