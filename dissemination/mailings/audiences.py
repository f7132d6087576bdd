"""Who gets a mailing: rows of an event, each seen as a reader with a key of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.db.models import Q, QuerySet

from dissemination.accounts.models import Person
from dissemination.delegates.filters import Filters
from dissemination.mailings.models import Mailing, SpeakersObjection
from dissemination.messaging.models import Addressee
from registrations.invites import TOLD, reader_key
from registrations.models import Registration
from sessions.models import Session
from speakers.models import Appearance

PAGE = 500
SHOWN = 200
_LONGEST_NUMBER = 19  # digits that a database takes
A = Mailing.Audience
STATES = {A.WAITING: ("waiting", "offered"), A.ATTENDED: ("attended",), A.ABSENT: ("absent",)}
HELPERS = (Appearance.Role.FACILITATOR, Appearance.Role.SCRIBE, Appearance.Role.INTERPRETER)


@dataclass(frozen=True, slots=True)
class Reader:
    """One person of an audience. Without an address no mail can go; the page shows who that is."""

    key: str
    name: str
    email: str
    person: Person | None = None
    registration: Registration | None = None
    appearance: Appearance | None = None


def rows(mailing: Mailing) -> QuerySet:
    """The registrations or appearances that the audience consists of, as they are now."""
    event = mailing.event
    if mailing.is_to_speakers:
        own = event.appearances.all()
        speaking = (
            own.owing_slides() if mailing.audience == A.OWING else _wanting_all(mailing, own.standing())
        )
        if mailing.audience == A.HELPING:
            speaking = speaking.filter(role__in=HELPERS)
        return speaking.select_related("speaker__person", "speaker__organisation", "session")
    found = _registrations(mailing).select_related("person", "organisation")
    if mailing.audience == A.NEWS:  # they registered for any event of the project
        found = found.select_related("event__venue", "event__project")
    else:
        found = found.filter(objection=None)
    if mailing.is_without_helpers:
        helping = event.appearances.standing().exclude(speaker__email="").values("speaker__email")
        found = found.exclude(Q(email__in=helping) | Q(email="", contact_email__in=helping))
    return found.prefetch_related(TOLD)


def _wanting_all(mailing: Mailing, speaking: QuerySet) -> QuerySet:
    """Without those who want only what concerns their own part: what they owe does."""
    fewer = SpeakersObjection.objects.filter(event=mailing.event)
    return speaking.exclude(speaker__in=fewer.values("speaker"))


def _registrations(mailing: Mailing) -> QuerySet:
    own = mailing.event.registrations.all()
    if mailing.audience == A.NEWS:
        refused = Addressee.objects.refusing_news().values("email")
        asked = Registration.objects.wanting_news(mailing.event.project_id)
        return asked.exclude(Q(email__in=refused) | Q(email="", contact_email__in=refused))
    if mailing.audience == A.LIST:
        return looked_for(mailing).rows()
    if mailing.audience in STATES:
        return own.filter(state__in=STATES[A(mailing.audience)])
    taking_part = own.expected_or_here()
    if mailing.audience == A.SESSION:
        return _of_session(mailing.session, taking_part)
    if mailing.audience == A.GROUP:
        return taking_part.filter(places__group=mailing.group)
    return taking_part


def _of_session(session: Session | None, taking_part: QuerySet) -> QuerySet:
    """Everybody where a session is for all, as in their diaries; else those with a seat or a table there."""
    if session and session.seats is None:
        return taking_part
    return taking_part.filter(Q(places__session=session) | Q(workshop_seats__session=session)).distinct()


def looked_for(mailing: Mailing) -> Filters:
    """What of the list of delegates the audience is, as it was filtered."""
    return Filters(mailing.event, dict(parse_qsl(mailing.filters)))


def reader_of(row: Any, *, is_news: bool = False) -> Reader:
    """How a row of an audience is written to. One person has one key, however often they are in it."""
    if isinstance(row, Appearance):
        speaker = row.speaker
        return Reader(f"speaker-{row.speaker_id}", speaker.name, speaker.email, speaker.person, None, row)
    key = f"address-{row.mailbox}" if is_news else reader_key(row)
    return Reader(key, row.name, row.mailbox, row.person, row)


def pages(mailing: Mailing) -> Iterator[list[Reader]]:
    """Everybody, some hundreds at a time: an audience of any size takes the same memory."""
    is_news, last = mailing.audience == A.NEWS, 0
    while page := list(rows(mailing).filter(pk__gt=last).order_by("pk")[:PAGE]):
        last = page[-1].pk
        yield [reader_of(row, is_news=is_news) for row in page]


def shown(mailing: Mailing) -> list[Reader]:
    """The first some hundred by name, each once: what a page shows."""
    ordered = rows(mailing).order_by("speaker__name" if mailing.is_to_speakers else "name", "pk")[:SHOWN]
    found = [reader_of(row, is_news=mailing.audience == A.NEWS) for row in ordered]
    return list({reader.key: reader for reader in found}.values())


def reader(mailing: Mailing, key: str) -> Reader | None:
    """The reader with this key; whoever is not in the audience is none."""
    kind, _, value = key.partition("-")
    found = rows(mailing)
    is_news = mailing.audience == A.NEWS
    if is_news and kind == "address":
        found = found.filter(Q(email=value) | Q(email="", contact_email=value))
    elif not is_news and kind in _columns(mailing) and value.isdecimal() and len(value) < _LONGEST_NUMBER:
        found = found.filter(**{_columns(mailing)[kind]: value})
    else:
        return None
    row = found.first()
    return reader_of(row, is_news=is_news) if row else None


def _columns(mailing: Mailing) -> dict[str, str]:
    """Where the number in a key of this audience stands."""
    if mailing.is_to_speakers:
        return {"speaker": "speaker_id"}
    return {"person": "person_id", "registration": "pk"}


def count(mailing: Mailing) -> tuple[int, int]:
    """(people in the audience, how many of them have no address)."""
    found = rows(mailing).order_by()
    if mailing.is_to_speakers:
        people = found.values("speaker").distinct()
        return people.count(), people.filter(speaker__email="").count()
    if mailing.audience == A.NEWS:
        return found.values("email", "contact_email").distinct().count(), 0
    return found.count(), found.filter(email="", contact_email="").count()
