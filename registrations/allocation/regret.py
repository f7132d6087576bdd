"""How far from what they asked for people must end: what no plan can beat, proved by prices.

Put a price on every topic of every round, and let everybody take the topics that cost them least, prices and
square of the ranks together, seats or no seats. Subtract for each topic its price times its most seats, or
its least seats where the price is below 0. In a plan that keeps to the seats people pay no less than those
who choose freely, and for no topic more than is subtracted: so no plan can cost less, whatever the prices
(Lagrange's multipliers; Geoffrion 1974).
"""

import numpy as np

from registrations.allocation.instance import Instance, Ints
from registrations.allocation.topics import NOWHERE, Prices, Topics, asked, companies, fairest

LOOKS = 100  # at prices that may prove more
SLIGHT = 1e-6
WAYS = 20_000  # through the topics of all rounds; where there are more, groups are taken to choose one by one


class _Alone:
    """People who choose one by one; ``rank`` (people, topics) of every round."""

    def __init__(self, rounds: list[Topics], people: Ints) -> None:
        self.rank = [one.rank[people] for one in rounds]
        self.depth = [int(rank[rank < NOWHERE].max(initial=0)) for rank in self.rank]
        self.people = np.arange(len(people))

    def choose(self, prices: list[Prices]) -> tuple[float, list[Ints]]:
        """What they pay in all, and how many take each topic of each round.

        ``paid`` (people, sums of ranks): the least price at which somebody reaches a sum, round after round.
        """
        paid, trail = np.zeros((len(self.people), 1)), []
        for rank, depth, price in zip(self.rank, self.depth, prices, strict=True):
            offers = np.where(rank[:, :, None] == np.arange(depth + 1), price[:, None], np.inf)
            topic, cheapest = offers.argmin(axis=1), offers.min(axis=1)
            ways = np.full((depth + 1, len(paid), paid.shape[1] + depth), np.inf)
            for got, way in enumerate(ways):
                way[:, got : got + paid.shape[1]] = paid + cheapest[:, got : got + 1]
            trail.append((topic, ways.argmin(axis=0)))
            paid = ways.min(axis=0)
        paid += np.arange(paid.shape[1]) ** 2
        return float(paid.min(axis=1).sum()), self._topics(paid.argmin(axis=1), trail, prices)

    def _topics(self, sums: Ints, trail: list[tuple[Ints, Ints]], prices: list[Prices]) -> list[Ints]:
        found = []
        for (topic, ranks), price in zip(reversed(trail), reversed(prices), strict=True):
            rank = ranks[self.people, sums]
            found.append(np.bincount(topic[self.people, rank], minlength=len(price)))
            sums = sums - rank
        return found[::-1]


class _Together:
    """Groups whose people share every topic; ``ways`` (rounds, ways) through the topics of all rounds.

    ``regret`` (groups, ways): the squares of all their people together.
    """

    def __init__(self, rounds: list[Topics], groups: list[Ints]) -> None:
        topics = [len(one.most) for one in rounds]
        self.ways = np.indices(topics).reshape(len(topics), -1)
        self.heads = np.array([len(group) for group in groups])
        self.regret = np.zeros((len(groups), self.ways.shape[1]))
        for row, group in zip(self.regret, groups, strict=True):
            got = sum(one.rank[group][:, way] for one, way in zip(rounds, self.ways, strict=True))
            row += (np.asarray(got, dtype=np.float64) ** 2).sum(axis=0)

    def choose(self, prices: list[Prices]) -> tuple[float, list[Ints]]:
        """What they pay in all, and how many of their people take each topic of each round."""
        fare = sum(price[way] for price, way in zip(prices, self.ways, strict=True))
        paid = self.regret + self.heads[:, None] * fare
        chosen = self.ways[:, paid.argmin(axis=1)]
        people = [
            np.bincount(topics, weights=self.heads, minlength=len(price)).astype(np.intp)
            for topics, price in zip(chosen, prices, strict=True)
        ]
        return float(paid.min(axis=1).sum()), people


def _seats(one: Topics, prices: Prices, people: Ints) -> Ints:
    """(topics,) the seats that a topic's price is taken for: as many as fit its people where it has none."""
    fit = people.clip(one.least, one.most)
    return np.where(prices > 0, one.most, np.where(prices < 0, one.least, fit))


def least_regret(instance: Instance) -> int:
    """The least that people's sums of ranks, squared and added up, can come to.

    The prices begin at what a seat is worth in a fair plan and follow who chooses what (Polyak 1969), until
    that plan is proved to be the best, or for LOOKS looks.
    """
    rounds = asked(instance)
    if not rounds or not len(instance.here):
        return 0
    alone, groups = companies(instance)
    shares, goal = fairest(rounds, alone, groups)
    parties: list[_Alone | _Together] = [_Alone(rounds, alone)]
    if groups and np.prod([float(len(one.most)) for one in rounds]) <= WAYS:
        parties.append(_Together(rounds, groups))
    elif groups:
        parties = [_Alone(rounds, np.arange(len(instance.here)))]
    return _proved(rounds, parties, [one.worth for one in shares], goal)


def _proved(rounds: list[Topics], parties: list[_Alone | _Together], prices: list[Prices], goal: int) -> int:
    best = 0.0
    for _ in range(LOOKS):
        paid, chosen = zip(*(party.choose(prices) for party in parties), strict=True)
        people = [np.sum(those, axis=0) for those in zip(*chosen, strict=True)]
        seats = [_seats(*each) for each in zip(rounds, prices, people, strict=True)]
        found = sum(paid) - sum(float(price @ those) for price, those in zip(prices, seats, strict=True))
        best = max(best, found)
        slopes = [those - seat for those, seat in zip(people, seats, strict=True)]
        steep = sum(float(slope @ slope) for slope in slopes)
        if best > goal - 1 + SLIGHT or not steep:
            break
        prices = [price + (goal - found) / steep * slope for price, slope in zip(prices, slopes, strict=True)]
    return int(np.ceil(best - SLIGHT))
