"""A list of people to invite comes in as a file: its columns are named, what it would do is seen before."""

import html
import io
import re
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from dissemination.guests.models import Guest
from dissemination.messaging.models import Message
from tests.factories import make_event, make_member, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]
PAGE = "/admin/event/sharing/guests/list/"
PEOPLE = [("Ann", "ann@example.org", "ICO"), ("Ben", "ben@example.org", "")]


def workbook(*rows):
    book, held = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(held)
    return held.getvalue()


def text(response):
    return response.content.decode()


def filled_in(response, **values):
    """What a browser sends with the form of this page."""
    page = text(response)
    hidden = re.findall(r'<input type="hidden" name="(carried|column_\d+)" value="([^"]*)"', page)
    chosen = re.findall(r'<select name="(column_\d+)".*?</select>', page, re.DOTALL)
    known = {name: _chosen(page, name) for name in chosen}
    return {name: html.unescape(value) for name, value in hidden} | known | values


def _chosen(page, name):
    select = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)[0]
    return (re.search(r'value="([^"]*)" selected', select) or ["", ""])[1]


@pytest.fixture
def event():
    return make_event(slug="sharing")


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    return client


@pytest.fixture
def step(organiser):
    """`step(content)` chooses a file, and answers with the page of its columns."""

    def choose(content, name="people.xlsx"):
        return organiser.post(PAGE, {"file": SimpleUploadedFile(name, content)})

    return choose


@pytest.fixture
def checked(organiser, step):
    """The page that says what a file would do, its columns being what was guessed."""

    def check(content):
        return organiser.post(f"{PAGE}columns/", filled_in(step(content)))

    return check


HEADINGS = ("Full name", "Work e-mail", "Authority")


@pytest.mark.parametrize(
    "content",
    [
        workbook(("Name", "Email address", "Company"), *PEOPLE),
        "\ufeffName;E-Mail;Organisation\nAnn;ANN@example.org;ICO\nBen;ben@example.org;".encode(),
    ],
)
def test_a_workbook_and_a_csv_file_come_in_by_the_same_steps(organiser, checked, content):
    page = checked(content)
    assert Guest.objects.count() == 0
    done = organiser.post(f"{PAGE}add/", filled_in(page), follow=True)
    assert "2 people added." in text(done)
    assert list(Guest.objects.values_list("name", "email", "organisation__name")) == [
        ("Ann", "ann@example.org", "ICO"),
        ("Ben", "ben@example.org", None),
    ]
    assert Message.objects.count() == 0


def test_the_columns_are_named_by_hand_where_no_heading_says_what_they_are(organiser, step):
    page = step(workbook(*PEOPLE))  # the first row is a person
    assert ("Column 1" in text(page), "2 rows" in text(page)) == (True, True)
    refused = organiser.post(f"{PAGE}columns/", filled_in(page))
    assert (refused.status_code, "Say which column holds the name." in text(refused)) == (422, True)
    columns = {"column_0": "name", "column_1": "email", "column_2": "organisation"}
    checked = organiser.post(f"{PAGE}columns/", filled_in(refused, **columns))
    organiser.post(f"{PAGE}add/", filled_in(checked))
    assert list(Guest.objects.values_list("name", flat=True)) == ["Ann", "Ben"]


@pytest.fixture
def with_wrong_rows(checked):
    rows = (("Ann B", f"ann{n}@example.org", "ICO") for n in range(5))
    wrong = (("", "nobody@example.org"), ("Cleo", "cleo"), ("Dan", ""), ("Eve", "ANN0@example.org"))
    return checked(workbook(HEADINGS, *rows, *wrong, ("F" * 201, "f@example.org")))


def test_each_wrong_row_is_named_with_what_is_wrong(with_wrong_rows):
    found = {line.number: line.wrong for line in with_wrong_rows.context["found"].wrong}
    assert found == {
        7: ("There is no name.",),
        8: ("E-mail address: Enter an e-mail address in the form name@example.org.",),
        9: ("There is no e-mail address.",),
        10: ("The same person stands in row 2.",),
        11: ("Name: Shorten this to 200 characters; it has 201 now.",),
    }


