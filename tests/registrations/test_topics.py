"""Ranked topics of workshops: asked where a workshop offers them, kept, changed, heard by the engine."""

import uuid

import pytest

from dissemination.events.models import Event
from dissemination.events.services import note_that_form_asks_more, save_event
from dissemination.groups import services as groups
from dissemination.groups.admin import seating
from dissemination.groups.services import Count
from dissemination.groups.services.problem import room_of
from dissemination.messaging.models import Message
from registrations import services
from registrations.invites import place_link
from registrations.models import GroupPlace, Registration
from registrations.services import Details
from registrations.services.topics import offers_of
from sessions.services import change_programme
from tests.factories import DAY, make_event, make_member, make_registration, make_workshop
from tests.registrations.test_register_page import answers, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def workshop(event):
    """A workshop with a table about trust, one about law and two about money; one workshop offers nothing."""
    session = make_workshop(event, groups=4, title="Barriers")
    for table, topic in zip(session.groups.all(), ("Trust", "Law", "Money", "Money"), strict=True):
        table.topic = topic
        table.save()
    make_workshop(event, groups=2)
    note_that_form_asks_more(event)
    return session


def field(workshop, rank):
    return f"topic_{workshop.pk}_{rank}"


def body(page):
    return page.content.decode()


def test_topics_are_offered_where_there_are_two_or_more(event, workshop):
    assert [(offer.session, offer.topics) for offer in offers_of(event)] == [
        (workshop, ("Trust", "Law", "Money"))
    ]
    workshop.groups.exclude(topic="Law").update(topic="")
    assert offers_of(event) == []


def test_without_topics_the_form_asks_nothing_and_costs_nothing(client, event, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = client.get(f"/events/{event.slug}/register/")
    assert "Topics of the workshops" not in body(page)


def test_choices_are_kept_from_the_first_on(client, event, workshop):
    page = body(client.get(f"/events/{event.slug}/register/"))
    assert ("Topics of the workshops" in page, "Third choice" in page) == (True, True)
    post(client, event, **{field(workshop, 1): "Money", field(workshop, 3): "Trust"})
    assert Registration.objects.get().topics == {str(workshop.pk): ["Money", "Trust"]}


def test_nobody_has_to_choose(client, event, workshop):
    post(client, event)
    assert Registration.objects.get().topics == {}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({1: "Money", 2: "Money"}, "Choose each topic once."),
        ({2: "Weather"}, "Choose one of the answers in the list. “Weather” is not one of them."),
    ],
)
def test_a_topic_is_one_that_is_offered_and_chosen_once(client, event, workshop, typed, words):
    page = post(client, event, **{field(workshop, rank): topic for rank, topic in typed.items()})
    assert page.context["form"].errors == {field(workshop, 2): [words]}


def test_choices_stand_in_the_form_again_and_change_with_one_mail(client, event, workshop):
    post(client, event, **{field(workshop, 1): "Law"})
    registration = Registration.objects.get()
    client.get(place_link(registration))
    address = f"/place/{registration.code}/change/"
    assert '<option value="Law" selected>' in body(client.get(address))
    told = {name: value for name, value in answers().items() if name not in ("form_key", "email")}
    for _ in range(2):
        client.post(address, told | {field(workshop, 1): "Trust", field(workshop, 2): "Law"})
    registration.refresh_from_db()
    assert registration.topics == {str(workshop.pk): ["Trust", "Law"]}
    assert [mail.kind for mail in Message.objects.order_by("pk")] == ["confirmation", "changed"]


def test_the_engine_seats_people_at_the_topic_they_chose_first(event, workshop, at):
    wishes = ("Trust", "Law", "Money")
    people = {}
    for topic in wishes * 2:
        details = Details(name=topic, topics=((workshop.pk, (topic,)),))
        people[services.register(event, details, form_key=uuid.uuid4(), at=at).pk] = topic
    make_registration(event, name="No wish")
    groups.allocate(event, by=make_member(event), at=at, steps=3000)
    seats = GroupPlace.objects.filter(session=workshop, registration__in=people).select_related("group")
    assert {seat.registration_id: seat.group.topic for seat in seats} == people


def test_a_wish_is_told_the_engine_for_its_workshop_and_only_while_it_is_offered(event, workshop):
    later = make_workshop(event, groups=1, starts_at=DAY.replace(hour=15))
    make_registration(event, topics={str(workshop.pk): ["Weather", "Law"], "999": ["Law"]})
    make_registration(event, topics={str(later.pk): ["Law"]})
    first, second = room_of(event).instance()["delegates"]
    assert [ranks for ranks in first["ranks"] if ranks] == [["Law"]]
    assert "ranks" not in second


def test_how_far_people_are_from_their_wish_is_counted_in_words():
    assert seating.sentence(Count("pref", 3, 1)) == (
        "Distance from the topics that people chose first: 3, cannot be fewer than 1"
    )


def test_a_table_that_is_given_a_topic_makes_the_form_look_for_topics(event, at):
    organiser = make_member(event)
    table, other = make_workshop(event, groups=2).groups.all()
    change_programme(event, saved=[table], removed=[], by=organiser, at=at)
    event.refresh_from_db()
    assert event.asks_more is False
    stale = Event.objects.get()
    table.topic = "Trust"
    change_programme(event, saved=[table, other], removed=[], by=organiser, at=at)
    save_event(stale, by=organiser, at=at)
    assert Event.objects.get().asks_more is True
