"""Uploads: ordinary decks are taken, hostile files are refused, doubtful ones wait for a person."""

import io
import stat
import time
import zipfile
import zlib

import pytest

from dissemination.documents import uploads
from dissemination.documents.uploads import REASONS, WARNINGS, archives, pdfs
from tests.documents import decks

MACRO_TYPES = '<T><O ContentType="application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"/></T>'


def found(content, name="deck.pptx"):
    return uploads.inspect(io.BytesIO(content), name=name)


def code_of(content):
    finding = found(content)
    assert finding.reason == REASONS.get(finding.code, "")
    return finding.verdict, finding.code


PICTURE = '<p:pic><p:nvPicPr><p:cNvPr id="1" descr="{text}">{more}</p:cNvPr></p:nvPicPr></p:pic>'
DECORATIVE = '<a:extLst><a:ext><d:decorative val="1"/></a:ext></a:extLst>'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (decks.pdf(), "pdf"),
        (decks.pptx(), "pptx"),
        (decks.pptx(kind="presentationml.slideshow"), "pptx"),
        (decks.docx(), "docx"),
        (decks.odp(), "odp"),
        (decks.odp(kind="text"), "odt"),
    ],
)
def test_an_ordinary_file_is_taken(content, kind):
    finding = found(content, name="whatever.exe")
    assert (finding.verdict, finding.kind, finding.code, finding.warnings) == ("accepted", kind, "", ())
    assert finding.content_type == uploads.KINDS[kind]


def test_the_file_is_left_as_it_was_found():
    file = io.BytesIO(decks.pptx())
    uploads.inspect(file)
    assert file.tell() == 0


def test_links_films_charts_and_pictures_are_welcome():
    references = decks.relations(
        ("hyperlink", "https://example.org/"),
        ("hyperlink", "mailto:ann@example.org"),
        ("hyperlink", "#slide2"),
        ("video", "https://video.example.org/1"),
    )
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": references,
        "ppt/charts/_rels/chart1.xml.rels": decks.relations(("package", "../embeddings/book.xlsx"), mode=""),
        "ppt/embeddings/book.xlsx": decks.xlsx(),
        "ppt/media/": b"",
        "ppt/media/image1.png": b"\x89PNG\r\n\x1a\n",
    }
    assert code_of(decks.pptx(also=parts)) == ("accepted", "")
    link = '<draw:a xlink:href="https://example.org/"/><script:event-listener xlink:href="https://example.org/"/>'
    assert code_of(decks.docx("<w:instrText>PAGE</w:instrText>")) == ("accepted", "")
    assert code_of(decks.odp(link + "<office:scripts><office:script/></office:scripts>")) == ("accepted", "")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "unknown"),
        (b"just text", "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
        (b"MZ" + bytes(100), "unknown"),
        (decks.xlsx(), "unknown"),
        (decks.packed({"index.html": "<html>"}), "unknown"),
        (decks.odp(kind="spreadsheet"), "unknown"),
        (b"PK\x03\x04" + bytes(200), "broken"),
        (b"PK\x03\x04" + b"PK\x05\x06" + bytes(18), "broken"),
        (decks.pptx()[:-5], "broken"),
        (decks.pptx().replace(b"PK\x01\x02", b"PK\x01\x09"), "broken"),
    ],
)
def test_what_is_no_document_is_refused(content, code):
    assert code_of(content) == ("refused", code)


def test_a_file_over_the_limit_is_refused_without_being_read(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    assert code_of(decks.pdf() + bytes(200)) == ("refused", "too_large")


@pytest.mark.parametrize(
    "content",
    [
        decks.pptx(also={"ppt/vbaProject.bin": b"x"}),
        decks.pptx(also={"ppt/activeX/activeX1.bin": b"x"}),
        decks.packed({"[Content_Types].xml": MACRO_TYPES}),
        decks.odp(also={"Basic/Standard/Module1.xml": "<x/>"}),
        decks.odp('<office:script script:language="ooo:script">x</office:script>'),
        decks.odp('<script:event-listener xlink:href="vnd.sun.star.script:a.b"/>'),
        decks.pptx(also={"ppt/embeddings/book.xlsx": decks.xlsx({"xl/vbaProject.bin": b"x"})}),
    ],
)
def test_macros_are_refused_whatever_the_name_says(content):
    assert code_of(content) == ("refused", "macros")


def test_an_archive_that_grows_without_end_is_refused_before_it_is_unpacked():
    bomb = decks.pptx(also={"ppt/media/a.bin": bytes(30_000_000)})
    assert code_of(bomb) == ("refused", "expands_too_far")


def test_an_archive_that_promises_more_than_200_mb_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1000)
    assert code_of(decks.pptx(also={"ppt/media/a.bin": b"x" * 2000})) == ("refused", "expands_too_far")


