"""One allocation problem in plain values: who comes, which tables there are, which rules hold."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from registrations.allocation.clashes import Named

Ints = NDArray[np.intp]


class Malformed(ValueError):
    """The data do not have the shape of an allocation problem; the sentence says where."""


@dataclass(frozen=True)
class Table:
    """One group of one round: how many it seats, what it offers, what it talks about, how people call it."""

    least: int
    most: int
    features: frozenset[str] = frozenset()
    topic: Hashable = None
    name: str = ""


@dataclass(frozen=True)
class Weights:
    """What one unit of each count costs."""

    org_pairs: float = 10
    repeats: float = 6
    pref: float = 1


@dataclass(frozen=True)
class Instance:
    """Everything the engine knows. People and tables are numbered from 0; arrays are (people,) unless said.

    ``wishes`` holds one (people, tables) array per round: 0 for the first choice, 1 for the second ...,
    the number of ranked topics for a topic that was not ranked; None where nobody was asked.
    ``before`` is (rounds, people), -1 where somebody had no place; None when this is not a repair.
    ``titles`` are the rounds' own, for sentences; none where they go by number.
    """

    name: str
    people: tuple[str, ...]
    orgs: Ints
    kinds: Mapping[str, Ints]
    needs: tuple[frozenset[str], ...]
    tables: tuple[tuple[Table, ...], ...]
    pins: tuple[tuple[int, int, int], ...]
    apart: tuple[tuple[int, int], ...]
    together: tuple[tuple[int, int], ...]
    balance: Mapping[str, float]
    weights: Weights
    wishes: tuple[Ints, ...] | None
    absent: frozenset[int]
    before: Ints | None
    titles: tuple[str, ...]

    def round_name(self, number: int) -> Named:
        """What a round is called: by its title, or by its number where it has none."""
        return Named(number + 1, self.titles[number] if number < len(self.titles) else "")

    def table_name(self, number: int, table: int) -> Named:
        """What a table of a round is called; also one that there is not."""
        there = number < self.rounds and table < len(self.tables[number])
        return Named(table + 1, self.tables[number][table].name if there else "")

    @property
    def rounds(self) -> int:
        """How many rounds people are seated for."""
        return len(self.tables)

    @property
    def here(self) -> Ints:
        """The people who are to be seated, ascending."""
        return np.array([d for d in range(len(self.people)) if d not in self.absent], dtype=np.intp)


def numbered(values: Iterable[Hashable]) -> Ints:
    """Each value's number in order of first appearance."""
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(value, len(seen)) for value in values], dtype=np.intp)


def _rank(topic: Hashable, want: Sequence[Hashable] | None) -> int:
    if want is None:
        return 0
    return want.index(topic) if topic in want else len(want)


def _wishes(
    delegates: Sequence[Mapping[str, Any]], tables: Sequence[Sequence[Table]]
) -> tuple[Ints, ...] | None:
    if not any("ranks" in person for person in delegates):
        return None
    found = []
    for number, row in enumerate(tables):
        asked = [person["ranks"][number] if "ranks" in person else None for person in delegates]
        topics = {table.topic for table in row}
        at = {topic: [_rank(topic, want) for want in asked] for topic in topics}
        found.append(np.array([at[table.topic] for table in row], dtype=np.intp).T)
    return tuple(found)


def _table(raw: Mapping[str, Any]) -> Table:
    told = frozenset(raw.get("features", ())), raw.get("topic"), str(raw.get("name", ""))
    return Table(int(raw["min"]), int(raw["max"]), *told)


def _pairs(raw: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({(min(a, b), max(a, b)) for a, b in raw}))


def _before(raw: Mapping[str, Any]) -> Ints | None:
    return np.array(raw["before"], dtype=np.intp) if "before" in raw else None


def _build(raw: Mapping[str, Any]) -> Instance:
    delegates = raw["delegates"]
    tables = tuple(tuple(_table(one) for one in row) for row in raw["groups"])
    balance = {str(name): float(weight) for name, weight in raw.get("balance", {}).items()}
    return Instance(
        name=str(raw.get("name", "")),
        people=tuple(str(d.get("name", f"Delegate {number}")) for number, d in enumerate(delegates)),
        orgs=numbered(d["org"] for d in delegates),
        kinds={name: numbered(d[name] for d in delegates) for name in balance},
        needs=tuple(frozenset(d.get("needs", ())) for d in delegates),
        tables=tables,
        pins=tuple(sorted({(int(d), int(r), int(g)) for d, r, g in raw.get("pins", ())})),
        apart=_pairs(raw.get("apart", ())),
        together=_pairs(raw.get("together", ())),
        balance=balance,
        weights=Weights(**{k: float(v) for k, v in raw.get("weights", {}).items()}),
        wishes=_wishes(delegates, tables),
        absent=frozenset(int(d) for d in raw.get("absent", ())),
        before=_before(raw),
        titles=tuple(str(title) for title in raw.get("titles", ())),
    )


def _checked(made: Instance, raw: Mapping[str, Any]) -> Instance:
    people = len(made.people)
    named = [d for d, _, _ in made.pins] + [d for pair in made.apart + made.together for d in pair]
    if any(not 0 <= d < people for d in [*named, *made.absent]):
        raise Malformed("A pin, a pair or an absence names a delegate who is not on the list.")
    if raw.get("rounds", made.rounds) != made.rounds:
        raise Malformed(f"{raw['rounds']} rounds are announced, tables are given for {made.rounds}.")
    if made.before is not None and made.before.shape != (made.rounds, people):
        raise Malformed("The earlier plan does not have one place per round and delegate.")
    if any(a == b for a, b in made.apart + made.together):
        raise Malformed("A pair names the same delegate twice.")
    return made


def read(raw: Mapping[str, Any]) -> Instance:
    """The problem that the JSON object states (its shape is told in docs/groups.md).

    Raises Malformed with a sentence where something is missing or out of range.
    """
    try:
        made = _build(raw)
    except KeyError as missing:
        raise Malformed(f"The problem cannot be read: {missing} is missing.") from missing
    except (TypeError, ValueError, IndexError, AttributeError) as wrong:
        raise Malformed(f"The problem cannot be read: {wrong!r}.") from wrong
    return _checked(made, raw)
