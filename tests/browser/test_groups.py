"""The organiser's board: by mouse, by keyboard, without a script, and from two windows at once."""

import pytest
from django.utils import timezone

from dissemination.groups import services
from dissemination.groups.models import Draft
from registrations.models import GroupPlace
from sessions.models import Group
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import make_member, make_organisation, make_registration, make_workshop


@pytest.fixture
def event(coming_event):
    """Eleven people of several sectors at three tables in two workshops."""
    session = coming_event.sessions.get(kind="workshop")
    make_workshop(coming_event, groups=3, title="What next", starts_at=session.starts_at.replace(hour=15))
    Group.objects.create(session=session, name="Table 3", order=3)
    Group.objects.update(min_size=1, max_size=6)
    organisations = [make_organisation(sector=one) for one in ("local", "central", "provider", "research")]
    for number in range(11):
        organisation = organisations[number % 4]
        make_registration(coming_event, organisation=organisation, sector=organisation.sector)
    services.allocate(coming_event, by=None, at=timezone.now(), steps=200)
    return coming_event


def board_of(event):
    return f"/admin/event/{event.slug}/groups/{event.sessions.planned()[0].pk}/"


def somebody(event):
    """A person's seat, and another table of the workshop."""
    place = GroupPlace.objects.filter(session=event.sessions.planned()[0]).order_by("pk").first()
    return place, place.session.groups.exclude(pk=place.group_id).first()


def organiser(visitor, event, viewport=DESKTOP, user=None, **more):
    one = visitor(viewport, **more)
    one.sign_in(user or make_member(event))
    return one


def seat(one, place):
    return one.page.locator(f'[data-who^="{place.registration_id}:"]')


def table(one, group):
    return one.page.locator(f"#table-{group.pk}")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["large", "phone"])
def test_the_pages_of_groups_can_be_read_by_everybody(visitor, event, viewport):
    one = organiser(visitor, event, viewport)
    make_registration(event, name="Wanda Late")
    one.open(f"/admin/event/{event.slug}/groups/")
    one.open(board_of(event))
    one.press("Improve")
    one.sees("The plans beside each other")
    one.press("Leave the plan as it is")
    one.sees("The plan stays as it is.")


def test_somebody_is_dragged_to_another_table(visitor, event):
    one, (place, group) = organiser(visitor, event), somebody(event)
    one.open(board_of(event))
    seat(one, place).drag_to(table(one, group).locator("h2"))
    seen = table(one, group).get_by_text(place.registration.name)
    seen.wait_for()
    one.look()
    one.sees(f"Moved: {place.registration.name}.")
    place.refresh_from_db()
    assert place.group == group


def test_what_a_move_would_change_is_shown_before_it_is_made(visitor, event):
    one, (place, group) = organiser(visitor, event), somebody(event)
    one.open(board_of(event))
    seat(one, place).click()
    table(one, group).locator("h2").click()
    one.page.locator("#groups-preview strong").wait_for()
    one.sees(f"{place.registration.name} to {group.name}.")
    one.look()
    place.refresh_from_db()
    assert place.group != group


def test_a_full_table_offers_to_change_places(visitor, event):
    one, (place, group) = organiser(visitor, event), somebody(event)
    Group.objects.filter(pk=group.pk).update(max_size=group.places.count())
    one.open(board_of(event))
    seat(one, place).click()
    table(one, group).locator("h2").click()
    offered = one.page.locator("[data-exchange]").first
    offered.click()
    table(one, group).get_by_text(place.registration.name).wait_for()
    place.refresh_from_db()
    assert (place.group, group.places.count()) == (group, Group.objects.get(pk=group.pk).max_size)


def test_somebody_is_moved_and_pinned_with_the_keyboard_alone(visitor, event):
    one, (place, group) = organiser(visitor, event), somebody(event)
    one.open(board_of(event))
    one.page.get_by_label("Who", exact=True).focus()
    one.page.keyboard.type(place.registration.name)
    one.page.keyboard.press("Tab")
    one.page.keyboard.type(group.name)
    one.page.locator("#groups-preview strong").wait_for()
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    table(one, group).get_by_text(place.registration.name).wait_for()
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    table(one, group).get_by_text("Pinned").wait_for()
    one.look()
    place.refresh_from_db()
    assert (place.group, place.is_pinned) == (group, True)


def test_the_board_works_without_a_script(visitor, event):
    one, (place, group) = organiser(visitor, event, java_script_enabled=False), somebody(event)
    page = one.page
    page.goto(one.site + board_of(event))
    page.get_by_label("Who", exact=True).select_option(label=place.registration.name)
    page.get_by_label("to", exact=True).select_option(value=str(group.pk))
    page.get_by_role("button", name="What would change").click()
    one.sees(f"{place.registration.name} to {group.name}.")
    page.get_by_role("button", name="Move", exact=True).click()
    one.sees(f"Moved: {place.registration.name}.")
    page.get_by_role("button", name="Undo").click()
    one.sees("Undone: somebody was moved.")
    before = place.group
    place.refresh_from_db()
    assert place.group == before


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["large", "phone"])
def test_a_table_is_set_up_in_its_card_with_the_keyboard(visitor, event, viewport, has_script):
    one = organiser(visitor, event, viewport, java_script_enabled=has_script)
    page, (_place, group) = one.page, somebody(event)
    page.goto(one.site + board_of(event))
    table(one, group).locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Nobody Known")
    page.keyboard.press("Enter")
    page.get_by_text("Nobody here is called Nobody Known.").wait_for()
    if has_script:
        assert table(one, group).get_by_label("Facilitator").input_value() == "Nobody Known"
        one.look()
    else:
        table(one, group).locator("summary").click()
    table(one, group).get_by_label("Facilitator").fill("")
    table(one, group).get_by_label("Quiet place").check()
    table(one, group).get_by_role("button", name="Save").click()
    page.get_by_text(f"{group.name} is set up.").wait_for()
    if has_script:
        assert page.evaluate("document.activeElement.textContent").startswith("Set up")
        one.look()
    group.refresh_from_db()
    assert group.features == ["quiet"]


