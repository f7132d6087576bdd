"""The groups as the organiser sees them: each table a circle with its people around it, and what is amiss."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.events.models import Sector
from dissemination.groups.services.counts import Count, are_bounded
from dissemination.groups.services.posts import ROLES, card_of
from dissemination.groups.services.problem import Delegate, Room
from dissemination.groups.services.problem import Seat as Place
from dissemination.groups.services.standing import Faults, Standing
from registrations.models import Registration
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
NAMES = 200  # lines of names behind the counts that a page shows
RADIUS, MIDDLE, WIDTH = 46, 60, 120  # of a table's drawing

Line = tuple[float, float, float, float]
Named = Callable[[int, int], str]  # the name of a table, by workshop and number


@dataclass(frozen=True, slots=True)
class Seat:
    """One person at a table, and the dot that stands for them, at `spot`.

    `choice` is how the page's form names them and the table where they are seen, `told` the table that they
    were told last.
    """

    choice: str
    name: str
    works_at: str
    sector: str
    letter: str
    spot: str
    is_pinned: bool
    has_colleague: bool
    meets_again: bool
    is_absent: bool
    told: str

    @property
    def is_marked(self) -> bool:
        """Something is to be said about them beside their name."""
        return self.is_pinned or self.has_colleague or self.meets_again or bool(self.told)


@dataclass(frozen=True, slots=True)
class Share:
    """One sector's part of a table's mix: a piece of the bar, and how many people."""

    sector: str
    letter: str
    count: int
    start: float
    width: float

    @property
    def half(self) -> float:
        """Where the middle of the piece is, from its start."""
        return round(self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Table:
    """One table with its people; `helpers` look after it and are not counted.

    `posts` are what can be set on the board: the role, its name, and who has it. `offers` are all features,
    `stood` is the digest of what the card says.
    """

    group: Group
    seats: list[Seat]
    mix: list[Share]
    colleagues: list[Line]
    repeats: list[Line]
    helpers: list[str]
    posts: list[tuple[str, str, str]]
    features: list[str]
    stood: str
    offers: list[tuple[str, str, bool]]

    @property
    def heads(self) -> int:
        """How many of its people take part."""
        return sum(not seat.is_absent for seat in self.seats)


@dataclass(frozen=True)
class Marks:
    """What the faults say about each seat of one workshop, by table: pairs of colleagues, and pairs who met.

    Where two meet first they have not met before.
    """

    colleagues: dict[int, list[tuple[int, int]]]
    repeats: dict[int, list[tuple[int, int]]]

    @classmethod
    def of(cls, faults: Faults, turn: int) -> "Marks":
        """Those of the workshop with this number."""
        first: dict[tuple[int, int], int] = {}
        for row, _table, one, other in faults.met:
            first.setdefault((one, other), row)
        again = [row for row in faults.met if row[0] > first[row[2:]]]
        return cls(colleagues=_by_table(faults.colleagues, turn), repeats=_by_table(again, turn))


class Page(NamedTuple):
    """What the cards of all tables share: who is where, what is amiss, and words looked up once.

    `helpers` are names and roles by table.
    """

    room: Room
    marks: Marks
    helpers: dict[int, list[tuple[str, str]]]
    roles: dict[str, str]
    features: dict[str, str]


def tables_of(
    room: Room, workshop: Session, faults: Faults, only: Iterable[int] | None = None
) -> list[Table]:
    """The tables of a workshop, in order; `only` those with these numbers."""
    seated: dict[int, list[Place]] = defaultdict(list)
    for seat in room.seats.values():
        seated[seat.group].append(seat)
    wanted = set(room.index) if only is None else set(only)
    groups = [group for group in workshop.groups.all() if group.pk in wanted]
    helpers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for helper in room.helpers:
        helpers[helper.group].append((helper.name, helper.role))
    page = Page(
        room=room,
        marks=Marks.of(faults, room.workshops.index(workshop)),
        helpers=helpers,
        roles={"facilitator": _("Facilitator"), "scribe": _("Scribe"), "interpreter": _("Interpreter")},
        features={str(key): str(label) for key, label in Group.Feature.choices},
    )
    return [_table(page, group, seated[group.pk]) for group in groups]


def unseated(room: Room, workshop: Session) -> list[Delegate]:
    """Those of the workshop who have no table in it yet."""
    lacking = room.lacking([workshop])
    return [one for one in room.people if one.pk in lacking]


def names_of() -> dict[str, str]:
    """What each count is called."""
    return {
        "org_pairs": _("Colleagues at one table"),
        "repeats": _("Pairs who meet more than once"),
        "pref": _("Distance from the topics that people chose first"),
        "mix.sector": _("People outside an even mix of sectors"),
        "mix.kind": _("People outside an even mix of key people and newcomers"),
    }


def sentences(counts: list[Count], *, is_kept: bool) -> list[tuple[str, bool]]:
    """Each count in words, and whether no plan could do better: never said while a rule is broken."""
    is_bounded = is_kept and are_bounded(counts)
    return [(sentence(one, is_kept=is_bounded), is_bounded and one.is_least) for one in counts]


def sentence(count: Count, *, is_kept: bool = True) -> str:
    """A count in words, beside the least that any plan could have that keeps every rule."""
    words = _("%(about)s: %(count)s, cannot be fewer than %(bound)s")
    if not is_kept:
        words = _("%(about)s: %(count)s; with every rule kept, cannot be fewer than %(bound)s")
    return words % {"about": names_of()[count.name], "count": count.count, "bound": count.bound}


def reasons(
    room: Room, standing: Standing, workshop: Session | None = None
) -> list[tuple[str, list[str], int]]:
    """The names behind each fault: a heading, lines, and how many more lines there are."""
    turns = range(len(room.workshops)) if workshop is None else [room.workshops.index(workshop)]
    tables, faults = [[group.name for group in row.groups.all()] for row in room.workshops], standing.faults

    def place(turn: int, table: int) -> str:
        name = tables[turn][table]
        return name if workshop else f"{room.workshops[turn].title}, {name}"

    found = {
        "org_pairs": _colleagues(room, faults, turns, place),
        "repeats": _repeats(room, faults, turns, place),
        "mix.sector": _uneven(standing, "sector", turns, place),
        "mix.kind": _uneven(standing, "kind", turns, place),
        "pref": _away(standing, turns, place),
    }
    names = names_of()
    return [(names[key], rows[:NAMES], max(0, len(rows) - NAMES)) for key, rows in found.items() if rows]


def letters() -> list[tuple[str, str, str]]:
    """The key of the drawing: letter, sector in words, sector."""
    return [(letter, str(Sector(key).label), key) for key, letter in LETTERS.items()]


def _by_table(rows: list[tuple[int, int, int, int]], turn: int) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, table, one, other in rows:
        if row == turn:
            found[table].append((one, other))
    return found


def _table(page: Page, group: Group, places: list[Place]) -> Table:
    room, helpers, index = page.room, page.helpers[group.pk], page.room.index[group.pk]
    mates, again = page.marks.colleagues.get(index, []), page.marks.repeats.get(index, [])
    people = sorted(
        ((room.known[place.registration], place) for place in places), key=lambda row: row[0].name
    )
    dots = {one.pk: _dot(turn, len(people)) for turn, (one, _place) in enumerate(people)}
    names = {str(role): ", ".join(name for name, has in helpers if has == role) for role in ROLES}
    with_mate, met = {pk for pair in mates for pk in pair}, {pk for pair in again for pk in pair}
    return Table(
        group=group,
        seats=[
            _seat(room, one, place, dots[one.pk], (one.pk in with_mate, one.pk in met))
            for one, place in people
        ],
        mix=_mix([one for one, _place in people if one.is_here]),
        colleagues=[(*dots[one], *dots[other]) for one, other in mates],
        repeats=[(*dots[one], *dots[other]) for one, other in again],
        helpers=[f"{name} ({page.roles.get(role, role)})" for name, role in helpers],
        posts=[(role, page.roles[role], who) for role, who in names.items()],
        features=[page.features[name] for name in group.features],
        stood=card_of(group.features, names),
        offers=[(key, label, key in group.features) for key, label in page.features.items()],
    )


def _dot(turn: int, of: int) -> tuple[float, float]:
    """Where a seat lies on the circle, from the top clockwise."""
    angle = 2 * math.pi * turn / max(of, 1) - math.pi / 2
    return round(MIDDLE + RADIUS * math.cos(angle), 1), round(MIDDLE + RADIUS * math.sin(angle), 1)


def _seat(
    room: Room, one: Delegate, place: Place, dot: tuple[float, float], marks: tuple[bool, bool]
) -> Seat:
    told = room.tables.get(place.told or 0)
    return Seat(
        *(f"{one.pk}:{place.group}", one.name, one.works_at, one.sector, LETTERS[one.sector]),
        spot=f"{dot[0]} {dot[1]}",
        is_pinned=place.is_pinned,
        has_colleague=marks[0],
        meets_again=marks[1],
        is_absent=not one.is_here,
        told=told.name if told and told.pk != place.group else "",
    )


def _mix(people: list[Delegate]) -> list[Share]:
    count = Counter(one.sector for one in people)
    told = [(sector, count[sector]) for sector in LETTERS if count[sector]]
    unit = WIDTH / max(len(people), 1)
    starts = accumulate((number * unit for _sector, number in told), initial=0.0)
    return [
        Share(sector, LETTERS[sector], number, round(start, 1), round(number * unit, 1))
        for (sector, number), start in zip(told, starts, strict=False)
    ]


def _colleagues(room: Room, faults: Faults, turns: Iterable[int], place: Named) -> list[str]:
    return [
        f"{place(turn, table)}: {room.known[one].name}, {room.known[other].name} ({room.known[one].works_at})"
        for turn, table, one, other in faults.colleagues
        if turn in turns
    ]


def _repeats(room: Room, faults: Faults, turns: Iterable[int], place: Named) -> list[str]:
    here = {(one, other): (turn, table) for turn, table, one, other in faults.met if turn in turns}
    lines = []
    for pair, (turn, table) in here.items():
        one, other = (room.known[number].name for number in pair)
        times = ngettext("%(count)s time", "%(count)s times", faults.again[pair]) % {
            "count": faults.again[pair]
        }
        lines.append(f"{place(turn, table)}: {one}, {other} ({times})")
    return lines


def _away(standing: Standing, turns: Iterable[int], place: Named) -> list[str]:
    """“Table 3: Ann Example, choice 2; first was “Tools””, from those who are furthest from their first."""
    found = []
    for turn in turns if standing.regret else ():
        workshop, ranks = standing.room.workshops[turn], (standing.regret or [])[turn]
        offered = {group.topic for group in workshop.groups.all()}
        for column, table in enumerate(standing.plan[turn].tolist()):
            if table >= 0 and (far := int(ranks[column, table])):
                one = standing.room.people[column]
                chosen = [topic for topic in one.topics[str(workshop.pk)] if topic in offered]
                told = {"place": place(turn, table), "name": one.name, "topic": chosen[0], "number": far + 1}
                words = _("%(place)s: %(name)s, choice %(number)s; first was “%(topic)s”")
                if far == len(chosen):
                    words = _("%(place)s: %(name)s, none of their choices; first was “%(topic)s”")
                found.append((-far, turn, table, words % told))
    return [words for *_order, words in sorted(found)]


def _uneven(standing: Standing, name: str, turns: Iterable[int], place: Named) -> list[str]:
    """“Table 3: 4 × Research, even would be 2 or 3 (Ann Example, …)”; the names where there are too many."""
    labels = {str(key): str(label) for key, label in (*Sector.choices, *Registration.Kind.choices)}
    lines = []
    for one in (one for one in standing.uneven(name) if one.turn in turns):
        even = str(one.low) if one.low == one.high else _("%(low)s or %(high)s") % one._asdict()
        told = {"place": place(one.turn, one.table), "what": labels.get(one.value, one.value)}
        words = _("%(place)s: %(count)s × %(what)s, even would be %(even)s")
        line = words % (told | {"count": one.heads, "even": even})
        lines.append(f"{line} ({', '.join(standing.who(one, name))})" if one.heads > one.high else line)
    return lines
