"""What a delegate's diary should say, and the link that opens their place."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from dissemination.core.text import titled
from dissemination.core.tokens import link_token
from dissemination.events.models import Event
from dissemination.messaging.diary import Appointment, Occasion
from dissemination.messaging.texts import in_its_language
from registrations.models import Allotment, GroupPlace, Registration
from sessions.models import Group, Session

PURPOSE = "place"
HELD = "held"
TAKEN = "taken"
TOLD = Prefetch("places", GroupPlace.objects.told().in_order(), to_attr="told_places")


@cache
def _opening() -> str:
    """The path before the token: a mailing asks for it some ten thousand times."""
    return reverse("registrations:open", args=["-"]).removesuffix("-/")


def place_link(registration: Registration) -> str:
    """The absolute address that opens this delegate's place, without an account."""
    return f"{settings.SITE_URL}{_opening()}{link_token(PURPOSE, registration.code)}/"


def register_link(registration: Registration) -> str:
    """The absolute address of the form of this delegate's event."""
    return f"{settings.SITE_URL}{reverse('registrations:register', args=[registration.event.slug])}"


def allotment_link(allotment: Allotment) -> str:
    """The absolute address by which an organisation's people take the places held for it."""
    path = reverse("registrations:open_allotment", args=[link_token(HELD, allotment.code)])
    return f"{settings.SITE_URL}{path}"


def contacts_code(allotment: Allotment) -> str:
    """What the contact's own link holds: it opens nothing more once somebody else is the contact."""
    contact = sha256(allotment.contact_email.encode()).hexdigest()
    return f"{allotment.code}.{contact[:12]}"


def taken_link(allotment: Allotment) -> str:
    """The absolute address by which the contact sees who has taken one of the places."""
    path = reverse("registrations:open_taken", args=[link_token(TAKEN, contacts_code(allotment))])
    return f"{settings.SITE_URL}{path}"


def entry_key(registration: Registration) -> str:
    """The name of the diary entry: one for each round of a registration."""
    return f"registration:{registration.pk}:{registration.round}"


def reader_key(registration: Registration) -> str:
    """Names them as the reader of a mailing: one person has one, however many addresses they share."""
    person = registration.person_id
    return f"person-{person}" if person else f"registration-{registration.pk}"


def told_places(registration: Registration) -> list[GroupPlace]:
    """The tables that this delegate was told, as the day runs; after a prefetch of `TOLD` no query."""
    if not registration.event.groups_told_at:
        return []
    known: list[GroupPlace] | None = vars(registration).get("told_places")
    return list(registration.places.told().in_order()) if known is None else known


def told_groups(registration: Registration) -> list[str]:
    """The groups that the delegate has been told, in order: “Workshop: Table 4”, “Why? Table 4”."""
    return [titled(place.session.title, str(place.told_group)) for place in told_places(registration)]


def table_and_room(group: Group | None, session: Session) -> str:
    """The table, with its room where that is another than the workshop's: “Table 4 (Library)”."""
    if group is None or group.room is None or group.room_id == session.room_id:
        return str(group or "")
    return f"{group.name} ({group.room.name})"


def told_seats(registration: Registration) -> list[str]:
    """The groups that the delegate has been told, with rooms that are not the workshop's."""
    seats = [(seat.session, seat.told_group) for seat in told_places(registration)]
    return [titled(session.title, table_and_room(group, session)) for session, group in seats]


def told_tables(registration: Registration) -> list[str]:
    """The same for a mail, with hours and room: “Workshop: Table 4, 11:00–12:30, Canal Room”."""
    event, places = registration.event, told_places(registration)
    known = zip(told_groups(registration), places, strict=True)
    return [f"{words}, {_appointment(place, event).when}" for words, place in known]


def own_seats(registration: Registration) -> list[str]:
    """The sessions with seats for some in which they have one: “Visit (12:30–13:30): you have a seat”."""
    event = registration.event
    if not event.asks_more:
        return []
    held = registration.workshop_seats.held().select_related("session").order_by("session__starts_at", "pk")
    sessions = (seat.session for seat in held)
    return [
        _("%(title)s (%(hours)s): you have a seat")
        % {"title": one.title, "hours": event.hours(one.starts_at, one.ends_at)}
        for one in sessions
    ]


