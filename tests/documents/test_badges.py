"""Badges: everybody's name on the right label, whatever the script and the length, with a code that reads."""

import time
from dataclasses import replace

import pytest

from dissemination.documents import badges, codes, typefaces
from dissemination.documents.badges import Badge, Label, Words
from tests.documents.reading import codes as codes_in
from tests.documents.reading import drawing, pages, sizes, words

ANN = Badge(
    name="Ann Example",
    organisation="Northvale Borough Council",
    role="Delegate",
    groups=("Workshop 1: Table 4", "Workshop 2: Canal Room"),
    qr="https://onward.example.org/c/abcdefgh12",
    number="0042",
)


def test_a_badge_tells_who_its_wearer_is_and_where_they_sit():
    file = badges.label_sheet([ANN], heading="Birmingham")
    assert words(file).splitlines() == [
        "Birmingham",
        "Ann Example",
        "Delegate 0042",
        "Northvale Borough Council",
        "Workshop 1: Table 4",
        "Workshop 2: Canal Room",
    ]
    assert codes_in(file) == [ANN.qr]


def test_the_sheets_fill_label_by_label():
    many = [replace(ANN, name=f"Delegate {number}") for number in range(1, 24)]
    read = pages(badges.label_sheet(many))
    assert [page.count("Workshop 1") for page in read] == [10, 10, 3]
    assert "Delegate 11\n" in read[1]


def test_a_sheet_that_is_begun_is_used_from_its_next_label():
    read = pages(badges.label_sheet([ANN] * 5, start_at=8))
    assert [page.count("Ann Example") for page in read] == [3, 2]


def test_a_full_sheet_leaves_no_blank_page():
    assert len(pages(badges.label_sheet([ANN] * 10))) == 1


def test_no_badges_make_one_blank_sheet():
    assert pages(badges.label_sheet([])) == [""]


@pytest.mark.parametrize("start", [0, 11, -1])
def test_a_label_that_the_sheet_does_not_have_is_refused(start):
    with pytest.raises(ValueError, match="between 1 and 10"):
        badges.label_sheet([ANN], start_at=start)


def test_the_printer_offset_moves_everything_right_and_down():
    plain, moved = (drawing(badges.label_sheet([ANN], offset_mm=by)) for by in ((0, 0), (1, 2)))
    assert plain.count(b"BT 1 0 0 1 62.36 ") == moved.count(b"BT 1 0 0 1 65.20 ") > 0


@pytest.mark.parametrize("key", list(badges.labels()))
def test_every_known_sheet_keeps_its_labels_on_the_paper(key):
    sheet = badges.labels()[key]
    left, top = sheet.corner(0)
    right, bottom = (
        a + b for a, b in zip(sheet.corner(sheet.per_sheet - 1), (sheet.width, sheet.height), strict=True)
    )
    assert left >= 0
    assert top >= 0
    assert right <= sheet.page[0] + 0.5
    assert bottom <= sheet.page[1] + 0.5
    assert words(badges.label_sheet([ANN], label=key)).count("Example") == 1


def test_a_sheet_of_any_other_size_can_be_described():
    own = Label(
        key="own",
        description="Own",
        page=(100, 60),
        columns=1,
        rows=1,
        width=90,
        height=50,
        left=5,
        top=5,
        step_x=0,
        step_y=0,
    )
    assert len(pages(badges.label_sheet([ANN, ANN], label=own))) == 2


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh Tuyết",
        "Ọ̀ṣun Àbẹ́",
        "Łukasz Żółć",
        "Ελένη Παπαδοπούλου",
        "Олександра Шевченко",
        "محمد العربي",
        "שרה לוי",
        "ਗੁਰਪ੍ਰੀਤ",
        "শ্রাবণী",
        "தமிழ்",
        "ก้อง",
        "Անի",
        "ნინო",
    ],
)
def test_a_name_is_set_in_its_own_script_and_can_be_searched(name):
    assert name in words(badges.label_sheet([Badge(name=name)])).replace("\n", " ")
    assert badges.unprintable([Badge(name=name)]) == []


@pytest.mark.skipif(
    typefaces.anywhere("王田김か", True) is None, reason="fonts-wqy-microhei is not installed"
)
def test_chinese_japanese_and_korean_names_print_where_the_machine_has_their_typeface():
    names = ["王小明", "山田 太郎", "鈴木 さくら", "김민준", "陈龙 (Chen Long)"]
    assert badges.unprintable([Badge(name=name) for name in names]) == []
    printed = words(badges.label_sheet([Badge(name=name, organisation="東京都庁") for name in names]))
    assert [name for name in names if name not in printed] == []


