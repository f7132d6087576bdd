"""Lines of text: how they are broken, fitted and ordered, and in which typeface they are set."""

import shutil

import pytest

from dissemination.documents import setting, typefaces


def test_a_paragraph_is_broken_between_its_words():
    text = "What would success in improving information sharing look like?\n\nFor whom?"
    lines = setting.wrap(text, width=14)
    assert " ".join(lines).replace("  ", "\n\n") == text
    assert all(setting.line(line).width <= 14 for line in lines)


def test_a_word_longer_than_the_line_is_broken_where_the_line_is_full():
    lines = setting.wrap("so " + "m" * 60 + " long", width=10)
    assert "".join(lines).replace(" ", "") == "so" + "m" * 60 + "long"
    assert all(setting.line(line).width <= 10 for line in lines)


def test_text_beyond_the_last_line_ends_in_an_ellipsis():
    lines = setting.wrap("one two three four five six seven", width=4, limit=2)
    assert (len(lines), lines[-1][-1]) == (2, "…")
    assert setting.wrap("m" * 900, width=3, limit=1) == [
        "m" * (len(setting.wrap("m" * 900, width=3)[0]) - 1) + "…"
    ]


def test_one_line_is_kept_at_the_largest_size_when_it_fits():
    assert setting.fitted("Ann", width=200, height=50, largest=30, smallest=6, lines=2) == (30, ("Ann",))


def test_two_lines_are_taken_where_they_allow_larger_letters():
    size, lines = setting.fitted(
        "Featherstonehaugh Cholmondeley", width=120, height=60, largest=40, smallest=6
    )
    assert lines == ("Featherstonehaugh", "Cholmondeley")
    assert 12 < size < 18


def test_no_text_is_no_ink():
    assert setting.line("").runs == ()
    assert setting.fitted("", width=10, height=10, largest=9, smallest=5)[1] == ("",)


def test_right_to_left_parts_stand_in_reading_order():
    spelt = [glyph.text for run in setting.line("ab שלום 12 cd").runs for glyph in run.glyphs]
    assert "".join(spelt) == "ab 12 םולש cd"


def test_brackets_turn_round_between_right_to_left_words():
    spelt = [glyph.text for run in setting.line("(שלום)").runs for glyph in run.glyphs]
    assert "".join(spelt) == ")םולש("


def test_one_typeface_serves_the_whole_name_where_it_can():
    runs = setting.line("Anh Nguyễn Ọṣun").runs
    assert [run.typeface.family for run in runs] == ["NotoSans"]
    assert setting.line("Ann Example", True).runs[0].typeface.path.name == "AtkinsonHyperlegibleNext-Bold.ttf"


def test_tall_scripts_are_given_more_height():
    assert setting.line("रवि").height > setting.line("Ravi").height


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A folder of installed typefaces that we fill, in place of this machine's."""
    monkeypatch.setattr(typefaces, "INSTALLED", (tmp_path, tmp_path / "absent"))
    for known in (typefaces.anywhere, typefaces._installed, typefaces._bundled, setting.line):
        known.cache_clear()
    yield tmp_path
    for known in (typefaces.anywhere, typefaces._installed, typefaces._bundled, setting.line):
        known.cache_clear()


def test_a_typeface_installed_on_the_machine_is_used_when_ours_fall_short(installed, tmp_path, monkeypatch):
    for name in ("NotoSans-Bold.ttf", "NotoSans-Regular.ttf", "AtkinsonHyperlegibleNext-Bold.ttf"):
        (tmp_path / "ours").mkdir(exist_ok=True)
        shutil.copy(typefaces.BUNDLED / name, tmp_path / "ours" / name)
    (installed / "broken.ttf").write_bytes(b"not a typeface at all")
    shutil.copy(typefaces.BUNDLED / "NotoSansThai-Bold.ttf", installed / "Thai.ttf")
    monkeypatch.setattr(typefaces, "BUNDLED", tmp_path / "ours")
    assert [run.typeface.path.name for run in setting.line("Kong ก้อง", True).runs] == [
        "AtkinsonHyperlegibleNext-Bold.ttf",
        "Thai.ttf",
    ]
    assert typefaces.missing("ก้อง Kong 王 王小") == "王小"


def test_a_letter_that_nothing_can_draw_leaves_a_box_and_its_text(installed):
    (run,) = setting.line("\u0378").runs
    assert (run.glyphs[0].number, run.spoken, run.typeface.family) == (0, "\u0378", "NotoSans")
