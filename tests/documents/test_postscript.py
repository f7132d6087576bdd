"""PostScript typefaces: names in East Asian scripts print and can be searched where one is installed."""

import shutil
from pathlib import Path

import pytest

from dissemination.documents import badges, postscript, setting, typefaces
from dissemination.documents.badges import Badge
from tests.documents.reading import words

THREE_NAMES = Path(__file__).with_name("fonts") / "ThreeNames-Bold.otf"
NUMBERED = bytes([139, 139, 139, 12, 30])


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A machine with one typeface of PostScript outlines and no other."""
    shutil.copy(THREE_NAMES, tmp_path)
    monkeypatch.setattr(typefaces, "INSTALLED", (tmp_path,))
    known = (typefaces.anywhere, typefaces._installed, setting.line, setting.fitted)
    for memory in known:
        memory.cache_clear()
    yield
    for memory in known:
        memory.cache_clear()


def test_names_in_east_asian_scripts_print_and_can_be_searched(installed):
    file = badges.label_sheet([Badge(name="王小明", organisation="田中"), Badge(name="김민준")])
    assert words(file).split() == ["王小明", "田中", "김민준"]
    assert b"/FontFile3" in file


def test_a_space_is_taken_from_a_typeface_that_has_one(installed):
    families = [run.typeface.family for run in setting.line("王 明 Ann", True).runs]
    assert families == ["ThreeNames", "AtkinsonHyperlegibleNext", "ThreeNames", "AtkinsonHyperlegibleNext"]


def test_the_letters_it_lacks_are_reported(installed):
    assert badges.unprintable([Badge(name="王大明")]) == [("王大明", "大")]


def test_glyphs_are_called_by_the_numbers_of_their_charset():
    assert typefaces.Typeface(THREE_NAMES).codes == [0, 9544, 15736, 20282, 26323, 27065, 48187, 51703, 55035]


def cff(dictionary, charset=b""):
    """The beginning of a CFF table with this top DICT; a final 29 stands for the place of the charset."""
    start = b"\1\0\4\1" + b"\0\1\1\1\2A"
    index = b"\0\1\1\1" + bytes([1 + len(dictionary) + 6])
    place = len(start) + len(index) + len(dictionary) + 6
    return start + index + dictionary + b"\x1d" + place.to_bytes(4) + b"\x0f" + charset


@pytest.mark.parametrize(
    ("charset", "told"),
    [
        (b"\0" + bytes([0, 7, 0, 9, 1, 0]), [0, 7, 9, 256]),
        (b"\1" + bytes([0, 7, 1, 0, 20, 0]), [0, 7, 8, 20]),
        (b"\2" + bytes([0, 7, 0, 2]), [0, 7, 8, 9]),
    ],
)
def test_a_charset_lists_numbers_or_ranges(charset, told):
    assert postscript.codes(cff(NUMBERED, charset), 4) == told


def test_a_typeface_without_numbers_counts_its_glyphs():
    assert postscript.codes(cff(b""), 3) == [0, 1, 2]
    assert postscript.codes(b"\1\0\4\1\0\1\1\1\2A\0\1\1\1\6" + NUMBERED, 2) == [0, 1]


def test_every_kind_of_operand_is_passed_over():
    operands = b"\x1c\x01\x00\x05" + b"\x1e\x12\x3f\x05" + b"\xf7\x00\x05" + b"\xfb\x00\x05" + b"\x8b\x05"
    assert postscript.codes(cff(operands + NUMBERED, b"\0\0\5"), 2) == [0, 5]
    assert dict(postscript._entries(b"\xf7\x00\x01\xfb\x00\x02")) == {1: 108, 2: -108}
