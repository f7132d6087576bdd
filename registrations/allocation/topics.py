"""Who talks about what: topics shared out as fairly as their seats allow.

Where tables have topics and people rank them, a round alone is a transportation problem: people go to topics,
and each topic has a least and a most number of seats. Chains of people who each make room for the next find
its cheapest solution exactly (successive shortest paths, Busacker and Gowen 1961); as topics are few, the
graph on which the shortest chain is sought is tiny, however many people there are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from registrations.allocation.instance import Instance, Ints
from registrations.allocation.model import Flags, seats_open, units_of

Prices = NDArray[np.float64]
NOWHERE = 10**9  # the price of a topic at whose tables somebody may not sit
AGAIN = 20  # times that all rounds are gone through, at most


@dataclass(frozen=True)
class Topics:
    """One round: ``table`` (tables,) topic of each table; ``rank`` (people here, topics); seats (topics,).

    Who may sit nowhere, as rules clash, is taken to be free.
    """

    table: Ints
    rank: Ints
    least: Ints
    most: Ints


@dataclass(frozen=True)
class Shares:
    """One round: ``at`` (people here,) topics; ``worth`` (topics,) what one seat more of each would save."""

    at: Ints
    worth: Prices


def asked(instance: Instance) -> list[Topics]:
    """Every round's topics; no rounds where nobody was asked."""
    return [_topics(instance, number, wishes) for number, wishes in enumerate(instance.wishes or ())]


def _topics(instance: Instance, number: int, wishes: Ints) -> Topics:
    tables, here = instance.tables[number], instance.here
    names = sorted({table.topic for table in tables}, key=str)
    table = np.array([names.index(table.topic) for table in tables], dtype=np.intp)
    may = seats_open(instance, number)[here]
    rank = np.full((len(here), len(names)), NOWHERE)
    for topic in range(len(names)):
        those = table == topic
        welcome = may[:, those].any(axis=1) | ~may.any(axis=1)
        rank[:, topic] = np.where(welcome, wishes[here][:, those.argmax()], NOWHERE)
    seats = np.array([(t.least, t.most) for t in tables], dtype=np.intp)
    least, most = np.array([seats[table == topic].sum(axis=0) for topic in range(len(names))]).T
    return Topics(table, rank, least, most)


def companies(instance: Instance) -> tuple[Ints, list[Ints]]:
    """Who is on their own, and the groups kept together, as numbers among the people who are here."""
    place = np.full(len(instance.people), -1, dtype=np.intp)
    place[instance.here] = np.arange(len(instance.here))
    units = [place[unit] for unit in units_of(instance)]
    alone = np.array([int(unit[0]) for unit in units if len(unit) == 1], dtype=np.intp)
    return alone, [unit for unit in units if len(unit) > 1]


