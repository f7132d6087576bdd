"""The papers of the day: what stands on them, in which order, and that no text can break them."""

import io
import time
from dataclasses import replace

import pypdf
import pytest

from dissemination.documents import papers
from dissemination.documents.badges import Badge
from tests.documents.reading import codes, drawing, pages, words

OCCASION = papers.Occasion(
    event="Improving information sharing", day="Thursday 12 June 2026", place="Birmingham"
)
ITEM = papers.Item(
    time="09:30", item="Welcome", room="Hall", who=("Ann Example", "Bo Sample"), cues="Lapel microphone"
)
RING = papers.Telephone(name="Venue desk", number="+44 121 496 0000", role="Doors")
ANN = papers.Arrival(name="Ann Example", organisation="Harbour Housing", groups=("Table 4", "Table 7"))
QUESTION = papers.Question(
    text="What would success look like?", perspectives=("Local government", "Service user")
)
TABLE = papers.Table(
    name="Table 4",
    workshop="Workshop 1",
    questions=(QUESTION, papers.Question(text="What will you do first?")),
    room="Canal Room",
    time="11:00–12:30",
    people=("Fay Facilitator", "Sam Scribe"),
    link="https://onward.example.org/t/abcdefgh",
    short_address="onward.example.org/t 4KX7",
)
SHEET = papers.Facilitation(
    table=TABLE,
    helpers=("Fay Facilitator (Facilitator)",),
    neighbours=(
        papers.Neighbour(name="Ann", organisation="Harbour Housing"),
        papers.Neighbour(name="Bo", note="Interprets for Ann"),
    ),
)
SIGN = papers.Sign(name="Table 4", topic="Records", offers=("Wheelchair access",), room="Canal Room")
PLAN = papers.Plan(
    room="Canal Room",
    workshops="Workshop 1",
    spots=(papers.Spot(name="Table 4", seats=8, marks=("W",)), papers.Spot(name="Table 5", topic="Records")),
    legend=(("W", "Wheelchair access"),),
)
HOSTILE = [
    "Anna <b> & Co < 3",
    "<font color=\"[[[getattr(pow,Word('__globals__'))['os'].system('touch pwned')]]]\">x</font>",
    "Ann\x00\x07\u202egnp",
    "王小明 रवि محمد",
    "",
]


def test_the_running_sheet_tells_who_does_what_and_whom_to_ring():
    told = words(papers.running_sheet(OCCASION, [ITEM], [RING]))
    wanted = ["Improving information sharing", "Thursday 12 June 2026", "Running sheet", "Birmingham"]
    wanted += [
        "09:30",
        "Welcome",
        "Ann Example",
        "Bo Sample",
        "Hall",
        "Lapel",
        "Venue desk",
        "+44 121 496 0000",
    ]
    assert [text for text in wanted if text not in told] == []


def test_a_running_sheet_without_telephones_leaves_their_title_out():
    assert "Telephone numbers" not in words(papers.running_sheet(OCCASION, [ITEM]))


def test_a_long_day_goes_on_under_the_same_titles_on_the_next_page():
    read = pages(papers.running_sheet(OCCASION, [ITEM] * 40, [RING]))
    assert len(read) == 3
    assert [page.count("What happens") for page in read] == [1, 1, 1]
    assert [f"Page {number}" in page for number, page in enumerate(read, start=1)] == [True] * 3


def test_the_door_list_is_in_the_order_of_surnames_without_regard_to_accents():
    people = ["Zoe Adams", "Ann Öberg", "Bo Oak", "Élise Zahn", "Cy éclair"]
    guest = papers.Arrival(name="Guest of Zahn", surname="Zahn", note="With Élise Zahn")
    read = words(
        papers.door_list(OCCASION, [*(papers.Arrival(name=name) for name in people), guest])
    ).splitlines()
    shown = [text for text in read if text.endswith((*people, guest.name, guest.note))]
    assert shown == [
        "A Zoe Adams",
        "E Cy éclair",
        "O Bo Oak",
        "Ann Öberg",
        "Z Élise Zahn",
        "Guest of Zahn",
        "With Élise Zahn",
    ]
    assert "Expected: 6" in read


def test_the_door_list_names_the_group_for_each_workshop_and_has_a_box_to_tick():
    file = papers.door_list(OCCASION, [ANN, replace(ANN, groups=())], workshops=("First", "Second"))
    assert "First Second Here" in words(file)
    assert "Harbour Housing Table 4 Table 7" in words(file)
    assert drawing(file).count(b" re S") == 2