def test_the_good_rows_come_in_without_the_wrong_ones(organiser, with_wrong_rows):
    unsaid = organiser.post(f"{PAGE}add/", filled_in(with_wrong_rows))
    assert (unsaid.status_code, "Say which rows come in." in text(unsaid)) == (422, True)
    done = organiser.post(f"{PAGE}add/", filled_in(unsaid, rows="good"), follow=True)
    assert "5 people added. 5 rows were left out." in text(done)
    assert Guest.objects.count() == 5


def test_all_or_none_is_none_where_a_row_is_wrong(organiser, with_wrong_rows):
    refused = organiser.post(f"{PAGE}add/", filled_in(with_wrong_rows, rows="whole"))
    assert (refused.status_code, Guest.objects.count()) == (422, 0)
    assert "Nobody was added: 5 rows are wrong." in text(refused)


def test_a_list_that_comes_twice_adds_nobody_the_second_time(organiser, event, checked):
    event.guests.create(name="Ann", email="ann@example.org", organisation=make_organisation())
    page = checked(workbook(("Name", "Email"), ("Ann", "Ann@Example.org"), ("Ben", "ben@example.org")))
    assert [line.named.name for line in page.context["found"].new] == ["Ben"]
    assert "1 person added. 1 stood on the list already." in text(
        organiser.post(f"{PAGE}add/", filled_in(page), follow=True)
    )
    again = checked(workbook(("Name", "Email"), ("Ben", "ben@example.org")))
    assert "There is nothing to bring in." in text(again)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in this file. Choose another."),
        (b"PK\x03\x04\x00\x00", "The file cannot be read."),
        (b"Name,Email", "There are headings in this file, and nobody below them."),
        (b"Name,Email\n" + b"A,a@example.org\n" * 2001, "The file has more than 2000 rows."),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "This is no list. Choose a CSV or XLSX file."),
    ],
)
def test_what_is_no_list_is_told(step, content, words):
    page = step(content)
    assert (page.status_code, words in text(page)) == (422, True)


def test_a_file_that_no_page_can_carry_is_told(step, monkeypatch):
    monkeypatch.setattr("dissemination.guests.forms.lists.MOST_LETTERS", 10)
    page = step(workbook(HEADINGS, *PEOPLE))
    assert (page.status_code, "Leave out the columns that are not needed" in text(page)) == (422, True)


@pytest.mark.parametrize("where", ["columns/", "add/"])
def test_a_page_that_is_not_ours_or_was_open_for_too_long_begins_again(organiser, step, at, where):
    sent = filled_in(step(workbook(HEADINGS, *PEOPLE)))
    assert organiser.get(PAGE + where).headers["Location"] == PAGE
    forged = organiser.post(PAGE + where, sent | {"carried": "W10:x:y"}, follow=True)
    assert "Choose the file once more: this page was open for too long." in text(forged)
    with time_machine.travel(at + timedelta(minutes=70), tick=False):
        assert organiser.post(PAGE + where, sent).headers["Location"] == PAGE
    assert Guest.objects.count() == 0


def test_columns_that_say_nothing_of_a_person_begin_again(organiser, step):
    sent = filled_in(step(workbook(HEADINGS, *PEOPLE)), column_0="", column_1="", column_2="")
    assert organiser.post(f"{PAGE}add/", sent).headers["Location"] == PAGE


def test_after_the_event_nobody_is_put_on_the_list(organiser, event, at):
    event.starts_at, event.ends_at = at - timedelta(hours=8), at - timedelta(hours=1)
    event.save()
    assert 'type="file"' not in text(organiser.get(PAGE))


def test_the_list_of_an_event_is_for_its_organisers(client, event):
    client.force_login(make_member(event, "publisher"))
    assert [client.get(PAGE + where).status_code for where in ("", "columns/", "add/")] == [404, 404, 404]
