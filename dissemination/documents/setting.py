"""Sets a line of text in any script: chooses typefaces, shapes with HarfBuzz, orders right-to-left parts."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import uharfbuzz as hb
from bidi import algorithm

from dissemination.documents import plain, typefaces
from dissemination.documents.typefaces import Typeface

LEADING, TALL = 1.12, 1.45
LONGEST = 200
SPACE = 0.27
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


class Glyph(NamedTuple):
    """A shaped letter; offsets and advance in ems, `text` what a search should find."""

    number: int
    advance: float
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Neighbouring glyphs of one typeface; `spoken` where the glyphs alone do not spell the text."""

    typeface: Typeface
    glyphs: tuple[Glyph, ...]
    spoken: str


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line of text ready to draw, from left to right; width, height and depth below its baseline in ems."""

    runs: tuple[Run, ...]
    width: float
    height: float
    depth: float


@lru_cache(maxsize=20_000)
def line(text: str, bold: bool = False) -> Line:
    """The text, set on one line."""
    runs = [run for part, level in _visual(_directions(text)) for run in _runs(part, bold, level)]
    width = sum(glyph.advance for run in runs for glyph in run.glyphs)
    tall = any(run.typeface.tall for run in runs)
    return Line(tuple(runs), width, TALL if tall else LEADING, 0.42 if tall else 0.24)


def wrap(text: str, *, width: float, bold: bool = False, limit: int = 40) -> list[str]:
    """The text broken into at most `limit` lines of `width` ems; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_filled(paragraph, width, bold, limit + 1 - len(lines)))
        if len(lines) > limit:
            return [*lines[: limit - 1], _cut(lines[limit - 1] + "…", width, bold)]
    return lines


@lru_cache(maxsize=20_000)
def fitted(
    text: str,
    *,
    width: float,
    height: float,
    largest: float,
    smallest: float,
    lines: int = 2,
    bold: bool = False,
) -> tuple[float, tuple[str, ...]]:
    """The largest size, in points, at which the text fits the box on at most `lines` lines, and these lines.

    Width, height and sizes are points. Below the smallest size the text is broken anywhere and cut.
    """
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for count in range(1, lines + 1):
        parts = _evenly(text, count, bold)
        broken = [line(part, bold) for part in parts]
        widest = max(part.width for part in broken) or 1.0
        size = min(largest, width / widest, height / sum(part.height for part in broken))
        best = max(best, (size, tuple(parts)), key=lambda found: found[0])
        if best[0] == largest:
            return best
    if best[0] >= smallest:
        return best
    room = max(1, min(lines, int(height / (smallest * line(text[:LONGEST], bold).height))))
    return smallest, tuple(wrap(text, width=width / smallest, bold=bold, limit=room))


def _evenly(text: str, count: int, bold: bool) -> list[str]:
    """The words on `count` lines of much the same width."""
    words = text.split(" ")
    if count == 1 or len(words) == 1:
        return [text]
    widths = [line(word, bold).width + SPACE for word in words]
    cut = min(range(1, len(words)), key=lambda i: max(sum(widths[:i]), sum(widths[i:]) / (count - 1)))
    return [" ".join(words[:cut]), *_evenly(" ".join(words[cut:]), count - 1, bold)]


def _filled(paragraph: str, width: float, bold: bool, limit: int) -> Iterator[str]:
    held, about = "", 0.0
    for word in paragraph.split(" "):
        longer = f"{held} {word}" if held else word
        about += line(word[:LONGEST], bold).width + SPACE
        if about <= 0.8 * width or line(longer, bold).width <= width:
            held = longer
            continue
        if held:
            yield held
            limit -= 1
        *full, held = _pieces(word, width, bold)
        about = line(held[:LONGEST], bold).width + SPACE
        yield from full
        limit -= len(full)
        if limit <= 0:
            break
    yield held


