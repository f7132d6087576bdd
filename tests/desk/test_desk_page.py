"""The desk's pages: an answer at arm's length for every ticket, and nothing about needs."""

from datetime import timedelta

import pytest
import time_machine

from dissemination.events.models import Event
from registrations.models import Need, Registration
from tests.factories import (
    DAY,
    make_event,
    make_member,
    make_organisation,
    make_place,
    make_registration,
    make_user,
    make_workshop,
    tell_place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def event():
    return make_event(slug="works", title="Spreading what works")


@pytest.fixture
def desk(client, event):
    client.force_login(make_member(event, "desk"))
    return client


def scan(desk, ticket):
    page = desk.post("/desk/works/scan/", {"ticket": ticket})
    assert page.status_code == 200
    return page.context["title"], page.context["tone"]


def test_the_answer_tells_the_time_by_the_clock_of_the_event(desk, event):
    Event.objects.update(zone="America/New_York")
    registration = make_registration(event)
    scan(desk, registration.ticket)
    assert "since 05:30" in desk.post("/desk/works/scan/", {"ticket": registration.ticket}).content.decode()


def test_a_ticket_is_answered_with_name_organisation_and_groups(desk, event):
    registration = make_registration(event, organisation=make_organisation("Harbour Housing", "Harbour"))
    Need.objects.create(registration=registration, severe_allergy="Nuts", access="Lift")
    workshop = make_workshop(event, groups=1, title="Workshop 1")
    place = make_place(registration, workshop.groups.get())
    assert scan(desk, registration.ticket) == ("Welcome", "go")
    tell_place(place)
    page = desk.post("/desk/works/scan/", {"ticket": f"http://x/desk/t/{registration.ticket}/"})
    text = page.content.decode()
    assert (page.context["title"], page.context["tone"]) == ("Already here", "warn")
    for words in (registration.name, "Harbour", "Workshop 1: Table 1", "since 09:30"):
        assert words in text
    assert "Nuts" not in text
    assert "Lift" not in text


@pytest.mark.parametrize(
    "ticket", ["test", "", "x" * 10_000, "a\x00b", "/desk/t/", "<script>alert(1)</script>"]
)
def test_what_is_no_ticket_is_not_valid(desk, ticket):
    assert scan(desk, ticket) == ("Not valid", "stop")


def test_a_ticket_of_another_event_says_so_and_names_nobody(desk):
    other = make_registration(make_event(), name="Secret Example")
    page = desk.post("/desk/works/scan/", {"ticket": other.ticket})
    assert page.context["title"] == "Other event"
    assert "Secret Example" not in page.content.decode()
    other.refresh_from_db()
    assert other.state == "confirmed"


def test_a_cancelled_ticket_stops(desk, event):
    assert scan(desk, make_registration(event, state="cancelled").ticket) == ("Stop", "stop")


def test_people_are_found_by_name_organisation_and_ticket(desk, event):
    ann = make_registration(
        event, name="Ann Example", organisation=make_organisation("Harbour Housing", "HH")
    )
    make_registration(event, name="Ben Example")
    make_registration(make_event(), name="Ann Elsewhere")
    for words in ("ann", "harbour", "hh", ann.ticket, f"https://x/desk/t/{ann.ticket}/"):
        page = desk.get("/desk/works/", {"q": words})
        assert [row.name for row in page.context["people"]] == ["Ann Example"]
    assert "Nobody of that name" in desk.get("/desk/works/", {"q": "zz\x00'; --"}).content.decode()


def test_the_camera_is_allowed_on_the_desk_alone(desk):
    assert desk.get("/desk/works/").headers["Permissions-Policy"].startswith("camera=(self)")
    assert desk.get("/desk/works/walk-in/").headers["Permissions-Policy"].startswith("camera=()")


def test_the_list_asks_the_database_the_same_for_one_and_three(desk, event, django_assert_num_queries):
    make_registration(event, organisation=make_organisation())
    with django_assert_num_queries(8):
        desk.get("/desk/works/")
    for _ in range(2):
        make_registration(event, organisation=make_organisation())
    with django_assert_num_queries(8):
        desk.get("/desk/works/")


def test_the_list_goes_by_surname_and_says_where_each_sits(desk, event):
    late = make_registration(event, name="Ann Zebra")
    make_registration(event, name="Zoe Apple")
    workshop = make_workshop(event, groups=1)
    place = make_place(late, workshop.groups.get())
    page = desk.get("/desk/works/")
    assert [one.name for one in page.context["people"]] == ["Zoe Apple", "Ann Zebra"]
    assert "Table 1" not in page.content.decode()
    tell_place(place)
    assert "Table 1" in desk.get("/desk/works/").content.decode()


def test_a_row_is_pressed_and_undone(desk, event):
    registration = make_registration(event)
    page = desk.post(f"/desk/works/{registration.pk}/check-in/")
    assert page.context["title"] == "Welcome"
    assert "Undo" in desk.get("/desk/works/").content.decode()
    desk.post(f"/desk/works/{registration.pk}/undo/")
    registration.refresh_from_db()
    assert registration.state == "confirmed"


def test_a_phone_camera_opens_a_page_with_one_button(desk, event):
    registration = make_registration(event)
    page = desk.get(f"/desk/t/{registration.ticket}/")
    assert f'action="/desk/works/{registration.pk}/check-in/"' in page.content.decode()
    registration.refresh_from_db()
    assert registration.state == "confirmed"
    assert desk.get(f"/desk/t/{make_registration(make_event()).ticket}/").status_code == 404


def test_a_walk_in_is_registered_and_here(desk, event):
    form = desk.get("/desk/works/walk-in/").context["form"]
    told = {"name": "Ann Example", "sector": "local", "form_key": form.initial["form_key"]}
    page = desk.post("/desk/works/walk-in/", told)
    assert (page.status_code, page.context["title"]) == (200, "Welcome")
    assert Registration.objects.get().walked_in


def test_a_walk_in_says_what_the_table_must_offer_and_who_is_with_them(desk, event):
    told = {"name": "Ann Example", "sector": "local", "form_key": "0b6a2a51-6c93-4df8-a4b9-8a5ad0a7b1a2"}
    told |= {"kind": "key", "features": ["wheelchair", "bsl"]}
    told |= {"companion": "Ida Interpreter", "companion_is": "interpreter"}
    assert desk.post("/desk/works/walk-in/", told).context["title"] == "Welcome"
    ann = Registration.objects.get(name="Ann Example")
    assert (ann.kind, sorted(ann.need.features)) == ("key", ["bsl", "wheelchair"])
    assert event.registrations.there_for(ann).get().job_title == "interpreter"


@pytest.mark.parametrize("more", [{"companion_is": "carer"}, {"beside_instead_of": True}])
def test_whoever_is_with_a_walk_in_has_a_name(desk, event, more):
    told = {"name": "Ann", "sector": "local", "form_key": "0b6a2a51-6c93-4df8-a4b9-8a5ad0a7b1a2"}
    if "beside_instead_of" in more:
        more = {"beside_instead_of": make_registration(event).pk}
    page = desk.post("/desk/works/walk-in/", told | more)
    assert page.context["form"].errors == {"companion": ["Enter the name of whoever is with them."]}


def test_a_walk_in_without_room_is_told_why(desk):
    full = make_event(capacity=0, slug="full")
    full.team.create(user=desk.get("/desk/works/").wsgi_request.user, role="desk")
    told = {"name": "Ann", "sector": "other", "form_key": "8e7b3a1c-6b0e-4f6f-9e43-0b7c8a9d1e2f"}
    page = desk.post("/desk/full/walk-in/", told)
    assert page.status_code == 422
    assert "Every place is taken" in page.content.decode()


def test_an_absent_delegate_of_another_event_gives_up_nothing(desk):
    other = make_registration(make_event())
    told = {"name": "Ann", "sector": "other", "form_key": "8e7b3a1c-6b0e-4f6f-9e43-0b7c8a9d1e2f"}
    page = desk.post("/desk/works/walk-in/", told | {"instead_of": other.pk})
    assert list(page.context["form"].errors) == ["instead_of"]


def test_closing_asks_first(desk, event):
    registration = make_registration(event)
    assert "1 person has not come" in desk.get("/desk/works/close/").content.decode()
    registration.refresh_from_db()
    assert registration.state == "confirmed"
    assert desk.post("/desk/works/close/").headers["Location"] == "/desk/works/"
    registration.refresh_from_db()
    assert registration.state == "absent"


@pytest.mark.parametrize("role", ["analyst", "publisher", "welfare"])
def test_other_roles_do_not_see_the_desk(client, event, role):
    registration = make_registration(event)
    client.force_login(make_member(event, role))
    pages = [client.get("/desk/works/"), client.get(f"/desk/t/{registration.ticket}/")]
    pages.append(client.post("/desk/works/scan/", {"ticket": registration.ticket}))
    assert [page.status_code for page in pages] == [404, 404, 404]


def test_strangers_are_asked_to_sign_in(client, event):
    assert client.get("/desk/works/").headers["Location"].startswith("/accounts/login/")
    client.force_login(make_user())
    assert client.get("/desk/works/").status_code == 404


def test_checking_in_needs_a_post(desk, event):
    registration = make_registration(event)
    for path in ("scan/", f"{registration.pk}/check-in/", f"{registration.pk}/undo/"):
        assert desk.get(f"/desk/works/{path}").status_code == 405


def test_before_the_day_the_ticket_is_stopped(desk, event):
    with time_machine.travel(DAY - timedelta(days=2), tick=False):
        assert scan(desk, make_registration(event).ticket) == ("Stop", "stop")
