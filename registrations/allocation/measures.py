"""The counts an organiser sees, 0 being perfect; each is shown beside its bound."""

from collections.abc import Mapping

import numpy as np

from registrations.allocation.instance import Instance, Ints
from registrations.allocation.mix import outside


def _pairs(instance: Instance) -> tuple[tuple[int, int], ...]:
    return tuple(pair for pair in instance.together if not instance.absent.intersection(pair))


def _meetings(instance: Instance, plan: Ints) -> tuple[int, int]:
    """Pairs of colleagues at one table over all rounds, and repeated meetings, kept-together pairs apart."""
    here, place = instance.here, np.zeros(len(instance.people), dtype=np.intp)
    place[here] = np.arange(len(here))
    met = np.zeros((len(here), len(here)), dtype=np.int16)
    for row in plan[:, here]:
        met += row[:, None] == row
    for a, b in place[np.array(_pairs(instance), dtype=np.intp).reshape(-1, 2)].tolist():
        met[a, b] = met[b, a] = 0
    np.fill_diagonal(met, 0)
    colleagues = instance.orgs[here, None] == instance.orgs[here]
    return int(met[colleagues].sum()) // 2, int((met * (met - 1)).sum()) // 4


def _mix(instance: Instance, plan: Ints, name: str) -> int:
    """People outside their table's quota: its size times the share of their value, rounded either way."""
    here, total = instance.here, 0
    codes = instance.kinds[name][here]
    share = np.bincount(codes)
    for row, tables in zip(plan, instance.tables, strict=True):
        count = np.zeros((len(tables), len(share)), dtype=np.intp)
        np.add.at(count, (row[here], codes), 1)
        total += int(outside(count.sum(axis=1)[:, None], count, share, max(len(here), 1)).sum())
    return total


def regrets(instance: Instance, plan: Ints) -> Ints:
    """(rounds, people): how far down their list everybody ended, 0 for a first choice and for the absent."""
    found = np.zeros(plan.shape, dtype=np.intp)
    for number, wishes in enumerate(instance.wishes or ()):
        found[number, instance.here] = wishes[instance.here, plan[number, instance.here]]
    return found


def counts(instance: Instance, plan: Ints) -> dict[str, int]:
    """All counts of a plan (rounds, people): mix.<attribute>, org_pairs, repeats; pref and moves if asked."""
    found = {f"mix.{name}": _mix(instance, plan, name) for name in instance.balance}
    found["org_pairs"], found["repeats"] = _meetings(instance, plan)
    if instance.wishes is not None:
        found["pref"] = int((regrets(instance, plan).sum(axis=0) ** 2).sum())
    if instance.before is not None:
        told = instance.before[:, instance.here]
        found["moves"] = int(((told >= 0) & (told != plan[:, instance.here])).sum())
    return found


def cost(instance: Instance, found: Mapping[str, int]) -> float:
    """The weighted sum of the counts; moves have a budget, not a price."""
    weights = instance.weights
    price = {f"mix.{name}": weight for name, weight in instance.balance.items()}
    price |= {"org_pairs": weights.org_pairs, "repeats": weights.repeats, "pref": weights.pref}
    return float(sum(price[name] * count for name, count in found.items() if name in price))