def test_the_first_letter_of_the_surname_stands_in_the_margin_where_it_begins_and_on_each_page():
    people = [*(f"Ann Öberg{number:02}" for number in range(60)), "Élise Zahn", "王小明"]
    read = words(papers.door_list(OCCASION, [papers.Arrival(name=name) for name in people])).splitlines()
    assert [text for text in read if text[:1] in "OZ王" and text[2:] in people] == [
        "O Ann Öberg00",
        "O Ann Öberg30",
        "Z Élise Zahn",
        "王 王小明",
    ]


def test_a_long_title_of_a_workshop_takes_two_lines_over_its_column():
    titles = ("What stands in the way of sharing?", "What will we do next about it?")
    read = words(papers.door_list(OCCASION, [ANN], workshops=titles)).splitlines()
    told = " ".join(read)
    assert all(part in told for part in ("What stands in", "the way of", "What will we do", "next about it?"))


def test_an_empty_door_list_says_so():
    assert "Expected: 0" in words(papers.door_list(OCCASION, []))


def test_a_table_sheet_asks_its_questions_and_leads_to_its_page():
    file = papers.table_sheets(OCCASION, [TABLE])
    told = words(file)
    wanted = ["Table 4", "Workshop 1", "11:00–12:30 · Canal Room", "1. What would success look like?"]
    wanted += ["Local government", "Service user", "2. What will you do first?", "Where did you not agree?"]
    wanted += ["At this table: Fay Facilitator, Sam Scribe", "4KX7"]
    assert [text for text in wanted if text not in told] == []
    assert codes(file) == [TABLE.link]
    assert len(pages(file)) == 1


def test_each_table_has_a_sheet_of_its_own():
    bare = papers.Table(name="Table 5", workshop="Workshop 1")
    read = pages(papers.table_sheets(OCCASION, [TABLE, bare]))
    assert ["Table 4" in read[0], "Table 5" in read[1], len(read)] == [True, True, 2]


def test_a_table_with_many_questions_takes_more_sheets_rather_than_less_room():
    many = replace(TABLE, questions=(QUESTION,) * 9)
    file = papers.table_sheets(OCCASION, [many])
    assert len(pages(file)) == 3
    assert sum(page.count("What would success") for page in pages(file)) == 9


def test_a_facilitators_sheet_tells_who_sits_here_what_is_debated_and_where_to_write():
    file = papers.facilitator_sheets(OCCASION, [SHEET])
    told = words(file)
    wanted = ["Table 4: Facilitator's sheet", "Looked after by: Fay Facilitator", "11:00–12:30 · Canal Room"]
    wanted += ["1. What would success look like?", "Local government · Service user", "At this table: 2"]
    wanted += ["Ann", "Harbour Housing", "Bo", "Interprets for Ann", "4KX7", "The table's own page:"]
    assert [text for text in wanted if text not in told] == []
    assert codes(file) == [TABLE.link]
    assert "Fay Facilitator, Sam Scribe" not in told


def test_a_table_without_questions_helpers_or_people_has_a_sheet_all_the_same():
    bare = papers.Facilitation(table=papers.Table(name="Table 5", workshop="Workshop 1"))
    told = words(papers.facilitator_sheets(OCCASION, [bare, SHEET]))
    assert "At this table: 0" in told
    assert told.count("Looked after by") == 1
    assert told.count("Questions") == 1


def test_a_sign_to_fold_reads_from_both_sides():
    file = papers.table_signs(OCCASION, [SIGN, replace(SIGN, name="Table 5", topic="", offers=(), room="")])
    read = pages(file)
    assert [page.count("Table") for page in read] == [2, 2]
    assert [
        text for text in ("Records", "Wheelchair access", "Canal Room", "Fold here") if text not in read[0]
    ] == []
    assert b"q -1 0 0 -1" in drawing(file)


def test_two_signs_share_a_sheet_as_cards():
    read = pages(
        papers.table_signs(OCCASION, [replace(SIGN, name=f"Table {n}") for n in (4, 5, 6)], as_cards=True)
    )
    assert [page.count("Canal Room") for page in read] == [2, 1]
    assert ["Cut here" in page for page in read] == [True, True]


def test_the_plan_shows_each_table_its_seats_and_what_it_offers():
    told = words(papers.room_plans(OCCASION, [PLAN]))
    wanted = ["Canal Room", "Workshop 1", "Front of the room", "Table 4", "8 seats", "Table 5", "Records"]
    assert [text for text in (*wanted, "Wheelchair access") if text not in told.replace("\n", " ")] == []


