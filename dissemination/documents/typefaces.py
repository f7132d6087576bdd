"""The typefaces at hand: those that travel with the product first, then what the machine has installed.

A name is set in the first typeface that holds all of its letters; a letter that no typeface holds is
reported by `missing`, so that nobody finds an empty box on a badge on the day.
"""

import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb

from dissemination.documents import postscript

BUNDLED = Path(__file__).with_name("fonts")
INSTALLED = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path("/System/Library/Fonts/Supplemental"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
POSTSCRIPT = "CFF "
FAMILIES = ("AtkinsonHyperlegibleNext", "NotoSans")
_UNSEEN = frozenset({"Cf", "Cc"})


@dataclass(frozen=True)
class Typeface:
    """One font file; equal when the path is equal."""

    path: Path

    @property
    def family(self) -> str:
        """The family that the file's name tells."""
        return self.path.stem.partition("-")[0]

    @property
    def tall(self) -> bool:
        """Whether its letters reach further up and down than those of European scripts."""
        return self.family not in FAMILIES

    @cached_property
    def face(self) -> hb.Face:
        """The file as HarfBuzz reads it."""
        return hb.Face(hb.Blob.from_file_path(str(self.path)))

    @cached_property
    def font(self) -> hb.Font:
        """The scaled font: one unit is one unit of the file."""
        return hb.Font(self.face)

    @cached_property
    def letters(self) -> Container[int]:
        """The code points that the file can draw; none where its outlines are of a kind we cannot embed."""
        return self.face.unicodes if {"glyf", POSTSCRIPT} & set(self.face.table_tags) else ()

    @property
    def is_postscript(self) -> bool:
        """Whether its outlines are PostScript curves, as those of most East Asian typefaces are."""
        return POSTSCRIPT in self.face.table_tags

    @cached_property
    def codes(self) -> Sequence[int]:
        """For each glyph the number by which a PDF calls it."""
        if self.is_postscript:
            return postscript.codes(self.face.reference_table(POSTSCRIPT).data, self.face.glyph_count)
        return range(self.face.glyph_count)

    def holds(self, text: str) -> bool:
        """Whether every letter of the text can be drawn."""
        return all(ord(letter) in self.letters or unseen(letter) for letter in text)


def unseen(letter: str) -> bool:
    """Whether the letter takes no room: a joiner or a variation selector."""
    return unicodedata.category(letter) in _UNSEEN or "\ufe00" <= letter <= "\ufe0f"


def at_hand(text: str, bold: bool) -> Typeface | None:
    """The first typeface of our own that holds the whole text, or None."""
    return next((face for face in _bundled(bold) if face.holds(text)), None)


@lru_cache(maxsize=4096)
def anywhere(letters: str, bold: bool) -> Typeface | None:
    """The first typeface, ours or installed, that holds these few letters, or None."""
    return next((face for face in _in_order(bold) if face.holds(letters)), None)


def missing(text: str) -> str:
    """The letters of the text that no typeface at hand can draw, each once, in their order."""
    return "".join(letter for letter in dict.fromkeys(text) if anywhere(letter, True) is None)


def boxed(bold: bool) -> Typeface:
    """The typeface whose empty box stands for a letter that cannot be drawn."""
    return next(face for face in _bundled(bold) if face.family == FAMILIES[-1])


def _in_order(bold: bool) -> Iterator[Typeface]:
    yield from _bundled(bold)
    yield from _installed(bold)


@cache
def _bundled(bold: bool) -> tuple[Typeface, ...]:
    return _sorted(BUNDLED.glob("*.ttf"), bold=bold)


@cache
def _installed(bold: bool) -> tuple[Typeface, ...]:
    files = (file for folder in INSTALLED if folder.is_dir() for file in folder.rglob("*.[to]t[fc]"))
    return _sorted(files, bold=bold)


def _sorted(files: Iterator[Path], *, bold: bool) -> tuple[Typeface, ...]:
    def rank(file: Path) -> tuple[int, bool, bool, str]:
        family, _, style = file.stem.partition("-")
        known = FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
        return known, not family.startswith("NotoSans"), ("Bold" in style) is not bold, file.name

    return tuple(Typeface(file) for file in sorted(files, key=rank))
