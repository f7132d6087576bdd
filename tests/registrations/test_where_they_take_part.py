"""Where people take part: what an event's set-up may change, and what becomes of a delegate's own way."""

import re

import pytest
from django.forms import modelform_factory

from dissemination.core.verdicts import Refused
from dissemination.events.forms import EventForm
from dissemination.events.models import Event
from dissemination.events.services import save_event
from dissemination.messaging.models import Message
from registrations.invites import held_at
from registrations.models import Allotment, Registration
from tests.factories import DAY, make_event, make_member, make_organisation, make_registration
from tests.registrations.test_place_page import opened
from tests.registrations.test_register import sign_up
from tests.registrations.test_register_page import answers, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]


@pytest.mark.parametrize(("own", "now"), [("in_person", "online"), ("online", "in_person")])
def test_a_form_that_does_not_ask_keeps_the_way_of_the_delegate(own, now, client, at):
    event = make_event(mode="both", capacity=1, online_capacity=1)
    ann = sign_up(event, at, mode=own)
    sign_up(event, at, mode="online" if own == "in_person" else "in_person")
    Event.objects.update(mode=now)
    page = client.post(opened(client, ann) + "change/", answers(job_title="Director"))
    assert page.status_code == 302
    ann.refresh_from_db()
    assert (ann.job_title, ann.mode, ann.state) == ("Director", own, "confirmed")
    assert Event.objects.values_list("taken", "online_taken").get() == (1, 1)


def with_mode(event, mode, at):
    """The organiser saves the set-up of the event with this choice."""
    changed = Event.objects.get(pk=event.pk)
    changed.mode = mode
    return save_event(changed, by=make_member(event), at=at)


@pytest.mark.parametrize(
    ("mode", "states", "words"),
    [
        ("online", ["waiting"], "1 person is registered to take part in the room. Move them online"),
        ("online", ["confirmed", "pending"], "2 people are registered to take part in the room."),
    ],
)
def test_the_room_stays_while_people_are_registered_for_it(mode, states, words, at):
    event = make_event(mode="both", online_capacity=5)
    for state in (*states, "cancelled"):
        make_registration(event, state=state)
    with pytest.raises(Refused, match=words):
        with_mode(event, mode, at)
    assert with_mode(event, "both", at).mode == "both"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1 person is registered to take part online. Move them to the room"),
        (3, "3 people are registered to take part online."),
    ],
)
def test_online_stays_while_people_are_registered_for_it(number, words, at):
    event = make_event(mode="both", online_capacity=5)
    for _ in range(number):
        make_registration(event, mode="online")
    with pytest.raises(Refused, match=words):
        with_mode(event, "in_person", at)
    Registration.objects.update(mode="in_person")
    Event.objects.update(online_taken=0)
    assert with_mode(event, "in_person", at).mode == "in_person"


def test_a_way_stays_while_places_are_held_in_it(at):
    event = make_event(mode="both", taken=5)
    held = {"contact_name": "Kim", "contact_email": "kim@example.org", "returns_at": DAY}
    Allotment.objects.create(event=event, organisation=make_organisation(), places=5, **held)
    with pytest.raises(Refused, match="Places there are held for organisations"):
        with_mode(event, "online", at)


def test_the_form_of_the_set_up_says_so_where_it_is_asked():
    event = make_event(mode="both")
    make_registration(event)
    form = modelform_factory(Event, EventForm, fields=["mode"])({"mode": "online"}, instance=event)
    assert list(form.errors["mode"]) == [
        "1 person is registered to take part in the room. "
        "Move them online, or cancel their registration, first."
    ]


FULL_ONLINE = {"mode": "both", "capacity": 5, "online_capacity": 0}
FULL_ROOM = {"mode": "both", "capacity": 0, "online_capacity": 5}


@pytest.mark.parametrize(
    ("values", "mode", "on_form", "on_ticket"),
    [
        (FULL_ONLINE, "online", "There are places in the room.", "Every online place is taken. There are"),
        (FULL_ROOM, "in_person", "There are online places.", "Every place in the room is taken. There are"),
        (FULL_ONLINE | {"capacity": 0}, "online", "Every place is taken.", "Every place is taken."),
        (
            {"capacity": 0, "online_capacity": 5},
            "in_person",
            "Every place is taken.",
            "Every place is taken.",
        ),
    ],
)
def test_form_and_ticket_say_which_way_is_full(values, mode, on_form, on_ticket, client):
    event = make_event(**values)
    page = client.get(f"/events/{event.slug}/register/").content.decode()
    assert on_form in page
    assert on_ticket in post(client, event, mode=mode).content.decode()
    which = on_ticket.split(" is taken")[0]
    assert f"{which} is taken at the moment" in Message.objects.get(kind="waiting").text


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("both", "Harbour Hall, Northvale, or online"),
        ("in_person", "Harbour Hall, Northvale"),
        ("online", ""),
    ],
)
def test_the_form_says_where_it_takes_place(mode, told, client):
    event = make_event(mode=mode)
    page = client.get(f"/events/{event.slug}/register/").content.decode()
    assert re.findall(r"<br>(Harbour Hall[^<\n]*)", page) == [told] * bool(told)
    assert held_at(event) == (told or "Online")
