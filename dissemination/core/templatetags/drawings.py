"""Where the circles and bars of our drawings stand: plain numbers as text, so that no locale bends them."""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 420
CANDIDATES = 24
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Table:
    """A round table: its centre, its radius, and its seats as (x, y, sector)."""

    x: str
    y: str
    radius: str
    seats: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Constellation:
    """An event's groups as stars: tables, and the lines between neighbours as (x1, y1, x2, y2)."""

    width: int
    height: int
    tables: list[Table]
    lines: list[tuple[str, str, str, str]]


def _text(number: float) -> str:
    return f"{number:.1f}"


def _spread(dice: random.Random, count: int) -> list[Point]:
    """`count` points, each the one of several throws that lies farthest from those already placed."""
    margin = 52
    placed: list[Point] = []
    for _ in range(count):
        throws = [
            (dice.uniform(margin, WIDTH - margin), dice.uniform(margin, HEIGHT - margin))
            for _ in range(CANDIDATES)
        ]
        placed.append(max(throws, key=lambda p: min((math.dist(p, q) for q in placed), default=0)))
    return placed


def _neighbours(points: list[Point]) -> list[tuple[Point, Point]]:
    """A line from each point to the nearest one placed before it: all hang together, none cross the page."""
    return [(p, min(points[:i], key=lambda q: math.dist(p, q))) for i, p in enumerate(points) if i]


def _table(centre: Point, sectors: Sequence[str], radius: float, turn: float) -> Table:
    """The table at `centre` with one seat for each sector, evenly round it."""
    x, y = centre
    angles = [turn + 2 * math.pi * i / max(len(sectors), 1) for i in range(len(sectors))]
    seats = [
        (_text(x + radius * 1.7 * math.cos(a)), _text(y + radius * 1.7 * math.sin(a)), sector)
        for a, sector in zip(angles, sectors, strict=True)
    ]
    return Table(_text(x), _text(y), _text(radius), seats)


def constellation(seed: str, groups: Iterable[int | Iterable[str]]) -> Constellation:
    """The drawing of an event: the same seed and groups always give the same picture.

    A group is a number of seats, or the sector of each seat. Without groups, seven tables of six stand in.
    """
    dice = random.Random(str(seed))  # noqa: S311 - a picture, not a secret
    tables = [["other"] * group if isinstance(group, int) else list(group) for group in groups][:40]
    tables = tables or [["other"] * 6] * 7
    points = _spread(dice, len(tables))
    radius = max(7.0, min(20.0, 120 / math.sqrt(len(tables) + 12)))
    return Constellation(
        WIDTH,
        HEIGHT,
        [
            _table(p, seats[:24], radius, dice.uniform(0, math.pi))
            for p, seats in zip(points, tables, strict=True)
        ],
        [(_text(p[0]), _text(p[1]), _text(q[0]), _text(q[1])) for p, q in _neighbours(points)],
    )


@dataclass(frozen=True, slots=True)
class Climb:
    """A number that rises over time, in steps: the line, the area below, its end, the height of a limit."""

    width: int
    height: int
    line: str
    area: str
    end: tuple[str, str]
    limit: str


def climb(steps: Sequence[tuple[int, int]], limit: int = 0) -> Climb:
    """The drawing of (moment, number from then on) in order; `limit` is drawn across, when there is one.

    One moment alone is as wide as the drawing: how full, with nothing to say about when.
    """
    width, height, top = 480, 200, 28
    first, last = steps[0][0], steps[-1][0]
    if first == last:
        last += 1
        steps = [*steps, (last, steps[-1][1])]
    most = max(limit, steps[-1][1], 1)

    def at(moment: int, number: int) -> str:
        x = width * (moment - first) / (last - first)
        return f"{_text(x)},{_text(height - (height - top) * number / most)}"

    corners = [at(first, 0)]
    for moment, number in steps:
        corners += [at(moment, 0).split(",")[0] + "," + corners[-1].split(",")[1], at(moment, number)]
    x, y = corners[-1].split(",")
    area = f"{' '.join(corners)} {x},{height}"
    drawn = at(last, limit).split(",")[1] if limit else ""
    return Climb(width, height, " ".join(corners), area, (x, y), drawn)


def share(value: float, most: float) -> str:
    """`value` as a percentage of `most`, between 0 and 100, for a width in SVG."""
    return _text(min(100.0, max(0.0, 100 * value / most)) if most > 0 else 0.0)