@pytest.mark.parametrize("name", ["रवि शर्मा", "గ్రేస్", "Ravi रवि and محمد 12"])
def test_letters_that_join_into_new_shapes_say_what_they_stand_for(name):
    file = badges.label_sheet([Badge(name=name)])
    assert badges.unprintable([Badge(name=name)]) == []
    assert b"/ActualText <feff" in drawing(file)


@pytest.mark.parametrize(
    "name",
    [
        "<font color=\"[[[getattr(pow,Word('__globals__'))['os'].system('touch pwned')...]]]\">x</font>",
        "Anna <b> & Co < 3",
        "</para>&lt;",
        "(Ann) \\ [x] Tj ET",
    ],
)
def test_markup_in_a_name_is_printed_as_it_stands(name):
    assert words(badges.label_sheet([Badge(name=name)])).replace("\n", "").replace(" ", "") == name.replace(
        " ", ""
    )


def test_names_that_cannot_be_drawn_are_reported_before_printing():
    listed = [ANN, replace(ANN, name="Li \u0378\u0378\u0379"), Badge(name="Bo", organisation="\u0378")]
    assert badges.unprintable(listed) == [("Li \u0378\u0378\u0379", "\u0378\u0379"), ("Bo", "\u0378")]
    assert len(pages(badges.label_sheet(listed))) == 1


@pytest.mark.parametrize(
    "name", ["W" * 100_000, "a " * 50_000, "ش" * 100_000, "e\u0301" * 50_000, "\u0301" * 5000]
)
def test_a_name_without_end_costs_no_time_and_stays_on_its_label(name):
    started = time.process_time()
    file = badges.label_sheet([replace(ANN, name=name, organisation=name, role=name, groups=(name,) * 3)])
    assert time.process_time() - started < 1
    assert len(pages(file)) == 1


def test_a_long_name_is_broken_over_lines_and_shown_whole():
    name = "Bartholomew Featherstonehaugh-Cholmondeley"
    assert words(badges.label_sheet([Badge(name=name)])).splitlines() == name.split(" ")


def test_a_wish_not_to_be_photographed_is_a_word_on_the_badge():
    shy = replace(ANN, no_photographs=True)
    assert "No photographs" in words(badges.label_sheet([shy]))
    assert "Pas de photos" in words(badges.label_sheet([shy], words=Words(no_photographs="Pas de photos")))
    long_role = replace(shy, role="Interpreter (British Sign Language)")
    both = words(badges.label_sheet([long_role])).splitlines()
    assert {"No photographs", "Interpreter (British Sign Language)"} < set(both)
    assert "No photographs" in words(badges.label_sheet([replace(shy, role="")]))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_long_name_and_organisation_shrink_before_the_tables(count):
    tables = ("Workshop 1: Table 14", "Workshop 2: Canal Room", "15:30 Table 3", "16:30 Table 12")[:count]
    worn = replace(
        ANN,
        name="Alexandria Montgomery-Featherstonehaugh",
        organisation="Department for Communities and Local Government of Greater Manchester",
        groups=tables,
    )
    found = sizes(badges.label_sheet([worn], heading="Spreading what works"))
    assert {table for table in tables if found[table] >= 7.5} == set(tables)
    shy = replace(worn, role="Delegate, Facilitator", no_photographs=True)
    said = words(badges.label_sheet([shy]))
    assert [table for table in tables if table not in said] == []


def test_more_groups_than_lines_share_them():
    crowd = replace(ANN, groups=tuple(f"Table {n}" for n in range(12)))
    said = words(badges.label_sheet([crowd]))
    assert [name for name in crowd.groups if name not in said] == []
    assert "Table 0 · Table 1\n" in said


def test_a_small_label_has_no_code_that_nobody_could_read():
    tiny = Label(
        key="tiny",
        description="",
        page=(60, 20),
        columns=1,
        rows=1,
        width=60,
        height=20,
        left=0,
        top=0,
        step_x=0,
        step_y=0,
    )
    assert codes_in(badges.label_sheet([ANN], label=tiny, heading="Birmingham")) == []


@pytest.mark.parametrize("text", ["x", "https://onward.example.org/t/" + "é王" * 20, "A" * 1000])
def test_every_code_reads_back(text):
    assert codes_in(badges.label_sheet([replace(ANN, qr=text)])) == [text]


@pytest.mark.parametrize("text", ["", "x" * 1001])
def test_a_code_for_nothing_or_too_much_is_refused(text):
    with pytest.raises(ValueError, match=r"between 1 and 1,000"):
        codes.mask(text)
