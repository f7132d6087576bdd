"""The report as a page and as Markdown, for readers and before that for the team."""

import re
from itertools import pairwise

import pytest
from django.utils.html import escape
from markdown_it import MarkdownIt

from dissemination.events.models import Event, Photograph
from dissemination.outcomes.services import withdraw
from dissemination.reports import services
from dissemination.reports.models import ReportEdition
from speakers.models import Appearance, Material, Speaker
from tests.factories import make_member, make_registration
from tests.reports.conftest import (
    AFTER,
    AIMS,
    CLOSING,
    INTRODUCTION,
    PICTURES,
    SPEAKERS,
    THOUGHTS,
    TITLE,
    WAYS,
    WORKSHOPS,
)

pytestmark = pytest.mark.slow  # whole pages of the workspace, one after the other

DRAFT_QUERIES = 20  # gathered anew: every table of the record once
PAGE, MARKDOWN = "/events/birmingham/report/", "/events/birmingham/report.md"
HOSTILE = [
    "# Heading",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1)) ![t](https://tracker.example/p.gif)",
    "1. one\n\n## two\n\n- three\n\n===",
    "> quote\n\n    code\n\n```\nfence\n```",
    "a\n---\nb | c\n- | -",
    "&lt;b&gt; &#35; *bold* _it_ ~~gone~~ \\# https://example.org/",
]


@pytest.fixture
def edition(event, organiser, early_thoughts):
    edition = services.start_edition(event, by=organiser, at=AFTER)
    edition.title, edition.introduction, edition.closing = TITLE, INTRODUCTION, CLOSING
    edition.next_steps = "We gather the conclusions."
    services.write(edition, by=organiser, at=AFTER)
    return services.publish(edition, by=organiser, at=AFTER)


def _headings(text):
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return [
        (one.tag, "".join(c.content for c in two.children))
        for one, two in pairwise(tokens)
        if one.type == "heading_open"
    ]


def _facts():
    """Every fact of the post that the record holds, as it must stand in the report."""
    yield from (
        TITLE,
        INTRODUCTION,
        CLOSING,
        "Birmingham",
        "11 March 2026",
        "13 March 2026",
        *AIMS.split("\n\n"),
    )
    for name, job_title, organisation, second_role, gave in SPEAKERS:
        yield from (name, job_title, second_role, gave, *(organisation or ())[:2])
    for title, questions in WORKSHOPS:
        yield title
        for text, perspectives in questions:
            yield from (text, *perspectives)
    yield from THOUGHTS
    for text, example in WAYS:
        yield from (text, example)
    for alt, caption in PICTURES:
        yield from (alt, caption)
    yield from ("IISaM", "CC BY 2.0", "Tell your story", "Hub guide", "https://example.org/hub")


def test_the_page_holds_every_fact_of_the_post(client, edition):
    page = client.get(PAGE)
    text = page.content.decode().replace("&#x27;", "'")
    assert [fact for fact in _facts() if fact not in text] == []


def test_the_markdown_holds_every_fact_of_the_post(client, edition):
    answer = client.get(MARKDOWN)
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert [fact for fact in _facts() if fact not in answer.content.decode()] == []


def test_the_markdown_has_one_heading_for_each_speaker_in_order(client, edition):
    text = client.get(MARKDOWN).content.decode()
    section = re.search(r"^## Speakers\n(.*?)^## ", text, re.S | re.M)[1]
    assert re.findall(r"^### (.*)$", section, re.M) == [row[0] for row in SPEAKERS]


def test_the_markdown_has_the_sections_of_a_report(client, edition):
    headings = [text for tag, text in _headings(client.get(MARKDOWN).content.decode()) if tag == "h2"]
    assert headings == [
        "What it was for",
        "Speakers",
        "Workshops",
        "Photographs",
        "Early thoughts",
        "Next steps",
        "Do you have a story?",
        "The project",
    ]


def test_the_page_has_four_pictures_and_one_call_for_stories(client, edition):
    text = client.get(PAGE).content.decode()
    assert (text.count("<figure"), text.count('/events/birmingham/stories/"')) == (4, 1)


def test_the_report_can_be_taken_along_as_one_file(client, edition, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "photographs").mkdir()
    (tmp_path / "photographs" / "p0.jpg").write_bytes(b"a picture")
    response = client.get("/events/birmingham/report.html")
    page = response.content.decode()
    assert response.headers["Content-Disposition"] == 'attachment; filename="birmingham-report.html"'
    assert [words for words in _facts() if escape(words) not in page and words not in page] == []
    assert page.count('src="data:image/jpeg;base64,YSBwaWN0dXJl"') == 1
    assert page.count(f'src="{settings.SITE_URL}/pictures/photographs/p') == 3
    assert f'href="{settings.SITE_URL}/projects/iisam/"' in page
    assert page.count("data:font/woff2;base64,") == 2
    assert "<script" not in page


