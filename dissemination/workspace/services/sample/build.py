"""The steps that all sample events share: a team, a programme, people who come, tables that write."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.core.files.base import ContentFile

from dissemination.accounts.models import User
from dissemination.events.models import Event, Organisation, Photograph, TeamMember
from dissemination.events.services import keep_photograph
from dissemination.questionnaires.services import Said
from dissemination.workspace.services.sample import cast
from registrations import services as registrations
from registrations.models import Registration
from sessions.models import Group, Perspective, Question, Room, Session
from speakers.models import Appearance, Speaker

ORGANISER, DESK, PUBLISHER = "organiser@example.org", "desk@example.org", "publisher@example.org"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a programme: when it starts (on the event's clocks), how long, what, and who."""

    starts: time
    minutes: int
    title: str
    kind: str = "talk"
    abstract: str = ""
    speaker: Speaker | None = None
    role: str = "speaker"
    gave: str = ""


def team(event: Event, *, at: datetime) -> User:
    """The sample's organiser, desk and publisher, on the team of the event."""
    for email, role in ((ORGANISER, "organiser"), (DESK, "desk"), (PUBLISHER, "publisher")):
        user, _ = User.objects.get_or_create(
            email=email, defaults={"is_staff": True, "password": "!", "joined_at": at}
        )
        TeamMember.objects.get_or_create(event=event, user=user, role=role)
    return User.objects.get(email=ORGANISER)


def organisation(name: str, short_name: str = "", sector: str = "other") -> Organisation:
    """The organisation of that name, made when it is not there yet."""
    defaults = {"short_name": short_name, "sector": sector, "is_confirmed": True}
    return Organisation.objects.get_or_create(name=name, defaults=defaults)[0]


def programme(event: Event, items: Iterable[Item], *, room: str = "") -> list[Session]:
    """The event's sessions in order, each with its speaker, in that room where it has a name."""
    hall = Room.objects.create(event=event, name=room) if room else None
    return [_session(event, item, hall, order) for order, item in enumerate(items)]


def _session(event: Event, item: Item, hall: Room | None, order: int) -> Session:
    day = event.local(event.starts_at).date()
    starts_at = datetime.combine(day, item.starts, tzinfo=event.tz)
    session = Session.objects.create(
        event=event,
        kind=item.kind,
        title=item.title,
        abstract=item.abstract,
        room=hall,
        order=order,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=item.minutes),
    )
    if item.speaker:
        Appearance.objects.create(
            event=event, session=session, speaker=item.speaker, role=item.role, what_it_gave=item.gave
        )
    return session


def questions(workshop: Session, texts: Iterable[str], perspectives: Iterable[str] = ()) -> list[Question]:
    """The workshop's questions in order, each seen from every one of the perspectives."""
    asked = [Question.objects.create(session=workshop, text=text, order=n) for n, text in enumerate(texts)]
    seen_from = list(perspectives)
    for question in asked:
        for order, name in enumerate(seen_from):
            Perspective.objects.create(question=question, name=name, order=order)
    return asked


def tables(workshop: Session, number: int, *, size: int) -> list[Group]:
    """Tables 1 to `number` for up to `size` people; the first two have step-free access, one signing."""
    offers = {1: ["wheelchair", "bsl"], 2: ["wheelchair"]}
    return [
        Group.objects.create(
            session=workshop,
            name=f"Table {n}",
            order=n,
            min_size=1,
            max_size=size,
            features=offers.get(n, []),
        )
        for n in range(1, number + 1)
    ]


def crowd(
    event: Event, seed: str, number: int, *, at: datetime, answers: Sequence[Sequence[Said]] = ((),)
) -> list[Registration]:
    """This many invented people register, one after the other, and answer in turn as `answers` says."""
    people = enumerate(islice(cast.people(seed), number))
    return [
        _register(event, one, answers[n % len(answers)], at + timedelta(minutes=7 * n)) for n, one in people
    ]


def _register(event: Event, one: cast.Invented, said: Sequence[Said], at: datetime) -> Registration:
    details = registrations.Details(
        name=one.name,
        email=one.email,
        job_title=one.job_title,
        organisation=one.organisation,
        sector=one.sector,
        kind=one.kind,
        dietary=one.dietary,
        features=one.features,
        listing="participants",
        photograph="yes",
        news=one.news,
    )
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{event.slug}:{one.email}")
    return registrations.register(event, details, form_key=key, at=at, said=said)


def photographs(event: Event, shown: Iterable[tuple[bytes, str, str]], *, by: User, at: datetime) -> None:
    """Drawn pictures with description and caption, in order."""
    for order, (content, alt_text, caption) in enumerate(shown):
        picture = Photograph(event=event, caption=caption, alt_text=alt_text, consent="nobody", order=order)
        picture.credit, picture.licence = "Drawn for this sample", "CC0"
        picture.image = ContentFile(content, name="drawing.jpg")
        keep_photograph(picture, by=by, at=at)


def on(day: date, hours: int, minutes: int, event: Event) -> datetime:
    """That time of that day on the event's clocks."""
    return datetime.combine(day, time(hours, minutes), tzinfo=event.tz)


def client_ids(seed: str) -> Iterator[uuid.UUID]:
    """Names for points as a phone would make them, the same for a seed."""
    number = 0
    while True:
        number += 1
        yield uuid.uuid5(uuid.NAMESPACE_URL, f"{seed}:{number}")
