"""The morning's page: three offers with their moves, one press, and nothing behind anybody's back."""

from dataclasses import replace

import pytest
import time_machine
from django.contrib.messages import get_messages

from dissemination.core.verdicts import Refused
from dissemination.groups import services
from dissemination.messaging.models import Message
from registrations.models import GroupPlace, Registration
from tests.factories import DAY, make_member, make_registration
from tests.groups.tables import make_day, seats

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
BOARD = "/admin/event/works/groups/"
PAGE = BOARD + "repair/"


@pytest.fixture(autouse=True)
def on_the_morning():
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def event(at):
    """Twelve people at three tables, told; two have not come, one has walked in."""
    event = make_day(people=12, tables=3, workshops=2, slug="works")
    services.allocate(event, by=None, at=at, steps=60)
    services.publish_groups(event, by=None, at=at)
    everybody = list(event.registrations.values_list("pk", flat=True))
    Registration.objects.filter(pk__in=everybody[:2]).update(state="absent")
    Registration.objects.filter(pk__in=everybody[2:]).update(state="attended", checked_in_at=DAY)
    make_registration(event, name="Wanda Walkin", state="attended", walked_in=True, email="wanda@example.org")
    Message.objects.all().delete()
    return event


@pytest.fixture
def organiser(client, event):
    client.force_login(make_member(event))
    return client


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def offers(client):
    return client.get(PAGE).context["offers"]


def test_each_offer_shows_its_counts_its_moves_and_a_button(organiser):
    page = organiser.get(PAGE)
    text = page.content.decode()
    for words in ("11 people are here.", "1 of them walked in.", "Wanda Walkin", "cannot be fewer than"):
        assert words in text
    buttons = [text.count(f'value="{row["offer"].how}"') for row in page.context["offers"]]
    assert buttons == [not row["same_as"] for row in page.context["offers"]]
    assert "has not come yet" not in text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-30, "When the event has begun you can close the desk"), (30, "/desk/works/close/")],
)
def test_who_has_not_come_keeps_the_seat_until_the_desk_closes(organiser, event, minutes, words):
    event.registrations.filter(state="absent").update(state="confirmed")
    with time_machine.travel(DAY.timestamp() + 60 * minutes):
        text = organiser.get(PAGE).content.decode()
    assert "2 people have not come yet and keep their seats in these offers." in text
    assert words in text


def test_an_offer_is_accepted_with_one_press_and_the_desk_is_to_tell_who_is_here(organiser, event):
    offer = offers(organiser)[0]["offer"]
    answer = organiser.post(PAGE, {"how": "fewest", "seen": offer.seen})
    assert (answer.status_code, answer.url) == (302, BOARD)
    here = {move.registration.pk for move in offer.moves}
    told = f"The desk has {len(here)} {'people' if len(here) > 1 else 'person'} to tell."
    assert said(answer) == [f"Done: {len(offer.moves)} seats are new. {told}"]
    assert ("Wanda Walkin", "Workshop 1") in seats(event, "told_group")
    assert GroupPlace.objects.to_tell().count() == len(offer.moves)
    assert [mail.to_email for mail in Message.objects.all()] == ["wanda@example.org"]


def test_whose_seat_changes_is_written_to_when_the_organiser_ticks_it(organiser, event):
    table = event.sessions.first().groups.first()
    GroupPlace.objects.filter(session=table.session).update(group=table, told_group=table)
    offer = offers(organiser)[2]["offer"]
    assert offer.moved > 0
    organiser.post(PAGE, {"how": "best", "seen": offer.seen, "tell": "on"})
    told = set(Message.objects.values_list("to_email", flat=True))
    moved = {move.registration.pk for move in offer.moves}
    assert told == set(event.registrations.filter(pk__in=moved).values_list("email", flat=True))


def test_who_was_moved_by_hand_and_not_told_is_named_before_the_press(organiser, event, at):
    everybody = event.registrations.filter(state="attended", walked_in=False)
    assert "told as well" not in organiser.get(PAGE).content.decode()
    place = GroupPlace.objects.filter(registration__in=everybody, session__title="Workshop 1").first()
    other = place.session.groups.exclude(pk=place.group_id).first()
    services.move(place.registration, other, by=None, at=at)
    services.pin(GroupPlace.objects.get(pk=place.pk), by=None, at=at)
    page = organiser.get(PAGE)
    offer = page.context["offers"][0]["offer"]
    moved = {move.registration.pk for move in offer.moves}
    assert [one.pk for one in offer.also] == sorted({place.registration_id} - moved)
    name = place.registration.name
    assert f"1 person who was moved or seated earlier is told as well: {name}." in page.content.decode()
    organiser.post(PAGE, {"how": "fewest", "seen": offer.seen})
    told = set(GroupPlace.objects.to_tell().values_list("registration", flat=True))
    assert told == moved | {one.pk for one in offer.also}


