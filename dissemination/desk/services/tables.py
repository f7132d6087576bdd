"""The tables on paper: their sheets, their signs, and the plans of the rooms in which they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from dissemination.documents.papers import Facilitation, Neighbour, Plan, Question, Sign, Spot, Table
from dissemination.events.models import Event
from registrations.models import GroupPlace, Registration
from sessions.models import Group
from speakers.models import Appearance

TAKES_PART = ("confirmed", "attended")


@dataclass(frozen=True, slots=True)
class Door:
    """How a group's own page is opened: the link to scan, and the address to type."""

    link: str = ""
    typed: str = ""


def sheets(event: Event, doors: Mapping[int, Door]) -> list[Facilitation]:
    """Each table of each workshop: who sits there as told, what is debated, and the door to its own page."""
    told = GroupPlace.objects.told().filter(registration__state__in=TAKES_PART)
    told = told.select_related("registration__organisation").order_by("registration__name")
    helpers = Appearance.objects.standing().in_order().select_related("speaker")
    rows = _tables(event).prefetch_related(
        "session__questions__perspectives",
        Prefetch("told_places", told),
        Prefetch("appearances", helpers),
    )
    rules = event.keep_rules.of_companions().select_related("other")
    beside = {rule.one_id: _("With %(name)s") % {"name": rule.other.first_name} for rule in rules}
    return [_sheet(event, group, doors.get(group.pk, Door()), beside) for group in rows]


def signs(event: Event) -> list[Sign]:
    """One sign for each table that stands in a room; one that does not serve every workshop says which."""
    served: dict[Sign, dict[int, str]] = {}
    workshops = set()
    for group in _tables(event):
        sign = Sign(name=group.name, topic=group.topic, offers=tuple(_offers(group)), room=group.place)
        one = group.session
        words = f"{one.title} ({event.hours(one.starts_at, one.ends_at)})"
        served.setdefault(sign, {})[one.pk] = words
        workshops.add(one.pk)
    return [
        sign if own.keys() == workshops else replace(sign, workshops=" · ".join(own.values()))
        for sign, own in served.items()
    ]


def plans(event: Event) -> list[Plan]:
    """A plan for each room, once for all the workshops for which it is laid alike."""
    laid: dict[tuple[str, tuple[Spot, ...]], list[Group]] = {}
    for group in _rooms(_tables(event)):
        spots = tuple(_spot(one) for one in group)
        laid.setdefault((group[0].place, spots), []).append(group[0])
    return [
        Plan(
            room=room,
            workshops=" · ".join(one.session.title for one in firsts),
            spots=spots,
            legend=tuple((_mark(each), str(each.label)) for each in Group.Feature if _is_on(each, spots)),
        )
        for (room, spots), firsts in laid.items()
    ]


def _tables(event: Event) -> QuerySet[Group]:
    """The tables of the workshops that are for all, in the order of the day."""
    groups = Group.objects.of_event(event.pk).filter(session__kind="workshop", session__seats=None)
    return groups.select_related("session__room", "room")


def _rooms(groups: Iterable[Group]) -> Iterable[list[Group]]:
    """The tables of one workshop in one room, for each of them."""
    listed = sorted(groups, key=lambda one: (one.session.starts_at, one.session_id, one.place))
    for _place, rows in groupby(listed, key=lambda one: (one.session_id, one.place)):
        yield list(rows)


def _spot(group: Group) -> Spot:
    marks = tuple(_mark(feature) for feature in Group.Feature if feature in group.features)
    return Spot(name=group.name, seats=group.max_size, marks=marks, topic=group.topic)


def _mark(feature: Group.Feature) -> str:
    """The letter by which the plan marks what a table offers."""
    return str(feature.label)[:1].upper()


def _is_on(feature: Group.Feature, spots: Iterable[Spot]) -> bool:
    return any(_mark(feature) in spot.marks for spot in spots)


def _offers(group: Group) -> Iterable[str]:
    return (str(Group.Feature(name).label) for name in group.features)


def _sheet(event: Event, group: Group, door: Door, beside: Mapping[int, str]) -> Facilitation:
    people = [place.registration for place in group.told_places.all()]
    names = [_told_apart(one, people) for one in people]
    helpers = [f"{one.speaker.name} ({one.get_role_display()})" for one in group.appearances.all()]
    table = Table(
        name=group.name,
        workshop=group.session.title,
        questions=tuple(_questions(group)),
        room=group.place,
        time=event.hours(group.session.starts_at, group.session.ends_at),
        people=tuple(names),
        link=door.link,
        short_address=door.typed,
    )
    neighbours = tuple(
        _neighbour(one, name, beside.get(one.pk, "")) for one, name in zip(people, names, strict=True)
    )
    return Facilitation(table=table, helpers=tuple(helpers), neighbours=neighbours)


def _told_apart(registration: Registration, people: list[Registration]) -> str:
    """The first name; where another at the table has it too, with as much of the surname as tells them apart.

    Of somebody whose name nobody may see it stays the first name.
    """
    first, surname = registration.first_name, _surname(registration)
    alike = [one for one in people if one.first_name.casefold() == first.casefold()]
    if len(alike) == 1 or not surname:
        return first
    others = [_surname(one) for one in alike if one != registration]
    lengths = (length for length in range(1, len(surname)) if _is_alone(surname[:length], others))
    shown = surname[: next(lengths, len(surname))]
    return f"{first} {shown}" if shown == surname else f"{first} {shown}."


def _surname(registration: Registration) -> str:
    """The last word of the name, where it may be shown at the event and is not the first name."""
    is_listed, last = (
        registration.listing != Registration.Listing.NOBODY,
        registration.name.rpartition(" ")[2],
    )
    return last if is_listed and last != registration.first_name else ""


def _is_alone(start: str, surnames: list[str]) -> bool:
    return not any(one.casefold().startswith(start.casefold()) for one in surnames)


def _questions(group: Group) -> Iterable[Question]:
    for question in group.session.questions.all():
        seen_from = tuple(view.name for view in question.perspectives.all())
        yield Question(text=question.text, perspectives=seen_from)


def _neighbour(registration: Registration, name: str, note: str) -> Neighbour:
    """The name, and the organisation of those who let their name be shown at the event."""
    is_listed = registration.listing != Registration.Listing.NOBODY and registration.organisation
    organisation = str(registration.organisation) if is_listed else ""
    return Neighbour(name=name, organisation=organisation, note=note)
