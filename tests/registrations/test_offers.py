"""Offers: a free place is held for whoever has waited longest, until they answer or their time is up."""

import contextlib
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from dissemination.accounts.models import AuditEntry
from dissemination.core.tokens import link_token
from dissemination.core.verdicts import Refused
from dissemination.desk import services as desk
from dissemination.events.models import Event
from dissemination.messaging.models import Message
from registrations import policies, services, tasks
from registrations.models import Registration
from registrations.services import Details
from tests.factories import DAY, make_event, make_member, make_registration

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def waiting(event, number=1):
    return [make_registration(event, state="waiting", name=f"Waits {n}") for n in range(1, number + 1)]


def states(event):
    return list(event.registrations.order_by("pk").values_list("state", flat=True))


def taken(event):
    return Event.objects.get(pk=event.pk).taken


def news():
    return list(Message.objects.order_by("pk").values_list("kind", "method"))


def opened(client, registration):
    token = link_token("place", registration.code)
    return client.get(f"/places/{token}/").headers["Location"]


def test_a_free_place_is_held_for_whoever_has_waited_longest(at):
    event = make_event(capacity=1)
    first, _ = waiting(event, 2)
    assert services.fill_free_places(event, at=at) == [first]
    assert (states(event), taken(event)) == (["offered", "waiting"], 1)
    first.refresh_from_db()
    assert first.offer_ends_at == at + 48 * HOUR
    mail = Message.objects.get()
    assert mail.subject == f"A place is held for you until Wednesday 4 March 2026, 09:00: {event.title}"
    assert (mail.kind, mail.method) == ("offered", "")


def test_a_long_list_is_served_some_at_a_time_and_in_order(at, monkeypatch):
    monkeypatch.setattr("registrations.services.waiting.AT_ONCE", 2)
    event = make_event(capacity=5)
    people = waiting(event, 6)
    assert services.fill_free_places(event, at=at) == people[:2]
    assert (states(event)[:3], taken(event)) == (["offered", "offered", "waiting"], 2)
    with time_machine.travel(at, tick=False):
        tasks.fill_free_places()
    assert (states(event), taken(event)) == (["offered"] * 5 + ["waiting"], 5)
    told = list(Message.objects.order_by("pk").values_list("to_email", flat=True))
    assert told == [person.email for person in people[:5]]
    for _ in range(2):  # offers end some at a time, too
        services.fill_free_places(event, at=at + 48 * HOUR)
    assert states(event) == ["cancelled"] * 4 + ["offered", "offered"]


def test_an_offer_never_outlives_a_numbers_deadline_that_was_moved(at):
    event = make_event(capacity=2, numbers_due_at=at + 90 * HOUR)
    waiting(event, 2)
    services.fill_free_places(event, at=at)
    Event.objects.update(numbers_due_at=at + 24 * HOUR)
    for _ in range(2):  # each minute
        services.fill_free_places(event, at=at)
    ends = set(event.registrations.values_list("offer_ends_at", flat=True))
    assert (ends, news()) == ({at + 24 * HOUR}, [("offered", "")] * 4)
    Event.objects.update(numbers_due_at=at)  # no time to ask: the place is theirs at once
    services.fill_free_places(event, at=at)
    assert (states(event), taken(event)) == (["confirmed", "confirmed"], 2)


def test_there_are_never_more_offers_than_free_places(at):
    event = make_event(capacity=3)
    make_registration(event)
    waiting(event, 4)
    for minute in range(3):
        services.fill_free_places(event, at=at + minute * timedelta(minutes=1))
    assert (states(event), taken(event)) == (["confirmed", "offered", "offered", "waiting", "waiting"], 3)


def test_whoever_accepts_gets_a_confirmation_with_the_diary_entry(at):
    event = make_event(capacity=1)
    (ann,) = waiting(event)
    services.fill_free_places(event, at=at)
    for _ in range(2):  # pressed twice
        assert services.accept(ann, at=at + HOUR).state == "confirmed"
    assert (taken(event), news()) == (1, [("offered", ""), ("confirmation", "REQUEST")])


def test_an_offer_that_is_left_goes_to_the_next_person(at):
    event = make_event(capacity=1)
    ann, _ = waiting(event, 2)
    services.fill_free_places(event, at=at)
    services.cancel(ann, at=at + HOUR)
    assert (states(event), taken(event)) == (["cancelled", "offered"], 1)
    assert Registration.objects.get(pk=ann.pk).ending == "left"
    assert news() == [("offered", ""), ("offer_declined", ""), ("offered", "")]


