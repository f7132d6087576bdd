"""The page of the workspace on which the report is written and published."""

import pytest

from dissemination.reports import services
from dissemination.reports.models import ReportEdition
from tests.factories import make_event, make_member
from tests.reports.conftest import AFTER, INTRODUCTION, TITLE

DESK = "/admin/event/birmingham/report/"
WORDS = {
    "title": TITLE,
    "dated_on": "2026-03-13",
    "introduction": INTRODUCTION,
    "next_steps": "",
    "closing": "Get in touch!",
    "save": "yes",
}


@pytest.fixture
def draft(event, organiser):
    return services.start_edition(event, by=organiser, at=AFTER)


def test_an_organiser_writes_and_publishes_the_report(workspace, event):
    assert "Start the report" in workspace.get(DESK).content.decode()
    workspace.post(DESK, {"start": "yes"})
    assert "Write the introduction first" in workspace.get(DESK).content.decode()
    workspace.post(DESK, WORDS)
    assert "Publish the report" in workspace.get(f"{DESK}1/publish/").content.decode()
    workspace.post(f"{DESK}1/publish/")
    edition = event.report_editions.get()
    assert (edition.state, edition.title, edition.closing) == ("published", TITLE, "Get in touch!")
    assert "Start a new edition" in workspace.get(DESK).content.decode()


def test_the_page_shows_which_talks_are_not_told_yet(workspace, event, draft):
    event.appearances.filter(speaker__name="Liz Clark").update(what_it_gave="")
    assert workspace.get(DESK).content.decode().count("Not written yet") == 1


def test_what_changed_is_asked_from_the_second_edition_on(workspace, event, organiser, draft):
    assert "what_changed" not in workspace.get(DESK).context["form"].fields
    workspace.post(DESK, WORDS)
    workspace.post(f"{DESK}1/publish/")
    workspace.post(DESK, {"start": "yes"})
    assert "what_changed" in workspace.get(DESK).context["form"].fields


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "", "Give the report a title."),
        ("title", "x" * 201, "Shorten this to 200 characters; it has 201 now."),
        ("title", "a\x00b", "Type this again: it holds a character that cannot be kept."),
        ("dated_on", "", "Enter the day of the report."),
        ("dated_on", "31/02/2026", "Enter a day, for example 14 March 2026."),
        ("introduction", "x" * 10001, "Shorten this to 10000 characters; it has 10001 now."),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(workspace, draft, field, typed, told):
    answer = workspace.post(DESK, WORDS | {field: typed})
    assert answer.context["form"].errors == {field: [told]}


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", "\u202egnp.exe", "=1+1"]
)
def test_what_is_typed_is_inert(workspace, draft, words):
    workspace.post(DESK, WORDS | {"introduction": words, "title": words})
    page = workspace.get(DESK).content.decode()
    assert "<script>alert" not in page
    assert ReportEdition.objects.get().title == words.replace("\u202e", "")


def test_a_refusal_is_told_on_the_page(workspace, event, draft):
    answer = workspace.post(f"{DESK}1/publish/", follow=True)
    assert "Write the introduction first" in answer.content.decode()
    assert "Write the introduction first" in workspace.get(f"{DESK}1/publish/").content.decode()
    event.cancelled_at = AFTER
    event.save()
    draft.delete()
    answer = workspace.post(DESK, {"start": "yes"}, follow=True)
    assert answer.content.decode().count("has been cancelled") == 2


def test_a_press_that_means_nothing_changes_nothing(workspace, event):
    workspace.post(DESK, WORDS)
    assert not event.report_editions.exists()


def test_a_publisher_reads_the_page_without_a_form(client, event, draft, two_days_later):
    client.force_login(make_member(event, "publisher"))
    page = client.get(DESK).content.decode()
    assert 'name="save"' not in page
    assert "Only the event&#x27;s organisers may do this" in page


@pytest.mark.parametrize("address", [DESK, f"{DESK}1/publish/"])
def test_other_teams_and_the_desk_find_no_page(client, event, draft, address):
    for user in (make_member(event, "desk"), make_member(make_event())):
        client.force_login(user)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_editions_costs_the_same(workspace, event, organiser, rows, django_assert_num_queries):
    for number in range(rows):
        ReportEdition.objects.create(
            event=event if not number else make_event(project=event.project),
            number=1,
            title="Report",
            dated_on=AFTER.date(),
            started_at=AFTER,
        )
    with django_assert_num_queries(6):
        workspace.get("/admin/reports/reportedition/")


def test_an_edition_is_only_read_in_the_list(workspace, draft):
    page = workspace.get(f"/admin/reports/reportedition/{draft.pk}/change/")
    assert (page.status_code, 'name="_save"' in page.content.decode()) == (200, False)
    assert workspace.get("/admin/reports/reportedition/add/").status_code == 403
