"""Rules that cannot hold together: plain values, and the sentence for them in whatever language is asked for.

The sentences stand here once, in English. Who has translations hands in gettext and ngettext, whose names the
collectors of translatable texts know; the engine itself needs none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal, NamedTuple

Kind = Literal[
    "no such table",
    "pinned to two",
    "pinned without",
    "too many pinned",
    "too many people",
    "too few people",
    "impossible sizes",
    "too few seats for needs",
    "apart and together",
    "no table for all",
    "together and pinned",
    "apart and pinned",
    "no way",
]
Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]


class Named(NamedTuple):
    """A round or a table: its number from 1, and its name, empty where it has none."""

    number: int
    name: str


@dataclass(frozen=True)
class Clash:
    """What cannot be: its kind, and whom, what and how many it is about; the rest stays empty.

    ``people`` by name; ``needs`` as the features that tables lack; ``seats`` are those that there are, or,
    where people are too few, those that need somebody; ``rules``: sizes, needs, pins, apart, together.
    """

    kind: Kind
    workshop: Named | None = None
    tables: tuple[Named, ...] = ()
    people: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    count: int = 0
    seats: int = 0
    rules: tuple[str, ...] = ()


class Impossible(Exception):
    """No plan can keep every hard rule: ``clashes`` say why, ``reasons`` in a plain English sentence each."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = list(clashes)
        self.reasons = [sentence(clash) for clash in self.clashes]
        super().__init__(" ".join(self.reasons))


def _english(text: str) -> str:
    return text


def _plural(one: str, many: str, number: int) -> str:
    return one if number == 1 else many


def sentence(clash: Clash, gettext: Gettext = _english, ngettext: Ngettext = _plural) -> str:
    """What clashes, for a person to read: in English, or as gettext and ngettext translate it."""
    return _pattern(clash, gettext, ngettext) % _values(clash, gettext)


def _pattern(clash: Clash, gettext: Gettext, ngettext: Ngettext) -> str:
    if clash.kind in COUNTED:
        return COUNTED[clash.kind](clash, gettext, ngettext)
    return {
        "no such table": gettext(
            "%(who)s is pinned to %(table)s in %(workshop)s, and there is no such table."
        ),
        "pinned to two": gettext("%(who)s is pinned to %(table)s and to %(other)s in %(workshop)s."),
        "pinned without": gettext(
            "%(who)s needs %(wanted)s and is pinned to %(table)s in %(workshop)s, which is not one."
        ),
        "impossible sizes": gettext(
            "%(table)s in %(workshop)s needs at least %(count)s and seats at most %(seats)s."
        ),
        "apart and together": gettext("%(who)s are to sit apart and, by kept-together pairs, together."),
        "no table for all": gettext(
            "%(who)s are kept together, and no table in %(workshop)s suits them all."
        ),
        "together and pinned": gettext(
            "%(who)s are kept together, and pinned to %(table)s and %(other)s in %(workshop)s."
        ),
        "apart and pinned": gettext(
            "%(who)s are to sit apart and are both pinned to %(table)s in %(workshop)s."
        ),
        "no way": gettext(
            "No way was found to seat everybody in %(workshop)s within these rules together: %(rules)s."
        ),
    }[clash.kind]


def _too_many_pinned(clash: Clash, gettext: Gettext, ngettext: Ngettext) -> str:
    return ngettext(
        "%(count)s person is pinned to %(table)s in %(workshop)s, which seats %(seats)s.",
        "%(count)s people are pinned to %(table)s in %(workshop)s, which seats %(seats)s.",
        clash.count,
    )


def _too_many_people(clash: Clash, gettext: Gettext, ngettext: Ngettext) -> str:
    people = ngettext("%(count)s person is to be seated", "%(count)s people are to be seated", clash.count)
    seats = ngettext("%(workshop)s has %(seats)s seat", "%(workshop)s has %(seats)s seats", clash.seats)
    return f"{people}, {seats}."


def _too_few_people(clash: Clash, gettext: Gettext, ngettext: Ngettext) -> str:
    needed = ngettext(
        "The tables of %(workshop)s need at least %(seats)s person",
        "The tables of %(workshop)s need at least %(seats)s people",
        clash.seats,
    )
    people = ngettext("%(count)s is here", "%(count)s are here", clash.count)
    return f"{needed}, {people}."


def _too_few_seats(clash: Clash, gettext: Gettext, ngettext: Ngettext) -> str:
    people = ngettext("%(count)s person needs %(wanted)s", "%(count)s people need %(wanted)s", clash.count)
    seats = ngettext(
        "%(workshop)s has %(seats)s such seat", "%(workshop)s has %(seats)s such seats", clash.seats
    )
    return f"{people}, {seats}."


COUNTED: dict[str, Callable[[Clash, Gettext, Ngettext], str]] = {
    "too many pinned": _too_many_pinned,
    "too many people": _too_many_people,
    "too few people": _too_few_people,
    "too few seats for needs": _too_few_seats,
}


def _values(clash: Clash, gettext: Gettext) -> dict[str, str | int]:
    number = gettext("Table %(number)s") if clash.kind == "impossible sizes" else gettext("table %(number)s")
    tables = [table.name or number % table._asdict() for table in clash.tables] or [""]
    return {
        "who": _all(clash.people, gettext),
        "table": tables[0],
        "other": tables[-1],
        "workshop": _workshop(clash.workshop, gettext),
        "wanted": _all([_wanted(need, gettext) for need in sorted(clash.needs)], gettext),
        "rules": ", ".join(_rule(rule, gettext) for rule in clash.rules),
        "count": clash.count,
        "seats": clash.seats,
    }


def _all(names: Sequence[str], gettext: Gettext) -> str:
    return reduce(
        lambda one, other: gettext("%(one)s and %(other)s") % {"one": one, "other": other}, names or [""]
    )


def _workshop(named: Named | None, gettext: Gettext) -> str:
    if named is None:
        return ""
    pattern = gettext("“%(name)s”") if named.name else gettext("round %(number)s")
    return pattern % named._asdict()


def _wanted(need: str, gettext: Gettext) -> str:
    known = {
        "wheelchair": gettext("a wheelchair-accessible table"),
        "bsl": gettext("a table with a BSL interpreter"),
        "hearing_loop": gettext("a table with a hearing loop"),
        "quiet": gettext("a quiet table"),
    }
    return known.get(need) or gettext("a table with %(need)s") % {"need": need}


def _rule(rule: str, gettext: Gettext) -> str:
    return {
        "sizes": gettext("table sizes"),
        "needs": gettext("needs"),
        "pins": gettext("pins"),
        "apart": gettext("people kept apart"),
        "together": gettext("people kept together"),
    }[rule]
