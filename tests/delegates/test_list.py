"""The organiser's list of delegates: found, filtered, ordered, and shown to nobody else."""

from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.delegates.filters import Filters
from dissemination.delegates.record import sheet
from registrations.models import Need
from tests.factories import (
    make_event,
    make_form_question,
    make_member,
    make_organisation,
    make_place,
    make_registration,
    make_workshop,
)

pytestmark = pytest.mark.slow


def names(response):
    return [one.name for one, tone in response.context["people"]]


@pytest.fixture
def ann(event, at):
    """Somebody about whom everything is known."""
    organisation = make_organisation("Harbour Housing Group", "HHG")
    one = make_registration(
        event,
        name="Ann Example",
        email="ann@sample.example.org",
        organisation=organisation,
        sector="provider",
        kind="key",
        state="attended",
        listing="public",
        photograph="yes",
        news=True,
        checked_in_at=at,
    )
    make_place(one, make_workshop(event, groups=1).groups.get())
    question = make_form_question(event, "Which lunch?")
    one.answers.create(question=question, asked=question.text, value="Soup", answered_at=at)
    return one


def test_everybody_at_the_event_is_listed_and_nobody_else(organiser, event, page_of, ann):
    make_registration(make_event(), name="Foreign Example")
    response = organiser.get(page_of())
    page = response.content.decode()
    assert names(response) == ["Ann Example"]
    assert ("HHG" in page, "Table 1" in page, "1 person" in page) == (True, True, True)


@pytest.mark.parametrize(
    "query",
    [
        "q=ann",
        "q=sample.example",
        "q=harbour",
        "q=hhg",
        "q=ann+hhg",
        "state=attended",
        "here=yes",
        "organisation={organisation}",
        "sector=provider",
        "kind=key",
        "mode=in_person&q=ann",
        "group={group}",
        "answer={question}",
        "listing=public",
        "photograph=yes",
        "news=yes",
    ],
)
def test_the_list_is_filtered(organiser, event, page_of, ann, query):
    make_registration(event, name="Ben Placeholder", organisation=make_organisation())
    made = query.format(
        organisation=ann.organisation_id,
        group=ann.places.get().group_id,
        question=ann.answers.get().question_id,
    )
    response = organiser.get(page_of(f"?{made}"))
    assert names(response) == ["Ann Example"]
    assert "Clear all filters" in response.content.decode()


@pytest.mark.parametrize("query", ["group=-{workshop}", "answer=-{question}", "here=no", "news=no"])
def test_those_are_found_who_lack_something(organiser, event, page_of, ann, query):
    make_registration(event, name="Ben Placeholder")
    made = query.format(workshop=ann.places.get().session_id, question=ann.answers.get().question_id)
    assert names(organiser.get(page_of(f"?{made}"))) == ["Ben Placeholder"]


@pytest.mark.parametrize("query", ["state=x", "organisation=x", "group=x", f"answer={'9' * 30}", "q=%00zz"])
def test_what_makes_no_sense_finds_nobody(organiser, page_of, ann, query):
    page = organiser.get(page_of(f"?{query}"))
    assert names(page) == []
    assert "Nobody is found this way" in page.content.decode()


def test_an_empty_list_says_what_to_do(organiser, page_of):
    assert "Nobody has registered yet" in organiser.get(page_of()).content.decode()


def test_the_list_is_ordered(organiser, event, page_of):
    for name, organisation in (("Ben", "Acre"), ("Ann", "Borough")):
        make_registration(event, name=name, organisation=make_organisation(organisation))
    found = [names(organiser.get(page_of(f"?sort={key}"))) for key in ("", "name", "organisation", "x")]
    assert found == [["Ann", "Ben"], ["Ann", "Ben"], ["Ben", "Ann"], ["Ann", "Ben"]]


def test_states_count_whom_the_other_filters_leave(organiser, event, page_of):
    make_registration(event, sector="local")
    make_registration(event, sector="local", state="waiting")
    make_registration(event, sector="central", state="waiting")
    states = organiser.get(page_of("?sector=local&state=waiting")).context["states"]
    told = [(choice.label, count, choice.is_chosen) for choice, count in states]
    assert told == [("Everybody", 2, False), ("Waiting", 1, True), ("Confirmed", 1, False)]


def test_a_search_brings_the_filters_along(organiser, event, page_of):
    make_registration(event, sector="local")
    page = organiser.get(page_of("?sector=local&sort=name")).content.decode()
    assert '<input type="hidden" name="sector" value="local">' in page
    assert '<input type="hidden" name="sort" value="name">' in page


def test_a_hundred_stand_on_a_page(organiser, event, page_of):
    event.capacity = 101
    event.save()
    for _ in range(101):
        make_registration(event)
    page = organiser.get(page_of("?page=2"))
    assert len(names(page)) == 1
    assert "Page 2 of 2" in page.content.decode()
    assert "All 101 in this list" in page.content.decode()


