"""The morning, at the desk and at the organiser's screen: no-shows, walk-ins, new tables, told one by one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dissemination.desk import services as desk
from dissemination.groups import services as groups
from registrations.models import GroupPlace
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import make_event, make_member, make_organisation, make_registration, make_workshop

LONG = "Wilhelmina-Alexandra Featherstonehaugh-Cholmondeley de Montmorency"


@pytest.fixture
def morning(transactional_db):
    """Twenty people told where they sit, and badges printed; the event began half an hour ago."""
    starts_at = timezone.now() - timedelta(minutes=30)
    event = make_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=7), slug="works", capacity=40)
    for number in (1, 2):
        hour = starts_at + timedelta(hours=2 * number)
        make_workshop(event, groups=4, questions=1, starts_at=hour, title=f"Workshop {number}")
    council, housing = (
        make_organisation("Leicestershire County Council"),
        make_organisation("Harbour Housing"),
    )
    for number in range(20):
        make_registration(event, organisation=(council, housing)[number % 2], name=f"Delegate {number:02}")
    event.registrations.filter(name="Delegate 19").update(name=LONG)
    groups.allocate(event, by=None, at=starts_at - timedelta(days=1), steps=200)
    groups.publish_groups(event, by=None, at=starts_at - timedelta(days=1))
    desk.print_badges(event, by=None, at=starts_at - timedelta(hours=2))
    return event


def check_in_all_but(event, count):
    by = make_member(event, "desk")
    for registration in event.registrations.order_by("pk")[count:]:
        desk.check_in(registration, by=by, at=timezone.now())


def enter(visitor, element):
    """Press it by the keyboard, and wait for the page that comes."""
    element.focus()
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["large", "phone"])
def test_an_organiser_puts_the_morning_right_and_the_desk_tells(visitor, morning, viewport):
    check_in_all_but(morning, 6)
    organiser = visitor(viewport)
    organiser.sign_in(make_member(morning))
    organiser.open("/desk/works/walk-in/")
    organiser.page.get_by_label("Full name").fill("Wanda Walkin")
    organiser.press("Register and check in")
    organiser.sees("No table yet")
    organiser.open("/admin/event/works/groups/repair/")
    organiser.sees("6 people have not come yet and keep their seats in these offers.")
    organiser.follow("Close the desk")
    organiser.press("Close the desk")
    organiser.open("/admin/event/works/groups/repair/")
    summary = organiser.page.get_by_text("Who sits where").last
    summary.focus()
    organiser.page.keyboard.press("Enter")
    organiser.look()
    organiser.sees("Wanda Walkin")
    enter(organiser, organiser.page.get_by_role("button", name="Accept").last)
    organiser.look()
    organiser.sees("seats are new.")
    moved = GroupPlace.objects.to_tell().people_at(morning)
    assert moved > 0
    organiser.open("/desk/works/")
    enter(organiser, organiser.page.get_by_role("link", name=f"Tell {moved} p"))
    organiser.look()
    for _ in range(moved):
        enter(organiser, organiser.page.get_by_role("button", name="Told").first)
    organiser.look()
    organiser.sees("Everybody who is here knows their tables.")


def test_two_organisers_who_press_the_same_offer_make_one_change(visitor, morning):
    check_in_all_but(morning, 3)
    desk.close_desk(morning, by=make_member(morning, "desk"), at=timezone.now())
    make_registration(morning, state="attended", name="Wanda Walkin")
    both = [visitor(DESKTOP), visitor(PHONE)]
    for one in both:
        one.sign_in(make_member(morning))
        one.open("/admin/event/works/groups/repair/")
    for one in both:
        one.press("Accept Fewest moves")
    both[0].sees("seats are new.")
    both[1].sees("Somebody came, left or was moved while you looked. Nothing has been changed")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["large", "phone"])
def test_the_desk_gives_whoever_comes_after_all_a_table_at_once(visitor, morning, viewport):
    late = morning.registrations.get(name=LONG)
    morning.registrations.filter(pk=late.pk).update(state="absent")
    groups.repair(morning, how="fewest", by=None, at=timezone.now(), steps=50)
    desk_worker = visitor(viewport)
    desk_worker.sign_in(make_member(morning, "desk"))
    desk_worker.open(f"/desk/t/{late.ticket}/")
    enter(desk_worker, desk_worker.page.get_by_role("button", name="Check in"))
    desk_worker.look()
    desk_worker.sees("No table yet: Workshop 1, Workshop 2")
    enter(desk_worker, desk_worker.page.get_by_role("button", name="Give them a table now"))
    desk_worker.look()
    desk_worker.sees("Workshop 2: Table")
    desk_worker.open("/desk/works/walk-in/")
    desk_worker.page.get_by_label("Full name").fill("Wanda Walkin")
    desk_worker.page.get_by_label("Who is with them").fill("Ida Interpreter")
    desk_worker.page.get_by_label("What that person is").fill("Interpreter")
    desk_worker.press("Register and check in")
    desk_worker.press("Give them a table now")
    wanda, ida = (morning.registrations.get(name=f"{name}") for name in ("Wanda Walkin", "Ida Interpreter"))
    assert set(wanda.places.values_list("told_group")) == set(ida.places.values_list("told_group")) != set()
    desk_worker.open("/desk/works/")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["large", "phone"])
def test_the_board_says_who_moves_as_well_and_lets_tables_offer_the_same(visitor, morning, viewport):
    first, second = morning.sessions.planned()
    first.groups.filter(name="Table 1").update(features=["hearing_loop"])
    one, mate = (place.registration for place in first.groups.first().places.order_by("pk")[:2])
    morning.keep_rules.create(kind="together", one=mate, other=one, is_companion=True)
    organiser = visitor(viewport)
    organiser.sign_in(make_member(morning))
    target = first.groups.last().pk
    board = f"/admin/event/works/groups/{first.pk}/"
    organiser.open(f"{board}?who={one.pk}:{first.groups.first().pk}&group={target}")
    organiser.sees("Kept together with them, and moved as well:")
    organiser.sees(f"{mate.name} from Table 1 to Table 4 (told Table 1)")
    organiser.open(f"/admin/event/works/groups/{second.pk}/")
    enter(organiser, organiser.page.get_by_role("button", name="Let them offer the same as in"))
    organiser.look()
    assert second.groups.get(name="Table 1").features == ["hearing_loop"]
    organiser.open("/admin/event/works/groups/")
