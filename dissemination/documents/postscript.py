"""The numbers by which a PDF calls the glyphs of a PostScript typeface (Adobe Technical Note 5176)."""

from collections.abc import Iterator

_CHARSET = 15
_IS_NUMBERED = 1230
_ESCAPE = 12


def codes(table: bytes, glyphs: int) -> list[int]:
    """For each glyph of a CFF table its number in a PDF: the one its charset gives, else its place."""
    entries = dict(_entries(_first_top_dict(table)))
    if _IS_NUMBERED not in entries or not entries.get(_CHARSET, 0):
        return list(range(glyphs))
    return [0, *_charset(table, entries[_CHARSET], glyphs)][:glyphs]


def _first_top_dict(table: bytes) -> bytes:
    after_names = _index(table, table[2])[1]
    start, end = _index(table, after_names)[0]
    return table[start:end]


def _index(table: bytes, place: int) -> tuple[tuple[int, int], int]:
    """Where the first object of an INDEX lies, and where the INDEX ends."""
    count, size = int.from_bytes(table[place : place + 2]), table[place + 2]
    offsets = [
        int.from_bytes(table[place + 3 + n * size : place + 3 + (n + 1) * size]) for n in (0, 1, count)
    ]
    base = place + 2 + (count + 1) * size
    return (base + offsets[0], base + offsets[1]), base + offsets[2]


def _entries(dictionary: bytes) -> Iterator[tuple[int, int]]:
    """Each operator of a DICT with its last operand; real numbers, which we never need, count as 0."""
    place, last = 0, 0
    while place < len(dictionary):
        first = dictionary[place]
        if first <= 21:
            escaped = first == _ESCAPE
            yield (first * 100 + dictionary[place + 1] if escaped else first), last
            place += 2 if escaped else 1
        else:
            last, place = _operand(dictionary, place)


def _operand(dictionary: bytes, place: int) -> tuple[int, int]:
    first = dictionary[place]
    if first in (28, 29):
        width = 2 if first == 28 else 4
        return int.from_bytes(dictionary[place + 1 : place + 1 + width], signed=True), place + 1 + width
    if first == 30:
        while 15 not in divmod(dictionary[place + 1], 16):
            place += 1
        return 0, place + 2
    if first <= 246:
        return first - 139, place + 1
    second = dictionary[place + 1]
    value = (first - 247) * 256 + second + 108 if first <= 250 else (251 - first) * 256 - second - 108
    return value, place + 2


def _charset(table: bytes, place: int, glyphs: int) -> Iterator[int]:
    """The numbers of all glyphs but the first, from single numbers or from ranges of them."""
    form, place, told = table[place], place + 1, 1
    width = {0: 0, 1: 1, 2: 2}[form]
    while told < glyphs:
        first = int.from_bytes(table[place : place + 2])
        more = int.from_bytes(table[place + 2 : place + 2 + width])
        yield from range(first, first + more + 1)
        told += more + 1
        place += 2 + width
