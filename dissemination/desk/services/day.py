"""The day on paper: who is expected, what happens when, and each table with its questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dissemination.documents.papers import Arrival, Item, Occasion, Question, Table, Telephone, Words
from dissemination.events.models import Event
from registrations.models import GroupPlace, Registration
from sessions.models import Group, Session
from speakers.models import Appearance


def occasion(event: Event) -> Occasion:
    """The event as its papers name it."""
    day = date_format(event.local(event.starts_at), "l j F Y")
    return Occasion(event=event.title, day=day, place=str(event.venue or ""))


def items(event: Event) -> list[Item]:
    """The running order with who does what, and the private cues."""
    standing = Appearance.objects.standing().in_order().select_related("speaker")
    sessions = event.sessions.in_order().select_related("room")
    return [_item(event, session) for session in sessions.prefetch_related(Prefetch("appearances", standing))]


def telephones(event: Event) -> list[Telephone]:
    """Whom to ring on the day."""
    known = [(event.contact_name, event.contact_telephone, _("Organiser"))]
    if event.venue:
        known.append((event.venue.name, event.venue.telephone, _("Venue")))
    return [Telephone(name=name, number=number, role=role) for name, number, role in known if number]


def workshops(event: Event) -> tuple[str, ...]:
    """The titles of the workshops, in the order of the day."""
    return tuple(session.title for session in event.sessions.planned())


def arrivals(event: Event) -> list[Arrival]:
    """Everybody expected in the room, with the group that they were told for each workshop."""
    rounds = [session.pk for session in event.sessions.planned()]
    told = GroupPlace.objects.told().select_related("told_group")
    people = event.registrations.expected_or_here().filter(mode=Registration.Mode.IN_PERSON)
    rows = people.select_related("organisation").prefetch_related(Prefetch("places", told))
    return [_arrival(registration, rounds) for registration in rows]


@dataclass(frozen=True, slots=True)
class Door:
    """How a group's own page is opened: the link to scan, and the address to type."""

    link: str = ""
    typed: str = ""


def tables(event: Event, doors: Mapping[int, Door]) -> list[Table]:
    """One sheet for each table of each workshop, with the door to the group's own page."""
    told = GroupPlace.objects.told().select_related("registration").order_by("registration__name")
    groups = Group.objects.of_event(event.pk).filter(session__kind=Session.Kind.WORKSHOP, session__seats=None)
    rows = groups.select_related("session__room", "room").prefetch_related(
        "session__questions__perspectives",
        Prefetch("told_places", told.filter(registration__state__in=("confirmed", "attended"))),
    )
    return [_table(event, group, doors.get(group.pk, Door())) for group in rows]


def words() -> Words:
    """What is printed on the papers, in the reader's language."""
    return Words(
        running_sheet=_("Running sheet"),
        door_list=_("Door list"),
        attendees=_("Who takes part"),
        table_sheet=_("Table sheet"),
        badges=_("Badges"),
        day_pack=_("Day pack"),
        no_photographs=_("No photographs"),
        time=_("Time"),
        item=_("What happens"),
        who=_("Who"),
        room=_("Room"),
        cues=_("Cues"),
        telephones=_("Telephone numbers"),
        name=_("Name"),
        organisation=_("Organisation"),
        here=_("Here"),
        expected=_("Expected"),
        people=_("At this table"),
        write_here=_("Write on this sheet, or on a phone:"),
        disagreement=_("Where did you not agree?"),
        page=_("Page"),
    )


def _item(event: Event, session: Session) -> Item:
    parts = list(session.appearances.all())
    return Item(
        time=event.hours(session.starts_at, session.ends_at),
        item=session.title,
        room=session.room.name if session.room else "",
        who=tuple(f"{part.speaker.name} ({part.get_role_display()})" for part in parts),
        cues="\n".join(part.cues for part in parts if part.cues),
    )


def _arrival(registration: Registration, rounds: list[int]) -> Arrival:
    told = {place.session_id: str(place.told_group) for place in registration.places.all()}
    return Arrival(
        name=registration.name,
        organisation=str(registration.organisation or ""),
        groups=tuple(told.get(number, "") for number in rounds),
    )


def _table(event: Event, group: Group, door: Door) -> Table:
    session = group.session
    return Table(
        name=group.name,
        workshop=session.title,
        questions=tuple(
            Question(
                text=question.text, perspectives=tuple(view.name for view in question.perspectives.all())
            )
            for question in session.questions.all()
        ),
        room=group.place,
        time=event.hours(session.starts_at, session.ends_at),
        people=tuple(place.registration.name for place in group.told_places.all()),
        link=door.link,
        short_address=door.typed,
    )
