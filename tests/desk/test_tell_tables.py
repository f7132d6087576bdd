"""Whose table changes on the morning hears of it at the desk: on the screen, on the list, by the badge."""

import pytest
import time_machine

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.desk import badges, services
from dissemination.groups import services as groups
from registrations.models import GroupPlace
from tests.factories import (
    DAY,
    make_event,
    make_member,
    make_place,
    make_registration,
    make_workshop,
    tell_place,
)

pytestmark = pytest.mark.django_db
OLD = "The badge says another table"
NONE = "No table yet"


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def event():
    event = make_event(slug="works", mode="both", online_capacity=5)
    make_workshop(event, groups=3, title="Workshop 1")
    return event


@pytest.fixture
def tables(event):
    return list(event.sessions.get().groups.all())


@pytest.fixture
def ann(event, tables):
    """Ann was told Table 1, and has a badge that says so."""
    registration = make_registration(event, name="Ann Example")
    tell_place(make_place(registration, tables[0]))
    event.refresh_from_db()
    services.print_badges(event, by=None, at=DAY)
    registration.refresh_from_db()
    return registration


@pytest.fixture
def desk(client, event):
    client.force_login(make_member(event, "desk"))
    return client


def move(registration, group):
    """The organiser seats somebody elsewhere and publishes it."""
    GroupPlace.objects.filter(registration=registration).update(group=group)
    groups.publish_groups(registration.event, by=None, at=DAY)


def names(event, *, only_new):
    worn = badges.wearers(event)
    return [wearer.name for wearer in (services.new_wearers(event, worn) if only_new else worn)]


def test_who_is_here_and_sits_elsewhere_is_on_the_list_until_somebody_has_told_them(desk, event, ann, tables):
    services.check_in(ann, by=make_member(event, "desk"), at=DAY)
    move(ann, tables[2])
    assert "Tell 1 person that they sit elsewhere now" in desk.get("/desk/works/").content.decode()
    page = desk.get("/desk/works/moved/").content.decode()
    for words in ("Ann Example", "Workshop 1:", "Table 3", "the badge says Table 1"):
        assert words in page
    answer = desk.post(f"/desk/works/{ann.pk}/told/")
    assert (answer.status_code, answer.url) == (302, "/desk/works/moved/")
    assert "Everybody who is here knows their tables." in desk.get("/desk/works/moved/").content.decode()
    assert "sit elsewhere" not in desk.get("/desk/works/").content.decode()
    assert AuditEntry.objects.filter(verb="desk.tell_tables", event_id=event.pk).count() == 1


def test_the_second_of_two_who_tell_is_told_so(event, ann, tables):
    by = make_member(event, "desk")
    services.check_in(ann, by=by, at=DAY)
    move(ann, tables[1])
    services.tell_tables(ann, by=by, at=DAY)
    with pytest.raises(Refused, match="Ann Example has been told already"):
        services.tell_tables(ann, by=by, at=DAY)


def test_only_the_desk_tells(event, ann, tables):
    with pytest.raises(Refused, match="desk"):
        services.tell_tables(ann, by=make_member(event, "analyst"), at=DAY)


def test_who_comes_later_hears_it_from_the_screen_at_check_in(desk, event, ann, tables):
    move(ann, tables[1])
    assert GroupPlace.objects.to_tell().count() == 0
    page = desk.post("/desk/works/scan/", {"ticket": ann.ticket}).content.decode()
    assert "Workshop 1: Table 2" in page
    assert OLD in page


def test_a_second_scan_tells_who_is_here(desk, event, ann, tables):
    services.check_in(ann, by=make_member(event, "desk"), at=DAY)
    move(ann, tables[1])
    assert "Workshop 1: Table 2" in desk.post("/desk/works/scan/", {"ticket": ann.ticket}).content.decode()
    assert GroupPlace.objects.to_tell().count() == 0


def test_a_badge_that_says_another_table_is_new_since_the_last_print(event, ann, tables):
    make_registration(event, name="Ben Example")
    services.print_badges(event, by=None, at=DAY, only_new=True)
    assert names(event, only_new=True) == []
    move(ann, tables[1])
    assert names(event, only_new=True) == ["Ann Example"]
    services.print_badges(event, by=None, at=DAY, only_new=True)
    assert names(event, only_new=True) == []


def test_a_table_that_changes_and_changes_back_needs_no_new_badge(desk, event, ann, tables):
    move(ann, tables[1])
    move(ann, tables[0])
    assert names(event, only_new=True) == []
    assert OLD not in desk.post("/desk/works/scan/", {"ticket": ann.ticket}).content.decode()


def test_who_has_no_table_yet_is_not_left_wondering(desk, event, ann):
    answer = desk.post(
        "/desk/works/walk-in/",
        {"name": "Wanda Walkin", "sector": "local", "form_key": "0b6a2a51-6c93-4df8-a4b9-8a5ad0a7b1a2"},
    )
    assert NONE in answer.content.decode()
    assert NONE not in desk.post("/desk/works/scan/", {"ticket": ann.ticket}).content.decode()
    online = make_registration(event, mode="online")
    assert NONE not in desk.post("/desk/works/scan/", {"ticket": online.ticket}).content.decode()


def test_who_has_no_table_is_given_one_by_one_press_and_hears_it_at_once(desk, event, ann):
    late = make_registration(event, name="Lea Late", state="attended", checked_in_at=DAY)
    address = f"/desk/works/{late.pk}/seat/"
    for page in (desk.get("/desk/works/"), desk.post("/desk/works/scan/", {"ticket": late.ticket})):
        assert f'action="{address}"' in page.content.decode()
    answer = desk.post(address)
    assert (answer.status_code, answer.context["title"], answer.context["tone"]) == (200, "Their table", "go")
    assert "Workshop 1: Table" in answer.content.decode()
    assert f'action="{address}"' not in desk.get("/desk/works/").content.decode()
    again = desk.post(address)
    assert (again.context["title"], again.context["tone"]) == ("No table", "warn")
    assert "Lea Late has a table in every workshop" in again.content.decode()
    assert "since" not in again.content.decode()


def test_nobody_is_given_a_table_before_they_are_here_or_online(desk, event, ann):
    make_registration(event, name="Nora Notyet")
    page = desk.get("/desk/works/").content.decode()
    assert "Give a table" not in page
    online = make_registration(event, mode="online", state="attended")
    assert f"{online.pk}/seat/" not in desk.get("/desk/works/").content.decode()


def test_after_the_last_workshop_no_table_is_missed(desk, event, ann):
    late = make_registration(event, state="attended")
    with time_machine.travel(event.sessions.get().ends_at, tick=False):
        assert NONE not in desk.post("/desk/works/scan/", {"ticket": late.ticket}).content.decode()


def test_the_list_asks_the_database_the_same_for_one_and_three(
    desk, event, tables, django_assert_num_queries
):
    for count in (1, 3):
        while event.registrations.count() < count:
            registration = make_registration(event, state="attended")
            place = tell_place(make_place(registration, tables[0], is_to_tell=True))
            assert place.is_to_tell
        with django_assert_num_queries(5):
            page = desk.get("/desk/works/moved/")
        assert len(page.context["people"]) == count
