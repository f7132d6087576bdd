"""The page of badges and papers: print, and know before which names cannot be drawn."""

import pytest

from dissemination.accounts.models import AuditEntry
from tests.documents.reading import words
from tests.factories import make_event, make_member, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    event = make_event(slug="works", title="Spreading what works")
    make_registration(event, name="Ann Example")
    return event


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    return client


PAPERS, BADGES = "/admin/event/works/papers/", "/admin/event/works/badges.pdf"
FORM = {"label": "L4785", "start_at": "2"}


def test_badges_are_printed_as_a_file_that_nothing_keeps(organiser):
    assert "1 badge" in organiser.get(PAPERS).content.decode()
    answer = organiser.post(BADGES, FORM)
    assert "Ann Example" in words(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="works-badges.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert AuditEntry.objects.filter(verb="desk.print_badges").count() == 1


def test_nobody_new_is_said_in_words(organiser):
    organiser.post(BADGES, FORM)
    answer = organiser.post(BADGES, FORM | {"only_new": "on"}, follow=True)
    assert "nobody is new since the last time" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"label": "L0"}, {"start_at": "0"}, {"start_at": "x"}])
def test_what_cannot_be_printed_is_a_form_error(organiser, wrong):
    answer = organiser.post(BADGES, FORM | wrong)
    assert (answer.status_code, len(answer.context["form"].errors)) == (422, 1)


def test_a_label_beyond_the_sheet_is_said_in_words(organiser):
    answer = organiser.post(BADGES, FORM | {"start_at": "40"}, follow=True)
    assert "Start at a label between 1 and 10." in answer.content.decode()


def test_names_that_cannot_be_drawn_are_told_before_printing(organiser, event):
    make_registration(event, name="Li \u0378 Example")
    assert "Li \u0378 Example: \u0378" in organiser.get(PAPERS).content.decode()


@pytest.mark.parametrize("role", ["desk", "publisher", "analyst", "welfare"])
def test_only_organisers_print(client, event, role):
    client.force_login(make_member(event, role))
    assert client.get(PAPERS).status_code == client.post(BADGES, FORM).status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_as_for_three(
    organiser, event, people, django_assert_num_queries
):
    while event.registrations.count() < people:
        make_registration(event)
    with django_assert_num_queries(9):
        assert organiser.get(PAPERS).status_code == 200
