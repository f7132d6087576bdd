"""What no plan can beat, count by count: where a plan meets its bound, the search is over."""

from itertools import combinations

import numpy as np

from registrations.allocation.instance import Instance
from registrations.allocation.regret import least_regret


def evenly(heads: int, places: int) -> int:
    """The fewest pairs that ``heads`` make when they are spread over ``places``: as evenly as can be."""
    if places <= 0:
        return 0
    each, over = divmod(heads, places)
    return over * (each + 1) * each // 2 + (places - over) * each * (each - 1) // 2


def _kept(instance: Instance) -> list[tuple[int, int]]:
    return [pair for pair in instance.together if not instance.absent.intersection(pair)]


def org_pairs(instance: Instance) -> int:
    """Colleagues spread evenly over all tables, less the pairs the organiser keeps together."""
    heads = np.bincount(instance.orgs[instance.here])
    kept = [instance.orgs[a] for a, b in _kept(instance) if instance.orgs[a] == instance.orgs[b]]
    spared = np.bincount(np.array(kept, dtype=np.intp), minlength=len(heads))
    return sum(
        max(0, evenly(int(m), len(tables)) - int(spare))
        for tables in instance.tables
        for m, spare in zip(heads, spared, strict=True)
    )


def _meet_again(heads: int, places: list[int]) -> int:
    """The fewest repeats of ``heads`` people who have places[r] tables in round r.

    A pair that meets m times shares m(m-1)/2 pairs of rounds. In two rounds with a and b tables there are
    a*b ways to sit, so at least evenly(heads, a*b) pairs sit the same way in both: sum that over all pairs of
    rounds. And all meetings fall on heads*(heads-1)/2 pairs, at best evenly.
    """
    if heads < 2:
        return 0
    cells = sum(evenly(heads, a * b) for a, b in combinations(places, 2))
    meetings = sum(evenly(heads, k) for k in places)
    return max(cells, evenly(meetings, heads * (heads - 1) // 2))


def repeats(instance: Instance) -> int:
    """The larger of two bounds: everybody over all tables, or, need by need, people over the few that serve.

    The second adds up over needs since no person is counted under two of them.
    """
    here, kept, rounds = instance.here.tolist(), _kept(instance), instance.rounds
    spare = rounds * (rounds - 1) // 2
    everybody = _meet_again(len(here), [len(row) for row in instance.tables]) - len(kept) * spare
    rare, used = 0, set[int]()
    asked = {feature for d in here for feature in instance.needs[d]}
    offers = {f: [sum(f in t.features for t in row) for row in instance.tables] for f in asked}
    for feature, places in sorted(offers.items(), key=lambda item: (item[1], item[0])):
        those = {d for d in here if feature in instance.needs[d]} - used
        used |= those
        inside = sum(a in those and b in those for a, b in kept)
        rare += max(0, _meet_again(len(those), places) - inside * spare)
    return max(everybody, rare, 0)


def moves(instance: Instance) -> int:
    """Changes that sizes force: seats of tables too small that walk-ins cannot fill, or tables too big."""
    if instance.before is None:
        return 0
    forced = 0
    for row, tables in zip(instance.before[:, instance.here], instance.tables, strict=True):
        size = np.bincount(row[row >= 0], minlength=len(tables))
        short = sum(max(0, t.least - int(s)) for t, s in zip(tables, size, strict=True))
        over = sum(max(0, int(s) - t.most) for t, s in zip(tables, size, strict=True))
        forced += max(short - int((row < 0).sum()), over, 0)
    return forced


def bounds(instance: Instance) -> dict[str, int]:
    """For every count, what no plan that keeps the hard rules can go below."""
    found = {f"mix.{name}": 0 for name in instance.balance}
    found |= {"org_pairs": org_pairs(instance), "repeats": repeats(instance)}
    if instance.wishes is not None:
        found["pref"] = least_regret(instance)
    if instance.before is not None:
        found["moves"] = moves(instance)
    return found