@pytest.mark.parametrize(("count", "sheets"), [(0, 1), (1, 1), (20, 1), (48, 1), (49, 2), (200, 5)])
def test_a_large_room_takes_more_sheets(count, sheets):
    spots = tuple(papers.Spot(name=f"Table {number}", seats=8) for number in range(count))
    read = pages(papers.room_plans(OCCASION, [replace(PLAN, room="", spots=spots, legend=())]))
    assert len(read) == sheets
    assert sum(page.count("8 seats") for page in read) == count
    assert [page.count("Front of the room") for page in read] == [min(count, 1)] + [0] * (sheets - 1)


def test_the_day_pack_holds_everything_in_one_file_with_its_contents():
    badges = [Badge(name=f"Delegate {number}", qr="x") for number in range(12)]
    file = papers.day_pack(
        OCCASION,
        items=[ITEM],
        telephones=[RING],
        arrivals=[ANN],
        workshops=("First",),
        plans=[PLAN],
        sheets=[SHEET],
        signs=[SIGN],
        badges=badges,
    )
    titles = ["Running sheet", "Door list", "Canal Room", "Table 4: Facilitator's sheet", "Table 4"]
    feet = {number: f"· {title} Page {number}" for number, title in enumerate(titles, start=1)}
    feet |= {7: "· Badges Page 7", 8: "· Badges Page 8"}
    read = pages(file)
    assert [number for number, foot in feet.items() if foot not in read[number - 1]] == []
    reader = pypdf.PdfReader(io.BytesIO(file))
    assert [round(float(page.mediabox.width) / 72 * 25.4) for page in reader.pages][2:4] == [297, 210]
    assert [entry.title for entry in reader.outline] == [
        "Running sheet",
        "Door list",
        "Plan of the room",
        "Facilitator's sheet",
        "Table sheet",
        "Table signs",
        "Badges",
    ]


def test_a_day_pack_may_have_neither_tables_nor_badges():
    assert len(pages(papers.day_pack(OCCASION))) == 2


def test_a_day_pack_takes_the_size_of_its_labels():
    file = papers.day_pack(OCCASION, badges=[Badge(name="Ann")], label="A6")
    sizes = [page.mediabox for page in pypdf.PdfReader(io.BytesIO(file)).pages]
    assert [round(float(size.width) / 72 * 25.4) for size in sizes] == [210, 210, 105]
    assert "Page 3" not in pages(file)[2]


def test_the_papers_speak_the_readers_language():
    french = papers.Words(running_sheet="Déroulé", page="Page", time="Heure")
    told = words(papers.running_sheet(OCCASION, [ITEM], words=french))
    assert [text for text in ("Déroulé", "Heure") if text not in told] == []


def _spot(text):
    return papers.Spot(name=text, seats=8, marks=(text,), topic=text)


def _sheet(text):
    table = replace(
        TABLE,
        name=text,
        workshop=text,
        room=text,
        people=(text,),
        short_address=text,
        questions=(papers.Question(text=text, perspectives=(text,)),),
    )
    neighbour = papers.Neighbour(name=text, organisation=text, note=text)
    return papers.Facilitation(table=table, helpers=(text,), neighbours=(neighbour,))


@pytest.mark.parametrize("text", [*HOSTILE, "W" * 100_000, "a\n" * 50_000, "ش " * 50_000])
def test_no_text_breaks_a_paper_or_costs_more_than_a_moment(text):
    started = time.process_time()
    file = papers.day_pack(
        papers.Occasion(event=text, day=text, place=text),
        items=[papers.Item(time=text, item=text, room=text, who=(text, text), cues=text)],
        telephones=[papers.Telephone(name=text, number=text, role=text)],
        arrivals=[papers.Arrival(name=text, surname=text, organisation=text, groups=(text,), note=text)],
        workshops=(text,),
        plans=[replace(PLAN, room=text, workshops=text, spots=(_spot(text),), legend=((text, text),))],
        sheets=[_sheet(text)],
        signs=[papers.Sign(name=text, topic=text, offers=(text,), room=text, workshops=text)],
        badges=[Badge(name=text, organisation=text)],
    )
    assert time.process_time() - started < 2
    assert len(pages(file)) <= 9


def test_markup_is_printed_as_it_stands():
    assert "Anna <b> & Co < 3" in words(
        papers.door_list(OCCASION, [papers.Arrival(name="Anna <b> & Co < 3")])
    )
