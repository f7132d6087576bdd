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
    shown = [text for text in read if text in {*people, guest.name, guest.note}]
    assert shown == [
        "Zoe Adams",
        "Cy éclair",
        "Bo Oak",
        "Ann Öberg",
        "Élise Zahn",
        "Guest of Zahn",
        "With Élise Zahn",
    ]
    assert "Expected: 6" in read


def test_the_door_list_names_the_group_for_each_workshop_and_has_a_box_to_tick():
    file = papers.door_list(OCCASION, [ANN, replace(ANN, groups=())], workshops=("First", "Second"))
    assert "First Second Here" in words(file)
    assert "Harbour Housing Table 4 Table 7" in words(file)
    assert drawing(file).count(b" re S") == 2


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


def test_the_day_pack_holds_everything_in_one_file_with_its_contents():
    badges = [Badge(name=f"Delegate {number}", qr="x") for number in range(12)]
    file = papers.day_pack(
        OCCASION,
        items=[ITEM],
        telephones=[RING],
        arrivals=[ANN],
        workshops=("First",),
        tables=[TABLE],
        badges=badges,
    )
    titles = ["Running sheet", "Door list", "Table 4", "Badges", "Badges"]
    feet = [f"· {title} Page {number}" for number, title in enumerate(titles, start=1)]
    assert [foot in page for foot, page in zip(feet, pages(file), strict=True)] == [True] * 5
    outline = pypdf.PdfReader(io.BytesIO(file)).outline
    assert [entry.title for entry in outline] == ["Running sheet", "Door list", "Table sheet", "Badges"]


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


@pytest.mark.parametrize("text", [*HOSTILE, "W" * 100_000, "a\n" * 50_000, "ش " * 50_000])
def test_no_text_breaks_a_paper_or_costs_more_than_a_moment(text):
    started = time.process_time()
    file = papers.day_pack(
        papers.Occasion(event=text, day=text, place=text),
        items=[papers.Item(time=text, item=text, room=text, who=(text, text), cues=text)],
        telephones=[papers.Telephone(name=text, number=text, role=text)],
        arrivals=[papers.Arrival(name=text, surname=text, organisation=text, groups=(text,), note=text)],
        workshops=(text,),
        tables=[
            replace(
                TABLE,
                name=text,
                workshop=text,
                room=text,
                people=(text,),
                short_address=text,
                questions=(papers.Question(text=text, perspectives=(text,)),),
            )
        ],
        badges=[Badge(name=text, organisation=text)],
    )
    assert time.process_time() - started < 2
    assert len(pages(file)) <= 6


def test_markup_is_printed_as_it_stands():
    assert "Anna <b> & Co < 3" in words(
        papers.door_list(OCCASION, [papers.Arrival(name="Anna <b> & Co < 3")])
    )