def _pieces(word: str, width: float, bold: bool) -> Iterator[str]:
    """A word too long for the line, broken after a hyphen or wherever the line is full."""
    while len(word) > 1 and line(word[:LONGEST], bold).width > width:
        piece = _head(word[:LONGEST], width, bold)
        yield piece
        word = word[len(piece) :]
    yield word


def _head(word: str, width: float, bold: bool) -> str:
    low, high = 1, len(word)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if line(word[:middle], bold).width <= width else (low, middle)
    return word[: word.rfind("-", 0, low) + 1 or low]


def _cut(text: str, width: float, bold: bool) -> str:
    while line(text, bold).width > width and len(text) > 1:
        text = text[:-2].rstrip() + "…"
    return text


def _directions(text: str) -> list[tuple[str, int]]:
    """The text in parts of one direction each, with their embedding level (even reads left to right)."""
    if not any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text):
        return [(text, 0)] if text else []
    storage = algorithm.get_empty_storage()
    storage["base_level"] = algorithm.get_base_level(text)
    storage["base_dir"] = ("L", "R")[storage["base_level"]]
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    levelled = groupby(storage["chars"], key=lambda char: int(char["level"]))
    return [("".join(char["ch"] for char in chars), level) for level, chars in levelled]


def _visual(parts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The parts in the order in which they stand on paper (Unicode bidirectional algorithm, rule L2)."""
    for level in range(max((level for _, level in parts), default=0), 0, -1):
        ordered: list[tuple[str, int]] = []
        for turned, group in groupby(parts, key=lambda part, level=level: part[1] >= level):  # type: ignore[misc]
            side_by_side = list(group)
            ordered.extend(side_by_side[::-1] if turned else side_by_side)
        parts = ordered
    return parts


def _runs(text: str, bold: bool, level: int) -> list[Run]:
    runs = [_shaped(part, typeface, level % 2 == 1) for typeface, part in _faces(text, bold)]
    return runs[::-1] if level % 2 else runs


def _faces(text: str, bold: bool) -> list[tuple[Typeface, str]]:
    """The text in parts, each with the one typeface that holds it."""
    whole = typefaces.at_hand(text, bold)
    if whole:
        return [(whole, text)]
    found: list[tuple[Typeface, str]] = []
    for cluster in _clusters(text):
        last = found[-1][0] if found else None
        face = last if last and last.holds(cluster) else typefaces.anywhere(cluster, bold)
        face = face or typefaces.boxed(bold)
        if face == last:
            found[-1] = (face, found[-1][1] + cluster)
        else:
            found.append((face, cluster))
    return found


def _clusters(text: str) -> list[str]:
    """Letters, each with the marks and joiners that follow it."""
    clusters: list[str] = []
    for letter in text:
        joined = unicodedata.category(letter)[0] == "M" or unicodedata.category(letter) == "Cf"
        if joined and clusters:
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def _shaped(text: str, typeface: Typeface, turned: bool) -> Run:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if turned else "ltr"
    hb.shape(typeface.font, buffer)
    em = typeface.face.upem
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    glyphs, told = [], set()
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        letters = (
            "" if info.cluster in told or not info.codepoint else text[info.cluster : ends[info.cluster]]
        )
        told.add(info.cluster)
        glyphs.append(
            Glyph(info.codepoint, place.x_advance / em, place.x_offset / em, place.y_offset / em, letters)
        )
    unspelt = any(glyph.number == 0 for glyph in glyphs) or (len(starts) != len(glyphs) and not turned)
    spoken = text if unspelt else ""
    return Run(typeface, tuple(glyphs), spoken)


def clean(text: str, *, limit: int = 400) -> str:
    """One line of the text as it will be set."""
    return plain.one_line(unicodedata.normalize("NFC", text[: limit * 2]), limit=limit)


def clean_prose(text: str, *, limit: int = 2000) -> str:
    """The text with its line ends, as it will be set."""
    return plain.prose(unicodedata.normalize("NFC", text[: limit * 2]), limit=limit)
