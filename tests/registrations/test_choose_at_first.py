"""Seats that not everybody can have, chosen on the form itself: exact, and nothing typed is lost."""

import uuid
from datetime import timedelta
from itertools import count

import pytest
import time_machine

from dissemination.core.verdicts import Refused
from dissemination.desk import services as desk
from dissemination.events.services import note_that_form_asks_more
from dissemination.guests import services as guests
from dissemination.guests.links import invitation_link
from dissemination.messaging.models import Message
from registrations import services
from registrations.invites import allotment_link
from registrations.models import Allotment, Registration
from registrations.services import Details
from registrations.services.workshops import on_offer
from sessions.services import change_programme
from tests.factories import DAY, make_event, make_member, make_organisation, make_registration, make_session
from tests.registrations.test_register_page import answers, post, without_secrets

pytestmark = pytest.mark.django_db

NOON = DAY + timedelta(hours=3)
HOUR = timedelta(hours=1)
FULL = "Every seat in “Visit” is taken. Choose another."


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def visit(event):
    return make_session(event, title="Visit", seats=1, starts_at=NOON, ends_at=NOON + HOUR)


@pytest.fixture
def clinic(event):
    note_that_form_asks_more(event)
    return make_session(event, title="Clinic", seats=5, starts_at=NOON + 2 * HOUR, ends_at=NOON + 3 * HOUR)


@pytest.fixture
def form(client, event, visit, clinic, at):
    """Sends the form of the event with these seats, on a Monday in March."""

    def send(*sessions, **changes):
        return post(client, event, seats=[session.pk for session in sessions], **changes)

    with time_machine.travel(at, tick=False):
        yield send


def sign_up(event, at, *sessions, **details):
    told = Details(**{"name": "Ann Example"} | details)
    seats = [session.pk for session in sessions]
    return services.register(event, told, form_key=uuid.uuid4(), seats=seats, at=at)


def holders(session):
    return [seat.registration.name for seat in session.workshop_seats.held().order_by("pk")]


def left(event):
    return [seats.left for seats in on_offer(event)]


def test_the_form_says_what_is_left_and_takes_the_seats_with_the_place(client, event, form, visit, clinic):
    page = client.get(f"/events/{event.slug}/register/").content.decode()
    assert ("Visit (12:30–13:30): 1 seat left" in page, "Clinic (14:30–15:30): 5 seats left" in page) == (
        True,
        True,
    )
    assert "You have a place" in form(visit, clinic).content.decode()
    assert (holders(visit), holders(clinic)) == (["Ann Example"], ["Ann Example"])
    assert "- Visit (12:30–13:30): you have a seat\n- Clinic (14:30–15:30): you have a seat" in (
        Message.objects.get().text
    )
    page = client.get(f"/events/{event.slug}/register/").content.decode()
    assert "Visit (12:30–13:30): every seat is taken" in page
    assert f'value="{visit.pk}" id="id_seats_0" disabled' in page


def test_a_seat_that_went_while_they_wrote_is_told_and_nothing_typed_is_lost(event, form, visit, clinic, at):
    sign_up(event, at, visit, name="Quicker")
    page = form(visit, clinic, job_title="Data lead", dietary="No celery")
    text = page.content.decode()
    assert (page.status_code, FULL in text, holders(visit)) == (422, True, ["Quicker"])
    assert ('value="Data lead"' in text, 'value="No celery"' in text) == (True, True)
    assert f'value="{clinic.pk}" id="id_seats_1" checked' in text
    assert f'value="{visit.pk}" id="id_seats_0" disabled' in text
    assert (Registration.objects.count(), Message.objects.count()) == (1, 0)
    assert "You have a place" in form(clinic).content.decode()


def test_a_full_session_is_refused_in_the_same_words_whether_the_address_is_known(event, form, visit, at):
    sign_up(event, at, visit, email="ann@example.org")
    key = str(uuid.uuid4())
    known = without_secrets(form(visit, email="ann@example.org", form_key=key))
    new = without_secrets(form(visit, email="new@example.org", form_key=key))
    assert known.replace("ann@example.org", "new@example.org") == new


def test_the_same_form_twice_takes_one_seat(event, form, visit):
    key = str(uuid.uuid4())
    for _ in range(2):
        assert "You have a place" in form(visit, form_key=key).content.decode()
    assert (holders(visit), left(event)) == (["Ann Example"], [0, 5])


def test_two_at_once_are_refused_on_the_form(event, form, visit):
    other = make_session(event, title="Tour", seats=5, starts_at=NOON, ends_at=NOON + HOUR)
    assert "“Visit” and “Tour” are on at the same time. Choose one of them." in (
        form(visit, other).content.decode()
    )
    assert Registration.objects.count() == 0


