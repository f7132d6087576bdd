"""The day on paper: who is expected, what happens when, whom to ring, and the words of every paper."""

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dissemination.documents.papers import Arrival, Item, Occasion, Telephone, Words
from dissemination.events.models import Event
from registrations.models import GroupPlace, Registration
from sessions.models import Session
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
    beside = companions(event)
    return [_arrival(registration, rounds, beside.get(registration.pk, "")) for registration in rows]


def companions(event: Event) -> dict[int, str]:
    """“With Ann Example”, for those who are there for somebody, by their numbers."""
    rules = event.keep_rules.of_companions().values_list("one_id", "other__name")
    return {number: _("With %(name)s") % {"name": name} for number, name in rules}


def words() -> Words:
    """What is printed on the papers, in the reader's language."""
    return Words(
        running_sheet=_("Running sheet"),
        door_list=_("Door list"),
        attendees=_("Who takes part"),
        table_sheet=_("Table sheet"),
        table_signs=_("Table signs"),
        facilitator_sheet=_("Facilitator's sheet"),
        room_plan=_("Plan of the room"),
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
        questions=_("Questions"),
        looked_after=_("Looked after by"),
        seats=_("seats"),
        front=_("Front of the room"),
        fold=_("Fold here, and stand it up"),
        cut=_("Cut here"),
        open_page=_("The table's own page:"),
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


def _arrival(registration: Registration, rounds: list[int], note: str) -> Arrival:
    told = {place.session_id: str(place.told_group) for place in registration.places.all()}
    return Arrival(
        name=registration.name,
        organisation=str(registration.organisation or ""),
        groups=tuple(told.get(number, "") for number in rounds),
        note=note,
    )
