"""Tables as files: what a spreadsheet writes is read; what is given out is text, and reads back the same."""

import csv
import io
import tracemalloc
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook

from dissemination.documents import tables
from dissemination.documents.tables import workbooks

TEXT = "Name,Organisation\r\nAnn Example,Café Zürich\r\n"
ROW = (2, ("Ann Example", "Café Zürich"))


def book(*rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def refusal(content):
    with pytest.raises(tables.Unreadable) as refused:
        tables.read(content)
    return refused.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_that_spreadsheets_write_is_read(encoding):
    table = tables.read(TEXT.encode(encoding))
    assert (table.headings, table.rows) == (("Name", "Organisation"), (ROW,))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator_is_found(separator):
    text = f'"Name, in full"{separator}Organisation\nAnn Example{separator}Café Zürich\n'
    assert tables.read(text.encode()).rows == (ROW,)


def test_line_breaks_in_quotes_belong_to_their_cell_and_rows_are_counted_as_in_a_spreadsheet():
    table = tables.read(b'\n\nName,Note\n"Ann","one\ntwo"\n,\nBen,x\n')
    assert table.rows == ((4, ("Ann", "one\ntwo")), (6, ("Ben", "x")))


def test_a_first_row_that_holds_a_person_is_no_heading():
    table = tables.read(b"Ann,ann@example.org\nBen,ben@example.org\n")
    assert table.headings == ("", "")
    assert table.rows == ((1, ("Ann", "ann@example.org")), (2, ("Ben", "ben@example.org")))


def test_rows_are_as_wide_as_the_widest_that_holds_something():
    table = tables.read(b"Name,Note\nAnn,a,more,,\nBen\n")
    assert table.headings == ("Name", "Note", "")
    assert table.rows == ((2, ("Ann", "a", "more")), (3, ("Ben", "", "")))


def test_what_an_export_guarded_reads_as_it_was():
    assert tables.read(b"Name\n'=1+1\n'+44 7700 900123\n'Ann'\n").rows == (
        (2, ("=1+1",)),
        (3, ("+44 7700 900123",)),
        (4, ("'Ann'",)),
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b",,\n,,\n", "empty"),
        (b"a" * (tables.MOST_BYTES + 1), "large"),
        (b"Name\n" + b"Ann\n" * (tables.MOST_ROWS + 1), "long"),
        (b"\n" * 100_001 + b"Name\n", "long"),
        (b"Name" + b",x" * 101, "wide"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old"),
        (b"Name\n\x81\x8d\x8f", "text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, "text"),
        (b"\xff\xfea", "text"),
        (b'Name\n"' + b"a" * 200_000, "broken"),
        (b"PK\x03\x04 and no more", "broken"),
    ],
)
def test_what_cannot_be_taken_says_why(content, code):
    assert refusal(content) == code


def test_as_many_rows_as_are_taken_are_read():
    assert len(tables.read(b"Name\n" + b"Ann\n" * tables.MOST_ROWS).rows) == tables.MOST_ROWS


def test_a_workbook_is_read_as_text():
    cells = ["Ann", 1.0, 2.5, 3, True, False, date(2026, 3, 11), datetime(2026, 3, 11, 9, 30), time(9, 30)]
    table = tables.read(book(["a", *"bcdefghi"], [*cells], [], [None, "x"]))
    told = ("Ann", "1", "2.5", "3", "yes", "no", "2026-03-11", "2026-03-11 09:30", "09:30:00")
    assert table.rows == ((2, told), (4, ("", "x", *[""] * 7)))


def test_a_formula_counts_as_it_was_last_reckoned():
    assert tables.read(book(["Name", "Sum"], ["Ann", "=1+1"])).rows == (
        (2, ("Ann", "")),
    )  # nobody has reckoned it yet


def packed(**parts):
    kept = io.BytesIO(book(["Name"], ["Ann"]))
    with zipfile.ZipFile(kept) as archive:
        known = {name: archive.read(name) for name in archive.namelist()}
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**known, **parts}.items():
            archive.writestr(name, content)
    return kept.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/media/bomb": b"\0" * 60_000_000},
        {SHEET: b"\0" * 11_000_000},
        {SHEET: "<broken"},
        {SHEET: f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{HEAD}<sheetData/></worksheet>'},
        {"xl/workbook.xml": "<broken"},
    ],
)
def test_a_hostile_workbook_is_refused(parts):
    assert refusal(packed(**parts)) == "broken"


def test_a_workbook_of_moderate_size_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1000)
    assert refusal(book(["Name"])) == "broken"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c t="str"><v>a</v></c></row>', "long"),
        ('<sheetData><row r="1"><c r="XFD1" t="str"><v>a</v></c></row>', "empty"),
        ('<sheetData><row r="1"><c r="CW1" t="str"><v>a</v></c></row>', "wide"),
    ],
)
def test_what_a_sheet_says_of_its_size_is_not_believed(rows, code):
    assert refusal(packed(**{SHEET: f"{HEAD}{rows}</sheetData></worksheet>"})) == code


RISKY = ["=1+1", " +44 7700 900123", "-1", "@SUM(A1)", "\tx", "＝1", '=HYPERLINK("https://x")']
PLAIN = ["Ann", "O’Neil", "a@example.org", "'quoted'", "1-2", "", "李四", "line\nbreak", "_x000D_"]


def test_a_whole_number_has_no_point():
    rows = "<sheetData><row><c><v>7.0</v></c><c><v>1E3</v></c></row></sheetData>"
    assert tables.read(packed(**{SHEET: f"{HEAD}{rows}</worksheet>"})).headings == ("7", "1000")


def test_csv_is_marked_and_nothing_is_reckoned():
    written = b"".join(tables.csv_pieces([["Name", "Note"], *([cell, "a\0b"] for cell in RISKY + PLAIN)]))
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["Name", "Note"],
        *([f"'{cell}", "ab"] for cell in RISKY),
        *([cell, "ab"] for cell in PLAIN),
    ]


def test_a_workbook_holds_text_alone_and_reads_back():
    cells = ["<b> & co", "a\x07b", *RISKY, *PLAIN]
    written = b"".join(tables.xlsx_pieces([["Name"], *([cell] for cell in cells)]))
    column = [row[0] for row in load_workbook(io.BytesIO(written)).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in column if cell.value is not None} == {"s"}
    told = [cell.value or "" for cell in column]
    assert told[:-1] == ["<b> & co", "ab", *RISKY, *PLAIN[:-1]]
    assert tables.read(written).headings == ("Name",)


@pytest.mark.parametrize("pieces", [tables.csv_pieces, tables.xlsx_pieces])
def test_memory_stays_flat(pieces):
    rows = (["Ann Example", "Harbour Housing Group", str(number)] for number in range(20_000))
    tracemalloc.start()
    size = sum(len(piece) for piece in pieces(rows))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (size > 50_000, most < 3_000_000) == (True, True)
