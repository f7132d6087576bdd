"""An organiser writes the registration form, a delegate answers it: by keyboard, by phone, without script."""

import pytest

from registrations.invites import place_link
from registrations.models import Answer, Registration
from tests.browser.conftest import PHONE
from tests.browser.test_register import fill_in
from tests.factories import make_form_question, make_member, make_registration


@pytest.fixture
def organiser(visitor, coming_event):
    def come(viewport=None, **more):
        one = visitor(viewport, **more)
        one.sign_in(make_member(coming_event))
        return one

    return come


@pytest.fixture
def pair(coming_event):
    drives = make_form_question(coming_event, "Do you drive?", kind="yes_no", is_required=True)
    car = make_form_question(
        coming_event, "Which car?", only_if=drives, only_value="yes", is_required=True, help="The make."
    )
    return drives, car


def texts(event):
    return [question.text for question in event.form_questions.standing()]


def type_into(page, label, words):
    page.get_by_label(label, exact=True).focus()
    page.keyboard.type(words)


def press_by_keyboard(page, role, name):
    page.get_by_role(role, name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_a_question_is_written_by_keyboard_and_seen_while_it_is_written(organiser, coming_event, viewport):
    writer = organiser(viewport)
    writer.open(f"/admin/event/{coming_event.slug}/")
    writer.follow("Write the registration form")
    press_by_keyboard(writer.page, "link", "Add a question")
    type_into(writer.page, "Question", "Which lunch?")
    writer.page.get_by_label("Kind of answer").focus()
    writer.page.keyboard.type("One of several")
    type_into(writer.page, "Answers to choose from, one on each line (optional)", "Soup")
    writer.page.keyboard.press("Enter")
    writer.page.keyboard.type("Salad")
    writer.page.locator("#preview").get_by_role("group", name="Which lunch?").wait_for()
    writer.page.locator("#preview").get_by_label("Salad").wait_for()
    writer.look()
    assert texts(coming_event) == []
    press_by_keyboard(writer.page, "button", "Save the question")
    writer.look()
    assert texts(coming_event) == ["Which lunch?"]


def test_questions_are_moved_and_retired_by_keyboard(organiser, coming_event):
    for text in ("One?", "Two?"):
        make_form_question(coming_event, text)
    writer = organiser()
    writer.open(f"/admin/event/{coming_event.slug}/form/")
    press_by_keyboard(writer.page, "button", "Up Two?")
    assert texts(coming_event) == ["Two?", "One?"]
    press_by_keyboard(writer.page, "button", "Ask no more One?")
    assert texts(coming_event) == ["Two?"]
    writer.look()


def test_the_form_is_written_without_javascript(organiser, coming_event):
    without = organiser(java_script_enabled=False)
    writer = without.page
    writer.goto(f"{without.site}/admin/event/{coming_event.slug}/form/new/")
    writer.get_by_label("Question", exact=True).fill("Which lunch?")
    writer.get_by_label("Kind of answer").select_option("choice")
    writer.get_by_label("Answers to choose from, one on each line").fill("Soup\nSalad")
    writer.get_by_role("button", name="Save the question").click()
    assert writer.locator("#preview").get_by_label("Salad").count() == 1


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_a_question_comes_with_the_answer_that_it_depends_on(visitor, coming_event, pair, viewport):
    delegate = visitor(viewport)
    delegate.open(f"/events/{coming_event.slug}/register/")
    page = delegate.page
    car = page.get_by_label("Which car?")
    assert not car.is_visible()
    drives = page.get_by_role("group", name="Do you drive?")
    drives.get_by_label("Yes").check()
    assert car.is_visible()
    delegate.look()
    fill_in(page)
    delegate.press("Register")
    delegate.sees("Which car? Answer this question.")
    car.fill("Mini")
    drives.get_by_label("No").check()
    assert not car.is_visible()
    delegate.press("Register")
    delegate.sees("You have a place")
    assert list(Answer.objects.values_list("value", flat=True)) == ["no"]


def test_without_javascript_a_condition_is_told_and_not_demanded(visitor, coming_event, pair):
    delegate = visitor(java_script_enabled=False)
    page = delegate.page
    page.goto(f"{delegate.site}/events/{coming_event.slug}/register/")
    assert "Only if you answered “Yes” to “Do you drive?”." in page.locator("main").inner_text()
    assert page.get_by_label("Which car?").is_visible()
    fill_in(page)
    page.get_by_role("group", name="Do you drive?").get_by_label("No").check()
    page.get_by_role("button", name="Register", exact=True).click()
    page.wait_for_url("**/registered/")
    assert Registration.objects.count() == 1


def test_what_is_asked_later_is_answered_from_my_place(visitor, coming_event, pair):
    make_form_question(coming_event, "Dinner?", kind="yes_no", is_later=True, is_required=True)
    registration = make_registration(coming_event)
    delegate = visitor(PHONE)
    delegate.open(place_link(registration))
    delegate.sees("The organiser asks 1 more thing.")
    delegate.follow("Answer now")
    delegate.press("Send my answers")
    delegate.sees("Dinner? Say yes or no.")
    delegate.page.get_by_label("Yes").check()
    delegate.press("Send my answers")
    delegate.sees("The organiser has your answers.")
    delegate.sees("Dinner?")
