"""Delegates in figures: counted by the database, shown as drawings with the numbers beside them."""

from datetime import date, timedelta

import pytest

from dissemination.core.templatetags.drawings import climb
from tests.factories import make_event, make_form_question, make_member, make_organisation, make_registration


@pytest.fixture
def counted(organiser, page_of):
    return lambda: organiser.get(page_of("figures/")).context["counted"]


def test_people_are_counted_by_day_against_the_places(organiser, event, page_of, at, counted):
    for days in (0, 2, 2):
        make_registration(event, registered_at=at - timedelta(days=days))
    make_registration(event, registered_at=at, state="waiting")
    make_registration(event, registered_at=at, state="cancelled")
    today = event.local(at).date()
    told = [(day.day, day.new, day.total) for day in counted().days]
    assert told == [(today - timedelta(days=2), 2, 2), (today, 2, 4)]
    page = organiser.get(page_of("figures/")).content.decode()
    assert "Registrations have risen to 4; there are 20 places." in page
    assert ("4 people have a place or wait for one." in page, "20 places" in page) == (True, True)


def test_a_day_is_a_day_on_the_events_clocks(event, at, counted):
    event.zone = "Pacific/Auckland"
    event.save()
    make_registration(event, registered_at=at.replace(hour=13, minute=0))
    assert [day.day for day in counted().days] == [event.local(at.replace(hour=13)).date()]


def test_people_are_counted_by_state_sector_and_organisation(event, counted, monkeypatch):
    monkeypatch.setattr("dissemination.delegates.record.counting.MOST_ORGANISATIONS", 1)
    large, small = make_organisation("Large"), make_organisation("Small")
    for organisation, sector in ((large, "local"), (large, "local"), (small, "research"), (None, "local")):
        make_registration(event, organisation=organisation, sector=sector)
    make_registration(event, organisation=large, state="cancelled")
    found = counted()
    assert found.states == [("Confirmed", 4, ""), ("Cancelled", 1, "")]
    assert found.sectors == [("Local government", 3, "local"), ("Research", 1, "research")]
    assert (found.organisations, found.others, found.people) == ([("Large", 2, "")], 1, 4)


def test_answers_are_counted_and_those_about_health_are_not(event, counted, at):
    several = make_form_question(event, "Days?", kind="several", options=["One", "Two", "Three"])
    yes_no = make_form_question(event, "Dinner?", kind="yes_no")
    health = make_form_question(event, "Ill?", kind="yes_no", is_special_category=True)
    line = make_form_question(event, "Why?")
    said = {several: [["One", "Two"], ["Two"], ["Gone"]], yes_no: ["yes"], health: ["yes"], line: ["So"]}
    for question, values in said.items():
        for value in values:
            one = make_registration(event)
            one.answers.create(question=question, asked=question.text, value=value, answered_at=at)
    days, dinner = counted().questions
    assert (days.question, days.people) == ("Days?", 3)
    assert days.bars == [("One", 1, ""), ("Two", 2, ""), ("Three", 0, ""), ("Gone", 1, "")]
    assert dinner.bars == [("Yes", 1, ""), ("No", 0, "")]


def test_an_event_without_delegates_has_nothing_to_count(organiser, page_of):
    assert "Nobody to count yet" in organiser.get(page_of("figures/")).content.decode()


@pytest.mark.parametrize("role", ["publisher", "analyst", "desk", "welfare"])
def test_other_roles_see_no_figures(client, event, page_of, role):
    client.force_login(make_member(event, role))
    assert client.get(page_of("figures/")).status_code == 404


def test_nobody_of_another_event_is_counted(event, counted):
    make_registration(event)
    make_registration(make_event())
    assert counted().people == 1


def test_the_figures_ask_the_database_the_same_for_one_and_three(
    organiser, event, page_of, at, django_assert_num_queries
):
    question = make_form_question(event, kind="yes_no")
    for number in (1, 2):
        for _ in range(number):
            one = make_registration(event, organisation=make_organisation())
            one.answers.create(question=question, asked="?", value="yes", answered_at=at)
        with django_assert_num_queries(11):
            organiser.get(page_of("figures/"))


def test_a_number_that_rises_is_drawn_in_steps_below_its_limit():
    first = date(2026, 3, 2).toordinal()
    drawn = climb([(first, 1), (first + 2, 2)], limit=4)
    assert drawn.line == "0.0,200.0 0.0,200.0 0.0,157.0 480.0,157.0 480.0,114.0"
    assert drawn.area.endswith("480.0,114.0 480.0,200")
    assert (drawn.end, drawn.limit) == (("480.0", "114.0"), "28.0")


def test_one_day_and_no_limit_are_drawn_too():
    drawn = climb([(1, 0)])
    assert (drawn.end, drawn.limit) == (("480.0", "200.0"), "")


def test_one_day_is_a_block_as_high_as_it_is_full():
    drawn = climb([(1, 2)], limit=4)
    assert drawn.line == "0.0,200.0 0.0,200.0 0.0,114.0 480.0,114.0 480.0,114.0"
    assert (drawn.end, drawn.limit) == (("480.0", "114.0"), "28.0")


def test_days_without_news_are_drawn_until_today_or_the_event(organiser, event, page_of, at):
    make_registration(event, registered_at=at - timedelta(days=2))
    first, today = event.local(at - timedelta(days=2)).date(), event.local(at).date()
    assert organiser.get(page_of("figures/")).context["days"] == [(first, 1), (today, 1)]
    event.starts_at = at - timedelta(days=1)
    event.save()
    over = organiser.get(page_of("figures/")).context["days"]
    assert over == [(first, 1), (event.local(event.starts_at).date(), 1)]
    make_registration(event, registered_at=at)  # somebody who walked in late
    assert organiser.get(page_of("figures/")).context["days"] == [(first, 1), (today, 2)]