def location(registration: Registration) -> str:
    """Where this delegate takes part: the venue with its address, or online."""
    venue = registration.event.venue
    if registration.mode == Registration.Mode.ONLINE or venue is None:
        return _("Online") if registration.mode == Registration.Mode.ONLINE else _("To be announced")
    return ", ".join(filter(None, (str(venue), *venue.address.splitlines())))


def held_at(event: Event) -> str:
    """Where the event takes place, for those who have no place yet."""
    if not event.has_room_places:
        return _("Online")
    venue = str(event.venue or _("The place is not decided yet"))
    return _("%(venue)s, or online") % {"venue": venue} if event.has_online_places else venue


@in_its_language
def facts(event: Event) -> str:
    """When and where, in one line: what those were told of last who have no place yet."""
    return f"{event.when}; {held_at(event)}"[:500]


@in_its_language
def occasion_for(registration: Registration) -> Occasion:
    """The delegate's diary entry: the event, where they take part in it and their groups.

    Diaries are shared, so it holds no personal link. See docs/adr/0011-what-a-diary-shows.md.
    """
    event = registration.event
    return Occasion(
        entry_key=entry_key(registration),
        event=event,
        person=registration.person,
        email=registration.mailbox,
        name=registration.name,
        summary=event.title,
        location=location(registration),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        seat="; ".join(told_groups(registration)),
        appointments=tuple(_appointment(place, event) for place in told_places(registration)),
        joining=joining_link(registration),
        details="\n".join(_details(registration, told_places(registration))),
        url=f"{settings.SITE_URL}/events/{event.slug}/",
        own_page=place_link(registration),
    )


@in_its_language
def occasions_for(registration: Registration) -> list[Occasion]:
    """What the delegate's diary should say: the whole day, or each of their sessions, as they have chosen."""
    day = occasion_for(registration)
    if registration.diary == Registration.Diary.DAY:
        return [day]
    told = {place.session_id: place for place in told_places(registration)}
    return [_session(registration, day, one, told.get(one.pk)) for one in own_sessions(registration)] or [day]


def own_sessions(registration: Registration) -> list[Session]:
    """Where this delegate takes part, as the day runs: breaks, and seats of others, are left out."""
    seats = set(registration.workshop_seats.held().values_list("session_id", flat=True))
    sessions = registration.event.sessions.exclude(kind=Session.Kind.BREAK).select_related("room").in_order()
    return [session for session in sessions if session.seats is None or session.pk in seats]


def _session(
    registration: Registration, day: Occasion, session: Session, place: GroupPlace | None
) -> Occasion:
    """The day's entry, narrowed to one session, with its own room and table."""
    room = place.told_room if place else session.room.name if session.room else ""
    return replace(
        day,
        entry_key=f"{day.entry_key}:{session.pk}",
        summary=session.title,
        location=", ".join(filter(None, (room, day.location))),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        seat=str(place.told_group) if place else "",
        appointments=(),
        details="\n".join(_details(registration, [place] if place else [])),
    )


def joining_link(registration: Registration) -> str:
    """The link to join online, for a confirmed online delegate only."""
    is_online = registration.mode == Registration.Mode.ONLINE
    return registration.event.joining_link if is_online and registration.has_place else ""


def _appointment(place: GroupPlace, event: Event) -> Appointment:
    session = place.session
    hours = event.hours(session.starts_at, session.ends_at)
    when = ", ".join(filter(None, (hours, place.told_room)))
    return Appointment(key=f"{session.pk}", title=session.title, when=when)


def _details(registration: Registration, places: Sequence[GroupPlace]) -> list[str]:
    link = joining_link(registration)
    telephone = registration.event.contact_telephone
    told = [(_appointment(place, registration.event), place) for place in places]
    return [
        *(f"{titled(one.title, one.when)}, {place.told_group}" for one, place in told),
        *([_("Join online: %(link)s") % {"link": link}] if link else []),
        *([_("On the day: %(telephone)s") % {"telephone": telephone}] if telephone else []),
        _("To change or cancel your place, open the link in your mail."),
    ]