class _Chains:
    """People (people,) ``at`` topics while chains are made; ``price`` (people, topics) of every choice."""

    def __init__(self, price: Ints, least: Ints, most: Ints) -> None:
        self.price, self.least, self.most = price, least, most
        self.at: Ints = price.argmin(axis=1)
        self.fill()

    @property
    def size(self) -> Ints:
        """How many people each topic has."""
        return np.bincount(self.at, minlength=len(self.most))

    def fill(self) -> None:
        """Cheapest chains from topics that are too full, then to topics that are too empty.

        Each is the shortest of those that help, so that no cheaper way to the same sizes is left. It stops
        where no chain helps, which is so only where no plan keeps the rules.
        """
        while (over := self.size - self.most).max(initial=0) > 0:
            full = np.arange(len(over)) == over.argmax()
            if not self._shift(full, self.size < self.most, int(over.max())):
                return
        while (short := self.least - self.size).max(initial=0) > 0:
            empty = np.arange(len(short)) == short.argmax()
            if not self._shift(self.size > self.least, empty, int(short.max())):
                return

    def _steps(self) -> Ints:
        """(topics, topics): the least that it costs when somebody of one topic goes to another."""
        found = np.full((len(self.most), len(self.most)), NOWHERE)
        for topic in np.unique(self.at).tolist():
            those = self.price[self.at == topic]
            found[topic] = (those - those[:, topic : topic + 1]).min(axis=0)
        return found

    def _shift(self, starts: Flags, goals: Flags, heads: int) -> bool:
        """Move up to so many people along the shortest chain from one of the starts to one of the goals."""
        step, size = self._steps(), self.size
        dear, back = _shortest(step, starts)
        goal = int(np.where(goals, dear, 2 * NOWHERE).argmin())
        if not goals[goal] or dear[goal] >= NOWHERE // 2:
            return False
        chain = [goal]
        while back[chain[-1]] != chain[-1]:
            chain.append(back[chain[-1]])
        links = list(zip(chain[1:], chain, strict=False))
        movers = [self._movers(one, other, int(step[one, other])) for one, other in links]
        spare = int(size[chain[-1]] - self.least[chain[-1]]), int(self.most[goal] - size[goal])
        number = min([heads, *spare, *map(len, movers)])
        for (_, topic), those in zip(links, movers, strict=True):
            self.at[those[:number]] = topic
        return True

    def _movers(self, one: int, other: int, price: int) -> Ints:
        """Who may go from one topic to another at this price."""
        change = self.price[:, other] - self.price[:, one]
        return np.flatnonzero((self.at == one) & (change == price))

    def worth(self) -> Prices:
        """(topics,) what one seat more of a topic would save: at these prices everybody's choice is cheapest.

        Below 0 for a topic that has no more people than it must have.
        """
        dear, _ = _shortest(self._steps(), self.size > self.least)
        return np.where(dear < NOWHERE // 2, -dear, 0.0)


def _shortest(step: Ints, starts: Flags) -> tuple[Ints, list[int]]:
    """Bellman and Ford: how dear the shortest chain from the starts to every topic is, and its last stop."""
    dear, back = np.where(starts, 0, NOWHERE), list(range(len(step)))
    for _ in range(len(step)):
        for a in range(len(step)):
            for b in np.flatnonzero(dear[a] + step[a] < dear).tolist():
                dear[b], back[b] = dear[a] + step[a, b], a
    return dear, back


def fairest(rounds: list[Topics], alone: Ints, groups: list[Ints]) -> tuple[list[Shares], int]:
    """Everybody's topics in every round, and what they cost: people's sums of ranks, squared and added up.

    Round by round as cheap as can be while the others stand, until no round alone gets cheaper. Exact for a
    round, but for groups kept together: they choose by what a seat was worth the time before.
    """
    got = np.zeros((len(rounds), len(rounds[0].rank)), dtype=np.intp)
    shares = [Shares(got[0], np.zeros(len(one.most))) for one in rounds]
    costs: list[int] = []
    while len(costs) < 2 or (costs[-1] < costs[-2] and len(costs) < AGAIN):
        for number, one in enumerate(rounds):
            others = got.sum(axis=0) - got[number]
            shares[number] = _shared(one, others, shares[number].worth, alone, groups)
            got[number] = one.rank[np.arange(len(others)), shares[number].at]
        costs.append(int((got.sum(axis=0) ** 2).sum()))
    return shares, costs[-1]


def _shared(one: Topics, others: Ints, worth: Prices, alone: Ints, groups: list[Ints]) -> Shares:
    price = np.where(one.rank < NOWHERE, (one.rank + others[:, None]) ** 2, NOWHERE)
    at, taken = np.zeros(len(price), dtype=np.intp), np.zeros(len(one.most), dtype=np.intp)
    for group in groups:
        topic = int((price[group].sum(axis=0) + len(group) * worth).argmin())
        at[group] = topic
        taken[topic] += len(group)
    chains = _Chains(price[alone], one.least - taken, one.most - taken)
    at[alone] = chains.at
    return Shares(at, chains.worth())


def tables_for(instance: Instance, rng: np.random.Generator) -> Ints:
    """(rounds, people here) a table for everybody in the topics of a fair plan, -1 for any.

    Groups kept together choose first, then those whom fewer tables suit, the others in any order; everybody
    takes the table that lacks most people.
    """
    rounds = asked(instance)
    found = np.full((instance.rounds, len(instance.here)), -1, dtype=np.intp)
    if not rounds or not len(instance.here):
        return found
    alone, groups = companies(instance)
    shares, _ = fairest(rounds, alone, groups)
    for number, (one, share) in enumerate(zip(rounds, shares, strict=True)):
        may = seats_open(instance, number)[instance.here] & (one.table == share.at[:, None])
        order = alone[np.lexsort((rng.random(len(alone)), may[alone].sum(axis=1)))]
        least, most = np.array([(t.least, t.most) for t in instance.tables[number]], dtype=np.intp).T
        size = np.zeros(len(most), dtype=np.intp)
        for unit in [*groups, *order[:, None]]:
            free = may[unit[0]] & (size + len(unit) <= most)
            table = int(np.where(free, size - least, NOWHERE).argmin())
            if free[table]:
                found[number, unit] = table
                size[table] += len(unit)
    return found
