"""Who takes part: named for those who may know, by each person's own choice."""

import pytest

from dissemination.core.tokens import link_token
from tests.factories import make_event, make_organisation, make_registration


@pytest.fixture
def named(event):
    for name, listing, state in (
        ("zoe Public", "public", "confirmed"),
        ("Ann Public", "public", "attended"),
        ("Ben Here", "participants", "confirmed"),
        ("Hidden", "nobody", "confirmed"),
        ("Waits", "public", "waiting"),
        ("Gone", "public", "cancelled"),
    ):
        make_registration(event, name=name, listing=listing, state=state, organisation=make_organisation())
    make_registration(make_event(), name="Foreign", listing="public")


def names(page):
    return [one.name for one in page.context["people"]]


@pytest.fixture
def place(client, event):
    """The address of a page at a delegate's own place, once its link has been opened here."""

    def address(one, rest=""):
        client.get(f"/places/{link_token('place', one.code)}/")
        return f"/place/{one.code}/{rest}"

    return address


def test_everybody_reads_who_wants_everybody_to_know(client, event, named):
    page = client.get(f"/events/{event.slug}/people/")
    assert names(page) == ["Ann Public", "zoe Public"]
    assert "Northvale Borough Council" in page.content.decode()
    assert "delegate" not in page.content.decode()


def test_people_at_the_event_read_who_wants_them_to_know(client, event, named, place):
    one = make_registration(event, name="Me")
    page = client.get(place(one, "people/"))
    assert names(page) == ["Ann Public", "Ben Here", "zoe Public"]
    assert page.headers["Cache-Control"] == "private, no-store"
    assert f"/place/{one.code}/people/" in client.get(place(one)).content.decode()


@pytest.mark.parametrize("state", ["waiting", "cancelled", "pending"])
def test_whoever_has_no_place_does_not_read_it(client, event, named, place, state):
    one = make_registration(event, state=state)
    assert client.get(place(one, "people/")).status_code == 404


def test_a_stranger_does_not_read_it(client, event, named):
    assert client.get(f"/place/{make_registration(event).code}/people/").status_code == 404


def test_a_draft_names_nobody(client, event, named):
    event.state = "draft"
    event.save()
    assert client.get(f"/events/{event.slug}/people/").status_code == 404


def test_an_event_where_nobody_agreed_says_so(client, event):
    assert "Nobody is named here yet" in client.get(f"/events/{event.slug}/people/").content.decode()


def test_the_list_asks_the_database_the_same_for_one_and_three(client, event, django_assert_num_queries):
    client.get(f"/events/{event.slug}/people/")
    for number in (1, 2):
        for _ in range(number):
            make_registration(event, listing="public", organisation=make_organisation())
        with django_assert_num_queries(3):
            client.get(f"/events/{event.slug}/people/")
