"""Cancelling: the place is free, the diary is told, and who waited longest moves up."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Message
from registrations import services, tasks
from registrations.models import GroupPlace
from tests.factories import DAY, make_event, make_member, make_place, make_registration, make_workshop
from tests.registrations.test_register import sign_up

pytestmark = pytest.mark.django_db


def test_a_cancelled_place_goes_to_the_longest_waiting_delegate(at):
    event = make_event(capacity=1)
    first = sign_up(event, at)
    second = sign_up(event, at + timedelta(minutes=1), email="second@example.org")
    third = sign_up(event, at + timedelta(minutes=2))
    services.cancel(first, at=at + timedelta(minutes=3))
    states = [type(row).objects.get(pk=row.pk).state for row in (first, second, third)]
    event.refresh_from_db()
    assert (states, event.taken) == (["cancelled", "offered", "waiting"], 1)
    news = Message.objects.filter(to_email="second@example.org").order_by("pk")
    assert [(mail.kind, mail.method) for mail in news] == [("waiting", ""), ("offered", "")]


def test_the_diary_entry_is_taken_back(at):
    registration = sign_up(make_event(), at)
    services.cancel(registration, at=at)
    mail = Message.objects.get(kind="cancelled")
    assert (mail.method, "METHOD:CANCEL" in mail.calendar) == ("CANCEL", True)


def test_cancelling_twice_is_cancelling_once(at):
    event = make_event()
    registration = sign_up(event, at)
    services.cancel(registration, at=at)
    services.cancel(registration, at=at)
    event.refresh_from_db()
    assert (event.taken, Message.objects.filter(kind="cancelled").count()) == (0, 1)


def test_leaving_the_waiting_list_frees_no_place_and_sends_no_calendar(at):
    event = make_event(capacity=1)
    sign_up(event, at)
    services.cancel(sign_up(event, at), at=at)
    event.refresh_from_db()
    assert (event.taken, Message.objects.get(kind="cancelled").method) == (1, "")


def test_the_seat_in_each_group_is_free_again(at):
    event = make_event()
    registration = make_registration(event)
    make_place(registration, make_workshop(event, groups=1).groups.get())
    services.cancel(registration, at=at)
    assert GroupPlace.objects.count() == 0


def test_an_organiser_cancels_on_the_record(at):
    event = make_event()
    services.cancel(make_registration(event), at=at, by=make_member(event))
    assert AuditEntry.objects.get().verb == "registrations.cancel"


def test_the_desk_does_not_cancel_places(at):
    event = make_event()
    with pytest.raises(Refused):
        services.cancel(make_registration(event), at=at, by=make_member(event, "desk"))


@pytest.mark.parametrize(
    ("state", "days", "reason"),
    [
        ("attended", 0, "This delegate is checked in. Undo that at the desk first."),
        ("confirmed", 30, "This event is over."),
        (
            "transferred",
            0,
            "This place has been cancelled, so its answers cannot be changed. Register again.",
        ),
    ],
)
def test_cancelling_is_refused_with_the_reason(at, state, days, reason):
    registration = make_registration(make_event(), state=state)
    with pytest.raises(Refused, match=reason):
        services.cancel(registration, at=at + timedelta(days=days))


def test_free_places_are_filled_in_the_order_of_arrival(at):
    event = make_event(capacity=2)
    waiting = [make_registration(event, state="waiting") for _ in range(3)]
    assert services.fill_free_places(event, at=at) == waiting[:2]
    assert services.fill_free_places(event, at=at) == []


def test_online_places_do_not_go_to_people_who_come(at):
    event = make_event(mode="both", capacity=0, online_capacity=1)
    make_registration(event, state="waiting")
    online = make_registration(event, state="waiting", mode="online")
    assert services.fill_free_places(event, at=at) == [online]


def test_no_place_is_filled_once_the_event_has_begun(at):
    event = make_event()
    make_registration(event, state="waiting")
    assert services.fill_free_places(event, at=DAY) == []
    event.cancelled_at = at
    event.save()
    assert services.fill_free_places(event, at=at) == []


def test_places_that_are_added_later_find_their_delegates(at):
    event = make_event(capacity=0)
    waiting = make_registration(event, state="waiting")
    make_registration(make_event(capacity=0), state="waiting")
    event.capacity = 1
    event.save()
    with time_machine.travel(at, tick=False):
        for _ in range(2):
            tasks.fill_free_places()
    waiting.refresh_from_db()
    event.refresh_from_db()
    assert (waiting.state, event.taken, Message.objects.count()) == ("offered", 1, 1)


def test_whoever_came_in_unheard_is_told_and_has_no_entry_to_take_out(at):
    event = make_event()
    details = services.Details(name="Ann", email="ann@example.org")
    by = make_member(event)
    silent = services.register(event, details, form_key=uuid4(), by=by, at=at, is_told=False)
    assert not Message.objects.exists()
    services.cancel(silent, at=at)
    assert [(mail.kind, mail.method) for mail in Message.objects.all()] == [("cancelled", "")]