def test_an_archive_that_lies_about_its_sizes_is_refused():
    content = bytearray(
        decks.packed(
            {
                "a.bin": b"x" * 5000,
                "[Content_Types].xml": decks.TYPES.format(kind="presentationml.presentation"),
            }
        )
    )
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"PK\x01\x02"))
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert code_of(bytes(content)) == ("refused", "broken")


def test_too_many_entries_are_refused_at_once():
    content = decks.packed(dict.fromkeys(map(str, range(5001)), b""), compression=zipfile.ZIP_STORED)
    started = time.process_time()
    assert code_of(content) == ("refused", "too_many_entries")
    assert time.process_time() - started < 0.1


def test_a_list_that_hides_its_length_is_counted_again(monkeypatch):
    monkeypatch.setattr(archives, "MOST_ENTRIES", 5)
    content = bytearray(decks.packed(dict.fromkeys("abcdefgh", b"")))
    place = content.rfind(b"PK\x05\x06")
    content[place + 8 : place + 12] = b"\x02\0\x02\0"
    assert code_of(bytes(content)) == ("refused", "too_many_entries")


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a\\..\\b", "C:/x", "a/../../b"])
def test_entries_that_would_land_outside_are_refused(name):
    assert code_of(decks.pptx(also={name: b"x"})) == ("refused", "unsafe_names")


def test_links_in_an_archive_are_refused():
    link = zipfile.ZipInfo("ppt/media/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = io.BytesIO(decks.pptx())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert code_of(file.getvalue()) == ("refused", "unsafe_names")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused():
    file = io.BytesIO(decks.pptx())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("docProps/core.xml", "<x/>")
    assert code_of(file.getvalue()) == ("refused", "unsafe_names")


def test_a_locked_archive_is_refused():
    content = bytearray(decks.pptx())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    assert code_of(bytes(content)) == ("refused", "old_office")


def test_an_archive_within_the_file_is_refused_and_so_is_one_within_a_workbook():
    inner = decks.packed({"a": b"x"})
    assert code_of(decks.pptx(also={"ppt/media/a.zip": inner})) == ("refused", "nested")
    book = decks.xlsx({"xl/embeddings/b.xlsx": decks.xlsx()})
    assert code_of(decks.pptx(also={"ppt/embeddings/book.xlsx": book})) == ("refused", "nested")


def test_workbooks_that_together_grow_too_large_are_refused(monkeypatch):
    monkeypatch.setattr("dissemination.documents.uploads.office.MOST_UNPACKED", 100)
    assert code_of(decks.pptx(also={"ppt/embeddings/book.xlsx": decks.xlsx()})) == (
        "refused",
        "expands_too_far",
    )


def test_a_program_is_refused():
    assert code_of(decks.pptx(also={"ppt/media/a.png": b"MZ\x90\0" + bytes(100)})) == ("refused", "program")


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><l>&j;</l>"
)


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>',
        LAUGHS,
        '<!DOCTYPE x SYSTEM "http://evil.example/x"><x/>',
    ],
)
@pytest.mark.parametrize(
    "part", ["ppt/slides/slide9.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"]
)
def test_definitions_in_xml_are_refused_before_they_are_expanded(xml, part):
    started = time.process_time()
    assert code_of(decks.pptx(also={part: xml}) if part[0] != "[" else decks.packed({part: xml})) == (
        "refused",
        "unsafe_xml",
    )
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("xml", ["<open>", "", '<?xml version="1.0" encoding="nonsense"?><x/>'])
def test_xml_that_cannot_be_read_is_refused(xml):
    assert code_of(decks.pptx(also={"ppt/slides/slide9.xml": xml})) == ("refused", "broken")