def test_before_the_groups_are_published_the_page_says_that_nobody_is_told(organiser, event):
    GroupPlace.objects.filter(registration__event=event).update(told_group=None)
    type(event).objects.filter(pk=event.pk).update(groups_told_at=None)
    page = organiser.get(PAGE)
    assert "Accepting an offer tells nobody" in page.content.decode()
    assert [row["also"] for row in page.context["offers"]] == ["", "", ""]
    organiser.post(PAGE, {"how": "fewest", "seen": page.context["offers"][0]["offer"].seen})
    assert (GroupPlace.objects.told().count(), Message.objects.count()) == (0, 0)


def test_who_comes_after_all_while_the_organiser_looks_makes_new_offers(organiser, event):
    before, seen = seats(event), offers(organiser)[0]["offer"].seen
    event.registrations.filter(state="absent").update(state="attended")
    answer = organiser.post(PAGE, {"how": "fewest", "seen": seen})
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert said(answer) == [
        "Somebody came, left or was moved while you looked. Nothing has been changed: "
        "look at the offers again, they are new."
    ]
    assert seats(event) == before
    assert offers(organiser)[0]["offer"].seen != seen


def test_the_second_of_two_presses_changes_nothing(organiser, event):
    seen = offers(organiser)[0]["offer"].seen
    organiser.post(PAGE, {"how": "fewest", "seen": seen})
    after = seats(event)
    answer = organiser.post(PAGE, {"how": "best", "seen": seen})
    assert said(answer)[-1].startswith("Somebody came, left or was moved while you looked.")
    assert seats(event) == after


@pytest.mark.django_db(transaction=True)
def test_two_organisers_who_press_at_the_same_moment_make_one_change(at_once):
    event = make_day(people=8, tables=2)
    services.allocate(event, by=None, at=DAY, steps=20)
    make_registration(event, state="attended")
    seen = services.repair_offers(event, by=None, at=DAY, steps=20)[0].seen
    heard = []

    def press():
        try:
            heard.append(len(services.repair(event, how="fewest", by=None, at=DAY, steps=20, seen=seen)))
        except Refused as refused:
            heard.append(str(refused.reason))

    at_once(press, threads=2)
    assert [type(one) for one in sorted(heard, key=str)] == [int, str]
    assert GroupPlace.objects.filter(registration__event=event).count() == 18


def test_an_offer_that_seats_everybody_as_an_earlier_one_says_so(organiser, event):
    GroupPlace.objects.filter(registration__event=event).update(is_pinned=True)
    page = organiser.get(PAGE)
    first, second, third = (row["same_as"] for row in page.context["offers"])
    assert (first, second, third) == ("", "Fewest moves", "Fewest moves")
    assert page.content.decode().count("The same as “Fewest moves”") == 2


def test_an_offer_whose_moves_gain_nothing_says_so(organiser, monkeypatch):
    made = services.repair_offers
    monkeypatch.setattr(
        services,
        "repair_offers",
        lambda *args, **told: [
            replace(offer, cost=cost, seats=offer.seats | {(0, turn): 1})
            for turn, (offer, cost) in enumerate(zip(made(*args, **told), (9, 9, 8), strict=True))
        ],
    )
    page = organiser.get(PAGE)
    assert [row["no_better_than"] for row in page.context["offers"]] == ["", "Fewest moves", ""]
    assert (
        page.content.decode().count("No better than “Fewest moves”: the moves beyond it gain nothing.") == 1
    )


def test_where_nothing_is_to_be_put_right_the_page_says_so_and_offers_nothing(organiser, event, at):
    Registration.objects.filter(event=event, walked_in=True).delete()
    services.repair(event, how="best", by=None, at=at)
    page = organiser.get(PAGE)
    text = page.content.decode()
    assert page.context["is_right"] is True
    assert "Nothing has to be put right" in text
    assert 'name="how"' not in text


def test_an_offer_that_is_the_same_as_an_earlier_one_has_no_button_of_its_own(organiser, event):
    GroupPlace.objects.filter(registration__event=event).update(is_pinned=True)
    text = organiser.get(PAGE).content.decode()
    assert [text.count(f'value="{how}"') for how in ("fewest", "balanced", "best")] == [1, 0, 0]
