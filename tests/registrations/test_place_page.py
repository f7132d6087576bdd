"""My place: what a link opens, what it does not, and what a delegate does there."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dissemination.accounts.models import User
from dissemination.core.tokens import link_token
from dissemination.messaging.models import Message
from registrations.invites import told_groups
from registrations.models import GroupPlace, Registration
from registrations.services import cancel
from speakers.models import Material
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_place,
    make_registration,
    make_room,
    make_session,
    make_workshop,
    tell_place,
)
from tests.registrations.test_register import sign_up
from tests.registrations.test_register_page import answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday_in_march")]


def opened(client, registration):
    """The address of the place, once its link has been opened in this browser."""
    page = client.get(reverse("registrations:open", args=[link_token("place", registration.code)]))
    assert page.status_code == 302
    assert page.headers["Referrer-Policy"] == "no-referrer"
    return page.headers["Location"]


def test_the_link_opens_the_place_and_leaves_the_address(client, at):
    registration = sign_up(make_event(title="Spreading what works"), at, organisation="Harbour Housing")
    address = opened(client, registration)
    assert address == f"/place/{registration.code}/"
    page = client.get(address)
    text = page.content.decode()
    for words in ("Spreading what works", "Ann Example", "Harbour Housing", "Confirmed"):
        assert words in text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_the_code_alone_opens_nothing(client, at):
    registration = sign_up(make_event(), at)
    for name in ("place", "calendar", "change", "cancel"):
        assert client.get(reverse(f"registrations:{name}", args=[registration.code])).status_code == 404


@pytest.mark.parametrize("token", ["test", "a.b", "x" * 300, "%00", "."])
def test_a_wrong_link_says_what_to_do(client, token):
    page = client.get(f"/places/{token}/")
    assert page.status_code == 404
    assert "Have your link sent again" in page.content.decode()


def test_a_link_for_something_else_does_not_open_a_place(client, at):
    registration = sign_up(make_event(), at)
    token = link_token("speaking", registration.code)
    assert client.get(reverse("registrations:open", args=[token])).status_code == 404


def test_the_link_of_a_cancelled_place_says_so(client):
    registration = make_registration(make_event(), state="cancelled")
    page = client.get(reverse("registrations:open", args=[link_token("place", registration.code)]))
    assert page.status_code == 410
    assert "This place is cancelled" in page.content.decode()


def test_my_day_shows_my_group_once_it_is_told(client, at):
    event = make_event()
    session = make_session(event, title="Welcome")
    make_appearance(session)
    workshop = make_workshop(event, groups=2, questions=1, title="Workshop 1")
    registration = sign_up(event, at)
    table = workshop.groups.get(name="Table 2")
    place = GroupPlace.objects.create(registration=registration, session=workshop, group=table)
    address = opened(client, registration)
    text = client.get(address).content.decode()
    assert "Welcome" in text
    assert "Question" in text
    assert "Table 2" not in text
    tell_place(place)
    assert "Workshop 1: Table 2" in client.get(address).content.decode()


def test_now_and_next_stand_in_my_day(client, at):
    event = make_event(delay_minutes=10)
    registration = sign_up(event, at)
    for number in range(3):
        starts_at = DAY + timedelta(hours=number)
        make_session(event, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    address = opened(client, registration)
    with time_machine.travel(DAY + timedelta(minutes=65), tick=False):
        slots = client.get(address).context["slots"] if opened(client, registration) else []
    assert [(slot.is_now, slot.is_next) for slot in slots] == [(True, False), (False, True), (False, False)]


def test_weeks_before_the_day_nothing_is_next(client, at):
    event = make_event()
    registration = sign_up(event, at)
    make_session(event)
    with time_machine.travel(DAY - timedelta(days=20), tick=False):
        slots = client.get(opened(client, registration)).context["slots"]
    assert [slot.is_next for slot in slots] == [False]


def test_a_workshop_that_asks_is_followed_by_the_table_alone(at):
    event = make_event()
    registration = sign_up(event, at)
    table = make_workshop(event, groups=1, title="What helps?").groups.get()
    make_place(registration, table, told_group=table)
    assert told_groups(registration) == ["What helps? Table 1"]


def test_a_ticket_names_the_room_of_a_table_that_stands_in_another_than_the_workshop(client, at):
    event = make_event()
    registration = sign_up(event, at)
    workshop = make_workshop(event, groups=1, title="Workshop 1", room=make_room(event, "Hall"))
    workshop.groups.update(room=workshop.room)
    make_place(registration, workshop.groups.get(), told_group=workshop.groups.get())
    type(event).objects.update(groups_told_at=at)
    page = opened(client, registration)
    assert client.get(page).context["groups"] == ["Workshop 1: Table 1"]
    workshop.groups.update(room=make_room(event, "Library"))
    assert client.get(page).context["groups"] == ["Workshop 1: Table 1 (Library)"]


def test_slides_are_listed_after_release_only(client, at):
    event = make_event()
    registration = sign_up(event, at)
    appearance = make_appearance(make_session(event))
    for title, state, release in (
        ("Shown to all", "released", "public"),
        ("Shown to delegates", "released", "delegates"),
        ("Kept back", "released", "nobody"),
        ("Not yet", "checked", "public"),
    ):
        moment = at if state == "released" else None
        Material.objects.create(
            appearance=appearance,
            title=title,
            state=state,
            release=release,
            released_at=moment,
            consented_at=moment,
        )
    materials = client.get(opened(client, registration)).context["materials"]
    assert [material.title for material in materials] == ["Shown to all", "Shown to delegates"]


def test_the_page_asks_the_database_the_same_for_one_and_three_sessions(
    client, at, django_assert_num_queries
):
    event = make_event()
    registration = sign_up(event, at)
    address = opened(client, registration)
    make_appearance(make_workshop(event, questions=1))
    with django_assert_num_queries(10):
        client.get(address)
    for _ in range(2):
        make_appearance(make_workshop(event, questions=2, starts_at=DAY + timedelta(hours=4)))
    with django_assert_num_queries(10):
        client.get(address)


def test_a_waiting_delegate_sees_that_they_wait(client):
    registration = make_registration(make_event(), state="waiting")
    address = opened(client, registration)
    text = client.get(address).content.decode()
    assert "You are on the waiting list" in text
    assert "Leave the waiting list" in text
    assert client.get(address + "calendar.ics").status_code == 404


def test_the_joining_link_shows_to_online_delegates(client, at):
    event = make_event(mode="both", online_capacity=1, joining_link="https://meet.example.org/room")
    online, room = sign_up(event, at, mode="online"), sign_up(event, at)
    assert "meet.example.org" in client.get(opened(client, online)).content.decode()
    assert "meet.example.org" not in client.get(opened(client, room)).content.decode()
    event.joining_link = ""
    event.save(update_fields=["joining_link"])
    told = [client.get(opened(client, one)).content.decode() for one in (online, room)]
    assert ["There is no joining link yet" in text for text in told] == [True, False]


@pytest.mark.parametrize(
    ("values", "mode", "is_promised"),
    [
        ({"kind": "workshop"}, "in_person", True),
        ({"kind": "workshop"}, "online", False),
        ({"kind": "workshop", "seats": 5}, "in_person", False),
        ({"kind": "talk"}, "in_person", False),
    ],
)
def test_a_group_is_promised_to_those_alone_who_get_one(client, values, mode, is_promised):
    event = make_event(mode="both", online_capacity=1)
    make_session(event, **values)
    registration = make_registration(event, mode=mode)
    text = client.get(opened(client, registration)).content.decode()
    assert ("You will hear before the day" in text) is is_promised


@pytest.mark.parametrize("page", ["change/", "cancel/", "hand-over/"])
def test_the_forms_of_a_cancelled_place_lead_to_where_it_says_so(client, at, page):
    registration = make_registration(make_event())
    address = opened(client, registration)
    cancel(registration, at=at)
    answer = client.get(address + page, follow=True)
    assert "This place is cancelled" in answer.content.decode()


def test_a_cancelled_event_says_so_and_offers_nothing(client, at):
    event = make_event()
    make_session(event, kind="workshop")
    registration = sign_up(event, at)
    event.cancelled_at = at
    event.save()
    text = client.get(opened(client, registration)).content.decode()
    assert "This event has been cancelled" in text
    assert "You will hear before the day" not in text
    assert ("Event cancelled" in text, "Add to calendar" in text) == (True, False)
    assert "Change my answers" not in text


def test_the_calendar_entry_can_be_fetched(client, at):
    registration = sign_up(make_event(slug="works"), at)
    page = client.get(opened(client, registration) + "calendar.ics")
    assert page.headers["Content-Disposition"] == 'attachment; filename="works.ics"'
    assert b"METHOD:PUBLISH" in page.content


def test_answers_are_changed_on_their_page(client, at):
    registration = sign_up(make_event(), at, email="ann@example.org", job_title="Adviser", news=True)
    address = opened(client, registration)
    form = client.get(address + "change/").context["form"]
    assert (form.initial["job_title"], form.initial["news"]) == ("Adviser", True)
    page = client.post(address + "change/", answers(job_title="Director", email="other@example.org"))
    assert page.headers["Location"] == address
    registration.refresh_from_db()
    assert (registration.job_title, registration.email) == ("Director", "ann@example.org")


def test_missing_answers_are_asked_for(client, at):
    address = opened(client, sign_up(make_event(), at))
    page = client.post(address + "change/", answers(name=""))
    assert (page.status_code, page.context["form"].errors) == (422, {"name": ["Enter your name."]})


def test_a_refused_change_says_why(client, at):
    event = make_event(mode="both", online_capacity=0)
    address = opened(client, sign_up(event, at))
    page = client.post(address + "change/", answers(mode="online"))
    assert page.status_code == 422
    assert "Every place there is taken" in page.content.decode()


def test_cancelling_asks_first_and_a_get_changes_nothing(client, at):
    registration = sign_up(make_event(), at)
    address = opened(client, registration)
    assert "Cancel your place?" in client.get(address + "cancel/").content.decode()
    assert Registration.objects.get().state == "confirmed"
    page = client.post(address + "cancel/", follow=True)
    assert "This place is cancelled" in page.content.decode()
    assert Registration.objects.get().state == "cancelled"
    assert Message.objects.filter(kind="cancelled").count() == 1


def test_a_forged_post_is_refused(at):
    from django.test import Client

    registration = sign_up(make_event(), at)
    careful = Client(enforce_csrf_checks=True)
    address = opened(careful, registration)
    assert careful.post(address + "cancel/").status_code == 403
    assert Registration.objects.get().state == "confirmed"


def test_whoever_signs_in_sees_all_their_events(client, at, django_assert_num_queries):
    assert client.get("/my/").status_code == 302
    registration = sign_up(make_event(), at, email="ann@example.org")
    sign_up(make_event(), at)
    client.force_login(User.objects.get(email="ann@example.org"))
    with django_assert_num_queries(3):
        page = client.get("/my/")
    assert [row.pk for row in page.context["registrations"]] == [registration.pk]
    assert client.get(f"/place/{registration.code}/").status_code == 200


def test_somebody_without_a_registration_is_told_what_to_do(client):
    client.force_login(User.objects.create_user("ann@example.org"))
    assert "sign in with that one" in client.get("/my/").content.decode()