def test_a_conclusion_that_was_withdrawn_leaves_its_place_marked(client, edition, event, organiser):
    gone, *kept = event.outcomes.order_by("pk")
    withdraw(gone, reason="Misheard <b>", by=organiser, at=AFTER)
    page, text = client.get(PAGE).content.decode(), client.get(MARKDOWN).content.decode()
    words = f"The conclusion that stood here was withdrawn on {AFTER:%-d %B %Y}."
    assert f"{words} Misheard &lt;b&gt;" in page
    assert f"- {words} Misheard " in text
    assert gone.statement not in page + text
    assert all(one.statement in page for one in kept)
    edition.refresh_from_db()
    assert [row["number"] for row in edition.frozen["early"]["outcomes"]] == [gone.pk, *(o.pk for o in kept)]
    assert edition.frozen["early"]["outcomes"][0]["statement"] == gone.statement


def test_a_conclusion_withdrawn_without_a_word_says_so_without_one(client, edition, event, organiser):
    withdraw(event.outcomes.first(), reason="Misheard", by=organiser, at=AFTER)
    event.outcomes.update(withdrawn_reason="")  # as before a reason was asked for
    assert re.search(
        r"- The conclusion that stood here was withdrawn on [^.]+\.\n", client.get(MARKDOWN).content.decode()
    )


def test_the_report_costs_the_same_for_one_delegate_and_for_three(
    client, edition, event, organiser, django_assert_num_queries
):
    make_registration(event, state="attended")
    with django_assert_num_queries(4):
        client.get(PAGE)
    services.start_edition(event, by=organiser, at=AFTER)
    client.force_login(organiser)
    with django_assert_num_queries(DRAFT_QUERIES):
        client.get(f"{PAGE}2/")
    make_registration(event, state="attended")
    make_registration(event, state="attended")
    with django_assert_num_queries(DRAFT_QUERIES):
        client.get(f"{PAGE}2/")


def test_the_team_sees_the_draft_and_nobody_else(client, event, organiser):
    services.start_edition(event, by=organiser, at=AFTER)
    addresses = (PAGE, MARKDOWN, f"{PAGE}1/")
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    client.force_login(make_member(event, "desk"))
    assert client.get(PAGE).status_code == 404
    client.force_login(organiser)
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    assert "preview" in client.get(PAGE).content.decode()


def test_readers_stay_with_the_published_edition_while_the_next_is_written(client, edition, event, organiser):
    second = services.start_edition(event, by=organiser, at=AFTER)
    client.force_login(organiser)
    assert client.get(PAGE).context["edition"] == edition
    assert client.get(f"{PAGE}2/").context["edition"] == second


def test_a_correction_says_what_changed_and_keeps_the_first_edition(client, edition, event, organiser):
    second = services.start_edition(event, by=organiser, at=AFTER)
    second.what_changed = "A name was *misspelt*."
    services.write(second, by=organiser, at=AFTER)
    services.publish(second, by=organiser, at=AFTER)
    page, text = client.get(PAGE).content.decode(), client.get(MARKDOWN).content.decode()
    assert "What changed: A name was *misspelt*." in page
    assert "What changed: A name was \\*misspelt\\*." in text
    assert f'href="{PAGE}1/"' in page
    assert client.get(f"{PAGE}1/").context["edition"] == edition


def test_an_event_without_a_report_has_no_page(client, event):
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("words", HOSTILE)
def test_data_never_becomes_markup(client, edition, event, organiser, words):
    """Whatever is typed into any field, the outline of the report stays the same."""
    plain = _headings(client.get(MARKDOWN).content.decode())
    line = " ".join(words.split())
    ReportEdition.objects.update(state="draft", published_at=None, introduction=words, closing=words)
    Event.objects.update(aims=words)
    Speaker.objects.update(job_title=line, second_role=line)
    Appearance.objects.update(what_it_gave=words)
    Photograph.objects.update(caption=line, alt_text=line, credit=line)
    event.outcomes.update(statement=line[:240])
    client.force_login(organiser)
    text = client.get(MARKDOWN).content.decode()
    assert _headings(text) == plain
    tokens = [t.type for t in MarkdownIt("js-default", {"html": True, "linkify": False}).parse(text)]
    assert {"html_block", "fence", "code_block", "blockquote_open", "table_open", "hr"} & set(tokens) == set()
    inline = [c for t in MarkdownIt("js-default", {"html": True}).parse(text) for c in t.children or ()]
    assert [c.content for c in inline if c.type == "html_inline"] == []
    assert "tracker.example/p.gif" not in [c.attrGet("src") for c in inline if c.type == "image"]
    assert b"<script>alert" not in client.get(PAGE).content