def test_an_offer_that_runs_out_passes_on_by_itself(at):
    event = make_event(capacity=1)
    ann, _ = waiting(event, 2)
    services.fill_free_places(event, at=at)
    for moment in (at + 47 * HOUR, at + 48 * HOUR, at + 49 * HOUR):
        with time_machine.travel(moment, tick=False):
            tasks.fill_free_places()
    assert (states(event), taken(event)) == (["cancelled", "offered"], 1)
    assert Registration.objects.get(pk=ann.pk).ending == "run_out"
    assert news() == [("offered", ""), ("offer_expired", ""), ("offered", "")]
    assert "until Wednesday 4 March 2026, 09:00" in Message.objects.get(kind="offer_expired").text


def test_an_offer_that_has_run_out_cannot_be_accepted(at):
    event = make_event(capacity=1)
    (ann,) = waiting(event)
    services.fill_free_places(event, at=at)
    with pytest.raises(Refused, match="This offer has ended"):
        services.accept(ann, at=at + 48 * HOUR)


@pytest.mark.parametrize("state", ["waiting", "cancelled", "transferred"])
def test_without_an_offer_there_is_nothing_to_accept(at, state):
    with pytest.raises(Refused, match="There is no offer to accept"):
        services.accept(make_registration(make_event(), state=state), at=at)


def test_an_offer_at_an_event_that_is_called_off_cannot_be_accepted(at):
    event = make_event(cancelled_at=at)
    ann = make_registration(event, state="offered")
    with pytest.raises(Refused, match="cancelled"):
        services.accept(ann, at=at)
    services.fill_free_places(event, at=DAY)
    assert (states(event), news()) == (["offered"], [])


def test_an_offer_ends_by_the_numbers_deadline(at):
    event = make_event(capacity=1, numbers_due_at=at + 20 * HOUR)
    waiting(event)
    services.fill_free_places(event, at=at)
    assert Registration.objects.get().offer_ends_at == at + 20 * HOUR


@pytest.mark.parametrize(
    ("offer_hours", "due", "is_asked"),
    [(48, 11, False), (48, 12, True), (48, -1, False), (4, 5, True), (4, 3, False), (0, 400, False)],
)
def test_where_there_is_no_time_to_ask_the_place_is_theirs_at_once(at, offer_hours, due, is_asked):
    event = make_event(offer_hours=offer_hours, numbers_due_at=at + due * HOUR)
    assert bool(policies.offer_end(event, at=at)) is is_asked


def test_the_last_places_are_given_without_asking(at):
    event = make_event(capacity=1)
    waiting(event)
    services.fill_free_places(event, at=DAY - 11 * HOUR)
    assert (states(event), news()) == (["confirmed"], [("place_from_waiting", "REQUEST")])


def test_no_offer_outlasts_the_beginning(at):
    event = make_event(capacity=1)
    waiting(event)
    services.fill_free_places(event, at=DAY - 13 * HOUR)
    assert Registration.objects.get().offer_ends_at == DAY
    services.fill_free_places(event, at=DAY)
    assert (states(event), taken(event)) == (["cancelled"], 0)


def test_the_database_keeps_no_offer_without_an_end():
    row = make_registration(make_event(), state="waiting")
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=row.pk).update(state="offered")


def test_a_new_address_gets_the_offer(at):
    event = make_event(capacity=1)
    (ann,) = waiting(event)
    services.fill_free_places(event, at=at)
    details = Details(name="Ann", email="new@example.org")
    services.change(ann, details, at=at, by=make_member(event))
    assert Message.objects.filter(to_email="new@example.org").get().kind == "offered"


def test_somebody_with_an_offer_moves_online_and_frees_the_room(at):
    event = make_event(mode="both", capacity=1, online_capacity=1)
    ann, _ = waiting(event, 2)
    services.fill_free_places(event, at=at)
    services.change(ann, Details(name=ann.name, email=ann.email, mode="online"), at=at)
    event.refresh_from_db()
    assert (states(event), event.taken, event.online_taken) == (["offered", "offered"], 1, 1)


def test_an_organiser_gives_a_free_place_before_somebodys_turn(at):
    event = make_event()
    _, second = waiting(event, 2)
    organiser = make_member(event)
    assert services.promote(second, reason="Chairs the board", by=organiser, at=at).state == "confirmed"
    second.refresh_from_db()
    assert (second.reason, AuditEntry.objects.get().verb) == ("Chairs the board", "registrations.promote")
    with pytest.raises(Refused, match="not on the waiting list"):
        services.promote(second, reason="Again", by=organiser, at=at)
    assert (taken(event), news()) == (1, [("place_from_waiting", "REQUEST")])