def test_a_search_counts_its_pages_by_the_state_that_is_looked_for(organiser, event, page_of):
    organisation = make_organisation("Harbour Council")
    for _ in range(101):
        make_registration(event, organisation=organisation, state="waiting")
    make_registration(event, organisation=organisation)
    make_registration(event, state="waiting")
    page = organiser.get(page_of("?q=council&state=waiting&page=2"))
    assert (len(names(page)), page.context["page_obj"].paginator.count) == (1, 101)
    assert organiser.get(page_of("?q=council&state=absent")).context["page_obj"].paginator.count == 0


def test_the_organisations_of_a_search_are_looked_through_once(event):
    """Joined to the rows, each of 2,000 names was compared once for each of 50,000 people: 1.1 s."""
    sql = str(Filters(event, {"q": "council"}).rows().query)
    assert "JOIN" not in sql


def test_the_list_asks_the_database_the_same_for_one_and_three(
    organiser, event, page_of, django_assert_num_queries
):
    group = make_workshop(event, groups=1).groups.get()
    for number in (1, 2):
        for _ in range(number):
            make_place(make_registration(event, organisation=make_organisation()), group)
        with django_assert_num_queries(13):
            organiser.get(page_of())


@pytest.mark.parametrize("role", ["publisher", "analyst", "desk", "welfare"])
def test_other_roles_do_not_see_the_list(client, event, page_of, role):
    client.force_login(make_member(event, role))
    assert client.get(page_of()).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, page_of):
    assert client.get(page_of()).status_code == 302


def test_names_stay_inert(organiser, event, page_of):
    one = make_registration(event, name="<script>alert(1)</script>")
    pages = [
        organiser.get(page_of()),
        organiser.post(page_of("act/"), {"verb": "cancel", "chosen": [one.pk]}),
        organiser.get(page_of(f"{one.pk}/as-delegate/")),
    ]
    assert ["<script>alert" in page.content.decode() for page in pages] == [False] * 3


def test_the_page_of_a_delegate_leads_to_what_they_see_and_back(organiser, event, ann):
    address = f"/admin/registrations/registration/{ann.pk}/change/"
    assert f"delegates/{ann.pk}/as-delegate/" in organiser.get(address).content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Your place"),
        ({"state": "waiting"}, "You are on the waiting list"),
        ({"state": "offered"}, "A place is held for you"),
        ({"state": "pending"}, "Your registration awaits approval"),
        ({"state": "cancelled"}, "This place is cancelled"),
        ({"state": "transferred"}, "You have handed this place over"),
        ({"state": "cancelled", "ending": "left"}, "You have left the place to somebody else"),
        ({"state": "cancelled", "ending": "run_out"}, "The offer has ended"),
        ({"state": "cancelled", "ending": "declined"}, "Your registration was declined"),
        ({"state": "cancelled", "ending": "declined", "reason": "Full of peers"}, "Full of peers"),
        ({"mode": "online"}, "https://meet.example.org/room"),
    ],
)
def test_an_organiser_sees_what_a_delegate_sees(organiser, event, page_of, at, values, words):
    event.mode, event.online_capacity, event.joining_link = "both", 1, "https://meet.example.org/room"
    event.save()
    one = make_registration(event, offer_ends_at=at, **values)
    question = make_form_question(event, "Dinner?", is_later=True)
    one.answers.create(question=question, asked="Dinner?", value="x.pdf", file="answers/x", answered_at=at)
    Need.objects.create(registration=one, dietary="Vegan")
    page = organiser.get(page_of(f"{one.pk}/as-delegate/")).content.decode()
    assert words in page
    assert [secret in page for secret in (one.code, one.ticket, "/place/", "/places/")] == [False] * 4
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.event_id) == ("delegates.see_as_delegate", event.pk)


def test_nobody_sees_the_place_of_a_foreign_delegate(organiser, page_of):
    foreign = make_registration(make_event())
    assert organiser.get(page_of(f"{foreign.pk}/as-delegate/")).status_code == 404


def test_those_who_wait_stand_as_they_are_served(organiser, event, page_of, at):
    for name, hours, first in (("Ann", 1, None), ("Ben", 2, None), ("Cas", 3, at)):
        moment = at + timedelta(hours=hours)
        make_registration(event, name=name, state="waiting", registered_at=moment, promoted_at=first)
    make_registration(event, name="Online", state="waiting", mode="online", registered_at=at)
    response = organiser.get(page_of("?state=waiting"))
    assert [(one.name, one.number) for one, _ in response.context["people"]] == [
        ("Cas", 1),
        ("Online", 1),
        ("Ann", 2),
        ("Ben", 3),
    ]
    page = response.content.decode()
    assert (page.count("put first"), "Number 3 in line" in page, "As they are served" in page) == (
        1,
        True,
        True,
    )


def test_offers_say_their_end_and_endings_are_told_apart(organiser, event, page_of, at):
    make_registration(event, name="Ann", state="offered", offer_ends_at=at)
    for ending in ("declined", "run_out"):
        make_registration(event, state="cancelled", ending=ending)
    page = organiser.get(page_of()).content.decode()
    for words in (f"until {event.spelt(at)}", "Declined by an organiser", "Offer ran out"):
        assert words in page
    rows = list(sheet(event, event.registrations.order_by("pk")))
    assert [row[rows[0].index("State")] for row in rows[2:]] == ["Declined by an organiser", "Offer ran out"]