@pytest.mark.parametrize("words", [*HOSTILE, "C #", "12) twelve", "+ plus", "= equals", "Anna <b> & Co < 3"])
def test_a_heading_reads_as_it_was_typed(client, edition, words):
    line = " ".join(words.split())
    ReportEdition.objects.update(title=line)
    text = client.get(MARKDOWN).content.decode()
    tag, title = _headings(text)[0]
    assert (tag, title) == ("h1", line)


def test_slides_and_numbers_stand_in_the_markdown(client, event, organiser, early_thoughts):
    first = event.appearances.in_order().first()
    Material.objects.create(
        appearance=first,
        title="Opening",
        state="released",
        released_at=AFTER,
        consented_at=AFTER,
        licence="CC BY",
    )
    make_registration(
        event, state="attended", sector="local", listing="public", organisation=first.speaker.organisation
    )
    edition = services.start_edition(event, by=organiser, at=AFTER)
    edition.introduction = INTRODUCTION
    services.write(edition, by=organiser, at=AFTER)
    services.publish(edition, by=organiser, at=AFTER)
    text = client.get(MARKDOWN).content.decode()
    material = first.material
    assert f"- [Slides: Opening](<http://localhost:8000/materials/{material.code}/>) (CC BY)" in text
    assert "- By sector: Local government 1" in text
    assert "- Among them: Department for Work and Pensions" in text
    assert "Slides: Opening" in client.get(PAGE).content.decode()


def test_nobody_is_named_who_did_not_agree_to_it(client, event, organiser):
    make_registration(event, state="attended", sector="local", listing="nobody")
    services.start_edition(event, by=organiser, at=AFTER)
    client.force_login(organiser)
    text = client.get(MARKDOWN).content.decode()
    assert "- By sector: Local government 1" in text
    assert "Among them" not in text


def test_a_rich_record_reads_in_full(client, event, organiser):
    """A chair, several days, a sub-point, who must act, groups, a commitment with a day, a second day."""
    content = services.content_of(services.start_edition(event, by=organiser, at=AFTER))
    outcome = {
        "number": 7,
        "statement": "Share stories",
        "kind": "success",
        "agreement": "minority",
        "on": "2026-03-16",
        "sub_points": ["Start small"],
        "ways": [],
        "must_act": "every board",
        "raised": {"by": 5, "of": 7, "fewer_than": 0},
    }
    commitment = {
        "organisation": "Harbour Council",
        "short_name": "",
        "what": "Open the book",
        "due_on": "2026-06-01",
        "state": "active",
    }
    who = {
        "name": "Pat Example",
        "job_title": "Director",
        "organisation": "",
        "short_name": "",
        "second_role": "",
    }
    content["event"]["until"] = "2026-03-12"
    content["chairs"] = [who]
    content["workshops"][0] |= {"groups": 7, "handed_in": 5, "points": 40, "abstract": "In turn."}
    content["project"]["outputs"][0] |= {"description": "How to begin", "url": ""}
    content["final"] = {"on": "", "outcomes": [outcome]}
    content["commitments"] = [commitment]
    content["photographs"][0]["credit"] = ""
    edition = event.report_editions.get()
    edition.frozen, edition.published_at, edition.state = content, AFTER, "published"
    edition.save()
    lines = client.get(MARKDOWN).content.decode().splitlines()
    source = "http://localhost:8000/events/birmingham/outcomes/7/"
    assert [
        line
        for line in (
            "- 11 March 2026 – 12 March 2026",
            "In the chair: Pat Example, Director",
            "5 of 7 groups handed in what they said; 40 points.",
            "- Hub guide: How to begin",
            "- **Share stories** (Measure of success; A minority view; Raised by 5 of 7 groups; "
            "16 March 2026)",
            "  - Start small",
            "  - Who must act: every board",
            f"  - [Where this comes from](<{source}>)",
            "- **Harbour Council**: Open the book (by 1 June 2026, Under way)",
        )
        if line not in lines
    ] == []
    page = client.get(PAGE).content.decode()
    assert [
        word for word in ("every board", "Raised by 5 of 7", "16 March 2026", source[21:]) if word not in page
    ] == []


def test_an_empty_record_is_a_short_report(client, event, organiser):
    event.appearances.all().delete()
    event.sessions.all().delete()
    event.photographs.all().delete()
    Event.objects.update(aims="", venue=None)
    services.start_edition(event, by=organiser, at=AFTER)
    client.force_login(organiser)
    text = client.get(MARKDOWN).content.decode()
    assert [title for tag, title in _headings(text) if tag == "h2"] == ["Do you have a story?", "The project"]


def test_a_single_point_is_counted_as_one(client, event, edition):
    edition = event.report_editions.get()
    edition.frozen["workshops"][0] |= {"groups": 7, "handed_in": 1, "points": 1}
    edition.save()
    words = "1 of 7 groups handed in what they said; 1 point."
    assert words in client.get(MARKDOWN).content.decode()
    assert words in client.get(MARKDOWN.replace("report.md", "report/")).content.decode()