def test_in_a_full_event_whoever_is_put_first_gets_the_next_place(at):
    event = make_event(capacity=1)
    held = make_registration(event)
    first, second, third = waiting(event, 3)
    organiser = make_member(event)
    for row in (third, second, third):
        services.promote(row, reason="Speaks for tenants", by=organiser, at=at)
        at += HOUR
    assert (taken(event), news()) == (1, [])
    assert list(event.registrations.waiting()) == [third, second, first]
    services.cancel(held, at=at)
    assert states(event) == ["cancelled", "waiting", "waiting", "offered"]


def test_an_organiser_takes_an_offer_for_somebody(at):
    event = make_event(capacity=1)
    (ann,) = waiting(event)
    services.fill_free_places(event, at=at)
    assert services.promote(ann, reason="She rang", by=make_member(event), at=at).state == "confirmed"
    assert taken(event) == 1


def test_a_walk_in_with_an_offer_takes_one_place(at):
    event = make_event(capacity=1)
    (ann,) = waiting(event)
    services.fill_free_places(event, at=DAY - 13 * HOUR)
    details = Details(name=ann.name, email=ann.email)
    here = desk.walk_in(event, details, by=make_member(event), at=DAY - HOUR)
    assert (here.pk, here.state, taken(event)) == (ann.pk, "attended", 1)


def test_those_who_wait_see_their_number_in_line(client, at):
    event = make_event(mode="both", capacity=0)
    make_registration(event, state="waiting", mode="online")
    rows = waiting(event, 3)
    with time_machine.travel(at, tick=False):
        text = client.get(opened(client, rows[2])).content.decode()
    assert "You are <strong>3rd</strong> in line." in text


def test_the_offer_is_taken_by_a_press_and_a_get_changes_nothing(client, at):
    event = make_event(capacity=1)
    (ann,) = waiting(event)
    services.fill_free_places(event, at=at)
    with time_machine.travel(at, tick=False):
        address = opened(client, ann)
        text = client.get(address).content.decode()
        assert "A place is held for you" in text
        assert "Wednesday 4 March 2026, 09:00" in text
        assert client.get(address + "accept/").status_code == 405
        assert states(event) == ["offered"]
        text = client.post(address + "accept/", follow=True).content.decode()
    assert ("Your place" in text, "Add to calendar" in text) == (True, True)
    assert states(event) == ["confirmed"]


def test_the_offer_is_left_after_being_asked(client, at):
    event = make_event(capacity=1)
    (ann,) = waiting(event)
    services.fill_free_places(event, at=at)
    with time_machine.travel(at, tick=False):
        address = opened(client, ann)
        assert "Leave this place to somebody else?" in client.get(address + "cancel/").content.decode()
        text = client.post(address + "cancel/", follow=True).content.decode()
    assert "You have left the place to somebody else" in text


def test_an_offer_that_has_ended_says_so_before_the_sweep_comes(client, at):
    event = make_event(capacity=1)
    (ann,) = waiting(event)
    services.fill_free_places(event, at=at)
    with time_machine.travel(at + 48 * HOUR, tick=False):
        address = opened(client, ann)
        text = client.get(address).content.decode()
        page = client.post(address + "accept/")
    assert ("The offer has ended" in text, "Take the place" in text) == (True, False)
    assert (page.status_code, "This offer has ended" in page.content.decode()) == (409, True)


@pytest.mark.slow
def test_cancelling_accepting_and_registering_at_once_never_oversell(at, at_once):
    event = make_event(capacity=6)
    people = [make_registration(event) for _ in range(6)]
    queue = waiting(event, 12)

    def storm():
        for row in people[:4]:
            services.cancel(row, at=at)
        services.register(event, Details(name="Late"), form_key=uuid.uuid4(), at=at, by=organiser)
        for row in queue[:8]:
            with contextlib.suppress(Refused):
                services.accept(row, at=at)
        services.fill_free_places(event, at=at)

    organiser = make_member(event)
    at_once(storm, threads=6)
    told = dict(event.registrations.values_list("pk", "state"))
    served = [told[row.pk] for row in queue]
    assert taken(event) == 6 == event.registrations.counted().count()
    assert served[:4].count("waiting") == 0
    assert served[4:] == ["waiting"] * 8
    assert Message.objects.filter(kind="offered").count() == 4


def test_where_places_are_given_at_once_nobody_is_promised_an_offer(at):
    event = make_event(capacity=0, offer_hours=0)
    services.register(event, Details(name="Ann", email="ann@example.org"), form_key=uuid.uuid4(), at=at)
    text = Message.objects.get().text
    assert ("it is yours, and we write to you" in text, "hold it for you" in text) == (True, False)
