"""A delegate registers, has a place and gives it up: by mouse, by keyboard alone, without JavaScript."""

import re

import pytest

from registrations.invites import place_link
from registrations.models import Registration
from tests.browser.conftest import PHONE

ANSWERS = {
    "Your full name": "Alda Sampleton",
    "E-mail address": "alda@example.org",
    "Organisation (optional)": "Northvale Borough Council",
}
FOCUSED = """() => {
  const e = document.activeElement;
  return [e.tagName, e.type || '', e.name || '', (e.labels && e.labels[0]?.innerText) || e.innerText];
}"""


def fill_in(page):
    for label, answer in ANSWERS.items():
        page.get_by_label(label, exact=True).fill(answer)
    page.get_by_label("Sector").select_option("local")
    page.get_by_label("I am new to the project and interested").check()
    page.get_by_role("group", name="May you be photographed?").get_by_label("No", exact=True).check()


def test_a_delegate_registers_has_a_place_and_cancels_it(visitor, coming_event, mailbox):
    delegate = visitor(PHONE)
    delegate.open("/")
    delegate.follow(coming_event.title, exact=False)
    delegate.follow("Register")
    fill_in(delegate.page)
    delegate.press("Register")
    delegate.sees("You have a place")
    registration = Registration.objects.get()
    [confirmation] = mailbox()
    assert "METHOD:REQUEST" in confirmation or "method=REQUEST" in confirmation.replace('"', "")
    delegate.open(place_link(registration))
    assert re.fullmatch(r".*/place/[\w-]+/", delegate.page.url)
    delegate.sees("Alda Sampleton")
    delegate.follow("Change my answers")
    delegate.page.get_by_label("Job title (optional)").fill("Analyst")
    delegate.press("Save my answers")
    delegate.follow("Cancel my place")
    delegate.press("Yes, cancel")
    delegate.sees("This place is cancelled")
    registration.refresh_from_db()
    assert registration.state == "cancelled"
    assert "CANCEL" in mailbox()[-1]


def test_a_form_with_gaps_says_what_to_do(visitor, coming_event):
    delegate = visitor()
    delegate.open(f"/events/{coming_event.slug}/register/")
    delegate.press("Register")
    delegate.sees("Enter your name.")
    delegate.sees("Choose a sector.")
    assert delegate.page.evaluate("document.activeElement.matches('.govuk-error-summary')")


def test_a_delegate_registers_by_keyboard_alone(visitor, coming_event):
    delegate = visitor()
    delegate.open(f"/events/{coming_event.slug}/register/")
    page, wanted = delegate.page, dict(ANSWERS)
    for _ in range(60):
        page.keyboard.press("Tab")
        if _answer(page, page.evaluate(FOCUSED), wanted):
            break
    delegate.look()
    delegate.sees("You have a place")


def _answer(page, focused, wanted):
    """Type or choose what the control in focus asks for; True when the form has been sent."""
    tag, kind, name, label = focused
    if label in wanted:
        page.keyboard.type(wanted.pop(label))
    elif name == "sector":
        page.keyboard.press("L")
    elif kind == "radio" and name in ("kind", "photograph"):
        page.keyboard.press("Space")
    elif tag == "BUTTON" and label == "Register":
        page.keyboard.press("Enter")
        page.wait_for_url("**/registered/")
        return True
    return False


def test_a_delegate_registers_without_javascript(browser, live_server, coming_event, settings):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/events/{coming_event.slug}/register/")
    fill_in(page)
    page.get_by_role("button", name="Register", exact=True).click()
    page.wait_for_url("**/registered/")
    assert "You have a place" in page.locator("main").inner_text()
    context.close()


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_a_full_event_says_so_before_the_form_is_filled_in(visitor, coming_event, viewport):
    coming_event.capacity = 0
    coming_event.save()
    delegate = visitor(viewport)
    delegate.open(f"/events/{coming_event.slug}/register/")
    delegate.sees("Every place is taken.")
    fill_in(delegate.page)
    delegate.press("Register")
    delegate.sees("You are on the waiting list")
