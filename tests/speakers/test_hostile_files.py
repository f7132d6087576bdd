"""Files that mean harm, sent through the speaker's own form: refused with words, and nothing is kept."""

import io
import zipfile

import pytest

from dissemination.documents.uploads import REASONS
from speakers.models import Material, MaterialVersion
from tests.speakers.conftest import PDF, a_file

pytestmark = pytest.mark.django_db
MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
TYPES = f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{MAIN}"/></Types>'
LINK = (
    '<Relationships><Relationship Id="r1" TargetMode="External" Target="https://example.org/"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
)
TEMPLATE = LINK.replace("/hyperlink", "/attachedTemplate")
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def deck(parts=(), types=TYPES):
    """A presentation with these parts added, as bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("ppt/presentation.xml", "<p/>")
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def link_entry():
    entry = zipfile.ZipInfo("ppt/media/link.png")
    entry.external_attr = 0o120777 << 16
    return entry


HARM = {
    "a page of HTML under the name of a PDF": ("x.pdf", b"<html><script>alert(1)</script></html>", "unknown"),
    "a PDF with a page of HTML behind it": (
        "x.pdf",
        PDF + b"<html><script>alert(1)</script></html>",
        "mixed",
    ),
    "a drawing with a script": (
        "x.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "unknown",
    ),
    "macros under the name of plain slides": ("x.pptx", deck([("ppt/vbaProject.bin", b"x")]), "macros"),
    "slides of a kind with macros": (
        "x.pptm",
        deck(types=TYPES.replace("presentation.main", "presentation.macroEnabled.main")),
        "macros",
    ),
    "an entry that climbs out": ("x.pptx", deck([("../../x", b"x")]), "unsafe_names"),
    "an entry that is a link": ("x.pptx", deck([(link_entry(), b"/etc/passwd")]), "unsafe_names"),
    "a file that grows a hundredfold": (
        "x.pptx",
        deck([("ppt/media/a.png", bytes(12 * 1024 * 1024))]),
        "expands_too_far",
    ),
    "more parts than any deck has": (
        "x.pptx",
        deck((f"ppt/{n}.png", b"") for n in range(5100)),
        "too_many_entries",
    ),
    "an archive inside": ("x.pptx", deck([("ppt/media/a.zip", deck())]), "nested"),
    "an entity that reads a file": ("x.pptx", deck([("ppt/slides/slide1.xml", XXE)]), "unsafe_xml"),
    "entities that multiply": ("x.pptx", deck([("ppt/slides/slide1.xml", LAUGHS)]), "unsafe_xml"),
    "a program": ("talk.exe", b"MZ" + bytes(100), "unknown"),
    "half a deck": ("x.pptx", deck()[:-30], "broken"),
}


def send(client, talk, file):
    form = {"file": file, "release": "public", "licence": "", "is_agreed": "on"}
    return client.post(f"/speaker/{talk.code}/slides/", form)


@pytest.mark.parametrize("what", HARM)
def test_harm_is_refused_and_leaves_nothing(speaking, talk, media, what):
    name, content, reason = HARM[what]
    response = send(speaking, talk, a_file(name, content))
    assert response.status_code == 422
    assert response.context["upload"].errors == {"file": [REASONS[reason]]}
    assert (Material.objects.count(), [path for path in media.rglob("*") if path.is_file()]) == (0, [])


def test_links_and_charts_are_welcome(speaking, talk):
    slides = deck([("ppt/slides/slide1.xml", "<s/>"), ("ppt/slides/_rels/slide1.xml.rels", LINK)])
    assert send(speaking, talk, a_file("talk.pptx", slides)).status_code == 302
    version = MaterialVersion.objects.get()
    assert (version.held_reason, version.original_name) == ("", "talk.pptx")


def test_a_template_from_elsewhere_is_held_for_the_organiser(speaking, talk):
    slides = deck([("ppt/_rels/presentation.xml.rels", TEMPLATE)])
    assert send(speaking, talk, a_file("talk.pptx", slides)).status_code == 302
    held = MaterialVersion.objects.get().held_reason
    assert held == "The file fetches content from elsewhere. An organiser looks at it first."
