"""A workshop with fewer seats than the event: chosen on one's own page, while seats last."""

from datetime import timedelta

import pytest
import time_machine

from dissemination.core.verdicts import Refused
from dissemination.events.services import note_that_form_asks_more
from dissemination.groups.services.problem import room_of
from registrations import services
from registrations.models import WorkshopSeat
from sessions import policies
from sessions.forms import SessionForm
from tests.factories import DAY, make_event, make_member, make_registration, make_session, make_workshop
from tests.registrations.test_offers import opened

pytestmark = pytest.mark.django_db

NOON = DAY + timedelta(hours=3)


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def visit(event):
    return make_session(event, title="Visit", seats=1, starts_at=NOON, ends_at=NOON + timedelta(hours=1))


@pytest.fixture
def clinic(event):
    half = timedelta(minutes=30)
    return make_session(event, title="Clinic", seats=5, starts_at=NOON + half, ends_at=NOON + 3 * half)


def choose(registration, at, *sessions):
    return services.choose_workshops(registration, [session.pk for session in sessions], at=at)


def seats(registration):
    return [seat.session.title for seat in registration.workshop_seats.order_by("pk")]


def test_a_seat_is_theirs_until_they_choose_otherwise(event, visit, clinic, at):
    ann = make_registration(event)
    for _ in range(2):  # pressed twice
        choose(ann, at, visit)
    assert (seats(ann), str(WorkshopSeat.objects.get())) == (["Visit"], f"{ann}: Visit")
    choose(ann, at, clinic)
    assert seats(ann) == ["Clinic"]
    choose(ann, at)
    assert seats(ann) == []


def test_the_last_seat_is_one_persons_and_nothing_is_lost_by_trying(event, visit, at):
    other = make_session(event, title="Morning", seats=5)
    ann, ben = make_registration(event), make_registration(event)
    choose(ann, at, visit)
    choose(ben, at, other)
    with pytest.raises(Refused, match="Every seat in “Visit” is taken"):
        choose(ben, at, visit)
    assert seats(ben) == ["Morning"]


def test_sessions_one_after_the_other_go_together(event, visit, at):
    ann = make_registration(event)
    choose(ann, at, visit, make_session(event, title="Morning", seats=5))
    assert sorted(seats(ann)) == ["Morning", "Visit"]


def test_nobody_sits_in_two_places_at_once(event, visit, clinic, at):
    with pytest.raises(Refused, match="“Visit” and “Clinic” are on at the same time"):
        choose(make_registration(event), at, clinic, visit)


def test_a_session_for_all_or_of_another_event_is_no_choice(event, at):
    ann = make_registration(event)
    choose(ann, at, make_session(event), make_session(make_event(), seats=3))
    assert seats(ann) == []


@pytest.mark.parametrize("state", ["cancelled", "transferred", "attended", "absent"])
def test_who_is_here_or_does_not_come_chooses_no_more(event, visit, at, state):
    with pytest.raises(Refused, match="chosen by those who have a place"):
        choose(make_registration(event, state=state), at, visit)


@pytest.mark.parametrize("state", ["waiting", "offered", "pending"])
def test_who_has_no_place_yet_may_ask_for_another_seat_and_holds_none(client, event, visit, at, state):
    ann = make_registration(event, state=state)
    with time_machine.travel(at, tick=False):
        address = opened(client, ann)
        assert "the seat comes with it" in client.get(address + "workshops/").content.decode()
        text = client.post(address + "workshops/", {"sessions": [visit.pk]}, follow=True).content.decode()
    assert ("You asked for a seat" in text, "You have a seat" in text) == (True, False)
    ben = make_registration(event)
    choose(ben, at, visit)
    assert (seats(ann), seats(ben)) == (["Visit"], ["Visit"])


def test_the_page_of_answers_leads_to_the_seats_as_long_as_they_can_be_chosen(client, event, visit, at):
    note_that_form_asks_more(event)
    ann = make_registration(event)
    for moment, leads in ((at, True), (DAY, False)):
        with time_machine.travel(moment, tick=False):
            address = opened(client, ann)
            pages = [client.get(address).content.decode(), client.get(address + "change/").content.decode()]
        assert [f'href="{address}workshops/"' in page for page in pages] == [leads, leads]


def test_the_choice_ends_when_the_event_begins(event, visit):
    with pytest.raises(Refused, match="has begun"):
        choose(make_registration(event), DAY, visit)


def test_a_seat_is_free_when_the_place_is_and_goes_along_when_it_is_handed_over(event, visit, clinic, at):
    ann, ben = make_registration(event), make_registration(event)
    choose(ann, at, visit)
    choose(ben, at, clinic)
    services.cancel(ann, at=at)
    cleo = services.hand_over(ben, name="Cleo", email="cleo@example.org", at=at)
    assert [(seat.registration, seat.session) for seat in WorkshopSeat.objects.all()] == [(cleo, clinic)]


def test_such_a_workshop_has_groups_once_its_tables_are_laid(event):
    bare = make_workshop(event, seats=5)
    laid, planned = make_workshop(event, groups=1, seats=5), make_workshop(event, groups=1)
    room = room_of(event)
    assert (room.workshops, room.common, room.bare) == ([laid, planned], [planned], [bare])


def test_the_session_keeps_seats_for_those_who_have_them(event, visit, clinic, at):
    choose(make_registration(event), at, visit)
    assert not policies.may_remove_session(visit)
    assert policies.may_remove_session(clinic)
    told = {"event": event, "kind": "talk", "title": "Visit", "starts_at": NOON, "order": 0}
    told |= {"ends_at": NOON + timedelta(hours=1)}
    errors = {number: SessionForm(told | {"seats": number}, instance=visit).errors for number in (0, 1, "")}
    assert errors == {0: {"seats": ["1 person has a seat. Enter at least 1."]}, 1: {}, "": {}}


def test_the_choice_is_made_on_a_page_of_its_own(client, event, visit, clinic, at):
    ann = make_registration(event)
    with time_machine.travel(at, tick=False):
        address = opened(client, ann)
        assert "Choose my seats" in client.get(address).content.decode()
        text = client.get(address + "workshops/").content.decode()
        assert "Visit (12:30–13:30): 1 seat left" in text
        assert "Clinic (13:00–14:00): 5 seats left" in text
        page = client.post(address + "workshops/", {"sessions": [visit.pk, clinic.pk]})
        assert (page.status_code, "on at the same time" in page.content.decode()) == (422, True)
        text = client.post(address + "workshops/", {"sessions": [visit.pk]}, follow=True).content.decode()
        assert ("Your choice is saved." in text, "You have a seat" in text) == (True, True)
        assert "checked" in client.get(address + "workshops/").content.decode()
        client.post(address + "workshops/", {})
    assert seats(ann) == []
    with time_machine.travel(DAY, tick=False):
        text = client.get(opened(client, ann) + "workshops/").content.decode()
    assert "has begun" in text


def test_seats_are_seen_by_the_team_that_may_know_names(event, visit, at):
    choose(make_registration(event), at, visit)
    seen = {
        role: WorkshopSeat.objects.for_user(make_member(event, role)).count() for role in ("desk", "analyst")
    }
    assert seen == {"desk": 1, "analyst": 0}


@pytest.mark.usefixtures("on_a_monday_in_march")
def test_where_there_is_nothing_to_choose_the_place_opens_instead(client, event):
    place = opened(client, make_registration(event))
    assert client.get(f"{place}workshops/").headers["Location"] == place