def test_of_two_organisers_the_second_learns_that_the_first_was_faster(visitor, event):
    place, group = somebody(event)
    third = place.session.groups.exclude(pk__in=(place.group_id, group.pk)).get()
    first, second = (organiser(visitor, event) for _ in range(2))
    for one in (first, second):
        one.open(board_of(event))
    seat(first, place).drag_to(table(first, group).locator("h2"))
    table(first, group).get_by_text(place.registration.name).wait_for()
    seat(second, place).drag_to(table(second, third).locator("h2"))
    second.page.locator("#groups-say", has_text="somebody moved them meanwhile").wait_for()
    table(second, group).get_by_text(place.registration.name).wait_for()
    second.look()
    place.refresh_from_db()
    assert place.group == group


def test_a_draft_that_is_worked_on_shows_how_far_it_is(visitor, event):
    user = make_member(event)
    one = organiser(visitor, event, user=user)
    draft = services.ask_for_draft(event, how="make", by=user, at=timezone.now())
    Draft.objects.filter(pk=draft.pk).update(percent=40)
    one.open(f"/admin/event/{event.slug}/groups/draft/")
    one.sees("40 %")
    services.work_on(draft, at=timezone.now(), steps=20)
    one.page.get_by_role("button", name="Use this draft").or_(
        one.page.get_by_text("everybody stays")
    ).wait_for()
    one.look()


def two_organisers(visitor, event):
    both = [organiser(visitor, event) for _ in range(2)]
    for one in both:
        one.open(board_of(event))
    return both


def test_who_was_moved_stands_under_their_table_in_the_list_too(visitor, event):
    one, (place, group) = organiser(visitor, event), somebody(event)
    one.open(board_of(event))
    seat(one, place).drag_to(table(one, group).locator("h2"))
    table(one, group).get_by_text(place.registration.name).wait_for()
    option = one.page.locator(f'#groups-who option[value="{place.registration_id}:{group.pk}"]')
    assert option.evaluate("option => option.parentElement.label") == group.name


def test_what_the_first_organiser_did_is_shown_to_the_second_with_the_next_press(visitor, event):
    first, second = two_organisers(visitor, event)
    place, group = somebody(event)
    other = GroupPlace.objects.filter(session=place.session).exclude(group=place.group).last()
    seat(first, place).drag_to(table(first, group).locator("h2"))
    table(first, group).get_by_text(place.registration.name).wait_for()
    seat(second, other).click()
    second.page.get_by_role("button", name="Pin", exact=True).click()
    second.page.locator("#groups-say", has_text="Somebody else has changed the groups").wait_for()
    table(second, group).get_by_text(place.registration.name).wait_for()
    second.look()
    seen = GroupPlace.objects.get(pk=other.pk)
    assert (seen.is_pinned, seen.group) == (True, other.group)


def test_the_second_organiser_undoes_and_publishes_only_what_they_have_seen(visitor, event):
    first, second = two_organisers(visitor, event)
    place, group = somebody(event)
    seat(first, place).drag_to(table(first, group).locator("h2"))
    table(first, group).get_by_text(place.registration.name).wait_for()
    second.page.get_by_role("button", name="Undo").click()
    second.sees("Somebody changed the groups meanwhile: somebody was moved.")
    first.page.get_by_role("button", name="Pin", exact=True).click()
    table(first, group).get_by_text("Pinned").wait_for()
    second.page.get_by_role("button", name="Publish groups").click()
    second.sees("Somebody changed the groups meanwhile: somebody was pinned.")
    assert not GroupPlace.objects.filter(told_group__isnull=False).exists()
    place.refresh_from_db()
    assert (place.group, place.is_pinned) == (group, True)
    second.page.get_by_role("button", name="Publish groups").click()
    second.sees("Published: new for 11 people.")


def test_a_table_that_somebody_else_set_up_meanwhile_is_overwritten_knowingly(visitor, event):
    first, second = two_organisers(visitor, event)
    _place, group = somebody(event)
    for one, box in ((first, "Quiet place"), (second, "Hearing loop")):
        table(one, group).locator("summary").click()
        table(one, group).get_by_label(box).check()
    table(first, group).get_by_role("button", name="Save").click()
    first.page.get_by_text(f"{group.name} is set up.").wait_for()
    save = table(second, group).get_by_role("button", name="Save")
    save.click()
    said = f"Somebody set up {group.name} meanwhile: Quiet place. Save again to put yours in its place."
    second.page.get_by_text(said).wait_for()
    assert table(second, group).get_by_label("Hearing loop").is_checked()
    second.look()
    save.click()
    second.page.get_by_text(f"{group.name} is set up.").wait_for()
    group.refresh_from_db()
    assert group.features == ["hearing_loop"]