def rels(kind, target, **more):
    return decks.pptx(also={"ppt/_rels/presentation.xml.rels": decks.relations((kind, target), **more)})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (rels("attachedTemplate", "https://evil.example/t.dotm"), "remote_content"),
        (rels("image", "http://evil.example/i.png"), "remote_content"),
        (rels("oleObject", "file://server/x"), "remote_content"),
        (rels("video", "file:///c:/film.mp4"), "remote_content"),
        (rels("oleObject", "../embeddings/oleObject1.bin", mode=""), "embedded_objects"),
        (rels("hyperlink", "file:///c:/windows"), "odd_links"),
        (rels("hyperlink", "javascript:alert(1)"), "odd_links"),
        (rels("hyperlink", "\\\\server\\share"), "odd_links"),
        (decks.pptx(also={"ppt/embeddings/o.bin": b"\xd0\xcf\x11\xe0rest"}), "embedded_objects"),
        (decks.pptx(also={"ppt/embeddings/paper.docx": decks.docx()}), "embedded_files"),
        (
            decks.pptx(also={"ppt/embeddings/b.xlsx": decks.xlsx({"xl/externalLinks/e.xml": "<x/>"})}),
            "remote_content",
        ),
        (
            decks.pptx(also={"ppt/embeddings/b.xlsx": decks.xlsx({"xl/e.xml": "<ddeLink/>"})}),
            "embedded_objects",
        ),
        (decks.pptx(more='<a:hlinkClick action="ppaction://program"/>'), "active_content"),
        (decks.docx("<w:instrText>DDEAUTO c:\\cmd.exe</w:instrText>"), "remote_content"),
        (decks.docx('<w:fldSimple w:instr=" INCLUDEPICTURE x"/>'), "remote_content"),
        (decks.odp("<draw:object-ole/>"), "embedded_objects"),
        (decks.odp('<draw:image xlink:href="http://evil.example/i.png"/>'), "remote_content"),
    ],
)
def test_what_is_doubtful_waits_for_an_organiser(content, code):
    assert code_of(content) == ("held", code)


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        (decks.pptx(title=" "), "no_title"),
        (decks.odp(title=""), "no_title"),
        (decks.pptx(also={"ppt/slides/slide2.xml": "<sld/>"}), "slides_without_title"),
        (decks.pptx(more=PICTURE.format(text="", more="")), "pictures_without_text"),
        (decks.docx('<wp:inline><wp:docPr id="1"/></wp:inline>'), "pictures_without_text"),
        (decks.odp("<draw:frame><draw:image/></draw:frame>"), "pictures_without_text"),
        (decks.pdf(b"<< /Font 1 /StructTreeRoot 2 /Title () >>"), "no_title"),
        (decks.pdf(b"<< /Title (x) /StructTreeRoot 2 >>"), "no_text"),
        (decks.pdf(b"<< /Title (x) /Font 1 >>"), "not_tagged"),
    ],
)
def test_what_some_readers_will_miss_is_told_in_a_sentence(content, warning):
    finding = found(content)
    assert (finding.verdict, finding.warnings) == ("accepted", (WARNINGS[warning],))


@pytest.mark.parametrize(
    "content",
    [
        decks.pptx(more=PICTURE.format(text="A full hall", more="")),
        decks.pptx(more=PICTURE.format(text="", more=DECORATIVE)),
        decks.docx('<wp:inline><wp:docPr id="1" descr="A full hall"/></wp:inline>'),
        decks.odp("<draw:frame><draw:image/><svg:title>A full hall</svg:title></draw:frame>"),
        decks.odp("<draw:frame><draw:text-box/></draw:frame>"),
    ],
)
def test_described_and_decorative_pictures_need_no_warning(content):
    assert found(content).warnings == ()


def objects(text, *, stream=None):
    content = stream or zlib.compress(text)
    return (
        b"5 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >> stream\n"
        + content
        + b"\nendstream endobj"
    )


@pytest.mark.parametrize(
    ("content", "verdict", "code"),
    [
        (decks.pdf(b"x" * 2000, tail=b"<html><script>alert(1)</script>"), "refused", "mixed"),
        (decks.pdf(head=b"<script>alert(1)</script>\n"), "refused", "mixed"),
        (b"%PDF-1.7\nnothing", "refused", "broken"),
        (decks.pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "held", "active_content"),
        (decks.pdf(b"<< /S /J#61vaScript >>"), "held", "active_content"),
        (decks.pdf(objects(b"1 0 << /S /Launch >>")), "held", "active_content"),
        (decks.pdf(b"<< /Type /EmbeddedFile >>"), "held", "embedded_files"),
        (decks.pdf(b"trailer << /Encrypt 5 0 R >> << /S /JavaScript >>"), "held", "locked"),
        (decks.pdf(b"x" * 9_000_000 + b" << /S /JavaScript >>"), "held", "active_content"),
        (decks.pdf(objects(b"", stream=b"not packed at all")), "accepted", ""),
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_noticed(content, verdict, code):
    assert code_of(content) == (verdict, code)


def test_packed_objects_are_read_within_bounds(monkeypatch):
    monkeypatch.setattr(pdfs, "_MOST_STREAM", 1000)
    bomb = objects(bytes(50_000) + b"1 0 << /S /Launch >>")
    assert code_of(decks.pdf(bomb)) == ("accepted", "")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("deck.pptx", "deck.pptx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ann\\deck.pptx", "deck.pptx"),
        ("a.pdf\x00.html", "a.pdf.html"),
        ("é\u202efdp.exe", "éfdp.exe"),
        ('"><img src=x onerror=alert(1)>.pdf', '"><img src=x onerror=alert(1)>.pdf'),
        ("n" * 300, "n" * 119 + "…"),
        ("", "file"),
        ("folder/", "file"),
    ],
)
def test_the_name_is_shown_without_folders_and_hidden_letters(name, shown):
    assert found(decks.pdf(), name=name).shown_name == shown