def test_a_session_for_all_or_of_another_event_is_no_choice(event, form):
    elsewhere = make_session(make_event(), seats=3)
    for session in (make_session(event), elsewhere):
        assert list(form(session).context["form"].errors) == ["seats"]


def test_who_waits_keeps_their_choice_which_holds_nothing_until_they_have_a_place(event, visit, clinic, at):
    event.capacity = 1
    event.save()
    first, second = (sign_up(event, at, clinic, visit, name="Ann"), sign_up(event, at, clinic, name="Ben"))
    assert (first.state, second.state, left(event)) == ("confirmed", "waiting", [0, 4])
    services.cancel(first, at=at)
    assert left(event) == [1, 5]
    second.refresh_from_db()
    services.accept(second, at=at)
    assert (holders(clinic), left(event)) == (["Ben"], [1, 4])


@pytest.mark.parametrize("way", ["accept", "approve", "promote", "walk in"])
def test_a_chosen_seat_that_is_gone_by_then_is_not_theirs(event, visit, clinic, at, way):
    states = {"approve": "pending", "accept": "offered"}
    sign_up(event, at, visit, name="Quicker")
    late = make_registration(event, name="Late", state=states.get(way, "waiting"), offer_ends_at=DAY)
    late.workshop_seats.create(session=visit)
    late.workshop_seats.create(session=clinic)
    by = make_member(event)
    if way == "walk in":
        told = Details(name=late.name, email=late.email)
        desk.walk_in(event, told, by=by, at=DAY - HOUR)
    else:
        more = {"accept": {}, "approve": {"by": by}, "promote": {"by": by, "reason": "Chairs"}}
        getattr(services, way)(late, at=at, **more[way])
    assert (holders(visit), holders(clinic), left(event)) == (["Quicker"], ["Late"], [0, 4])


def test_whoever_takes_over_a_place_has_its_seats_and_not_what_they_chose_while_they_waited(
    event, visit, clinic, at
):
    giver = sign_up(event, at, visit, name="Giver")
    taker = make_registration(event, state="waiting")
    for session in (visit, clinic):
        taker.workshop_seats.create(session=session)
    services.hand_over(giver, name=taker.name, email=taker.email, at=at)
    assert (holders(visit), holders(clinic)) == ([taker.name], [])


def test_many_at_once_never_take_a_seat_too_many(at, at_once):
    event, numbers, refused = make_event(capacity=40), count(), []
    visit = make_session(event, title="Visit", seats=5)

    def storm():
        for _ in range(3):
            try:
                sign_up(event, at, visit, name=f"Delegate {next(numbers)}")
            except Refused as refusal:
                refused.append(refusal.reason)

    at_once(storm, threads=5)
    assert (len(holders(visit)), left(event), refused) == (5, [0], [FULL] * 10)
    event.refresh_from_db()
    assert (event.registrations.count(), event.taken) == (5, 5)


def test_a_guest_and_an_organisations_people_choose_too(client, event, form, visit, clinic, at):
    by = make_member(event)
    guest = guests.add(event, guests.Named("Gus Guest", "gus@example.org"), by=by, at=at)
    address = client.get(invitation_link(guest)).headers["Location"]
    client.post(address, answers(name="Gus Guest", email="gus@example.org", seats=[visit.pk]))
    held = Allotment(event=event, organisation=make_organisation(), places=2, contact_name="C")
    held.contact_email = "c@example.org"
    services.hold(held, by=by, at=at)
    address = client.get(allotment_link(held)).headers["Location"]
    page = client.post(address, answers(name="Hal Held", seats=[visit.pk, clinic.pk]))
    assert (page.status_code, FULL in page.content.decode()) == (422, True)
    client.post(address, answers(name="Hal Held", seats=[clinic.pk]))
    assert (holders(visit), holders(clinic)) == (["Gus Guest"], ["Hal Held"])


def test_seats_stand_in_the_organisers_preview_and_make_the_form_look_for_them(client, event, at):
    by = make_member(event)
    visit = make_session(event, title="Visit", seats=3, starts_at=NOON, ends_at=NOON + HOUR)
    change_programme(event, saved=[visit], removed=[], by=by, at=at)
    event.refresh_from_db()
    client.force_login(by)
    with time_machine.travel(at, tick=False):
        page = client.get(f"/admin/event/{event.slug}/form/").content.decode()
    assert (event.asks_more, "Visit (12:30–13:30): 3 seats left" in page) == (True, True)
