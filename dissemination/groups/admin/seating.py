"""The groups as the organiser's page shows them: workshops, tables, who sits there and beside whom."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dissemination.groups.services.counts import Count
from dissemination.groups.services.problem import Room
from registrations.models import GroupPlace
from sessions.models import Group, Session

LETTERS = {
    "central": "C",
    "local": "L",
    "regulator": "R",
    "provider": "P",
    "service_users": "U",
    "research": "S",
    "other": "O",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One person at a table."""

    place: GroupPlace
    organisation: str
    letter: str
    has_colleague: bool
    is_absent: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table with its people; `helpers` look after it and are not counted."""

    group: Group
    seats: list[Seat]
    helpers: list[str]
    features: list[str]


@dataclass(frozen=True, slots=True)
class Workshop:
    """One workshop with its tables, and the people who have no seat in it."""

    session: Session
    tables: list[Table]
    unseated: list[str]
    seated: int


def workshops(room: Room) -> list[Workshop]:
    """Every workshop of the event, in the order of the day."""
    return [_workshop(room, session) for session in room.workshops]


def sentence(count: Count) -> str:
    """A count in words, beside the least that any plan could have."""
    about = {
        "org_pairs": _("Colleagues at one table"),
        "repeats": _("Pairs who meet more than once"),
        "pref": _("Distance from the topics that people chose first"),
        "mix.sector": _("People outside an even mix of sectors"),
        "mix.kind": _("People outside an even mix of key people and newcomers"),
    }
    words = _("%(about)s: %(count)s, cannot be fewer than %(bound)s")
    return words % {"about": about[count.name], "count": count.count, "bound": count.bound}


def _workshop(room: Room, session: Session) -> Workshop:
    seats = [place for place in room.seats.values() if place.session_id == session.pk]
    seated = {place.registration_id for place in seats}
    return Workshop(
        session=session,
        tables=[_table(room, group, seats) for group in session.groups.all()],
        unseated=[one.name for one in room.people if one.pk not in seated],
        seated=len(seats),
    )


def _table(room: Room, group: Group, seats: list[GroupPlace]) -> Table:
    here = sorted(
        (place for place in seats if place.group_id == group.pk), key=lambda one: one.registration.name
    )
    sizes = Counter(place.registration.organisation_id for place in here)
    people = {one.pk for one in room.people}
    return Table(
        group=group,
        seats=[_seat(place, sizes, people) for place in here],
        helpers=[
            f"{helper.speaker.name} ({helper.get_role_display()})"
            for helper in room.helpers
            if helper.group_id == group.pk
        ],
        features=[str(Group.Feature(name).label) for name in group.features],
    )


def _seat(place: GroupPlace, sizes: Counter, people: set[int]) -> Seat:
    one = place.registration
    return Seat(
        place=place,
        organisation=one.organisation.shown if one.organisation else "",
        letter=LETTERS[one.sector],
        has_colleague=one.organisation_id is not None and sizes[one.organisation_id] > 1,
        is_absent=one.pk not in people,
    )
