"""Ways to a place: an offer that is taken, a place handed over, colleagues who are booked together."""

from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from registrations import services
from registrations.invites import place_link
from registrations.models import Registration
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import make_registration


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_an_offer_is_taken_and_the_place_is_handed_over(visitor, coming_event, mailbox, viewport):
    coming_event.capacity = 1
    coming_event.save()
    held = make_registration(coming_event)
    ann = make_registration(coming_event, state="waiting", name="Alda Sampleton", email="alda@example.org")
    delegate = visitor(viewport)
    delegate.open(place_link(ann))
    delegate.sees("You are 1st in line.")
    services.cancel(held, at=timezone.now())
    assert "A place is held for you until" in mailbox()[-1].replace("\r\n ", " ")
    delegate.open(place_link(ann))
    delegate.sees("A place is held for you")
    delegate.press("Take the place")
    delegate.sees("Add to calendar")
    delegate.follow("Hand it to a colleague")
    delegate.press("Hand it over")
    delegate.sees("Enter your colleague’s name.")
    delegate.page.get_by_label("Your colleague’s full name").fill("Ben Placeholder")
    delegate.page.get_by_label("Your colleague’s e-mail address").fill("ben@example.org")
    delegate.press("Hand it over")
    delegate.sees("You have handed this place over")
    assert Registration.objects.get(email="ben@example.org").state == "confirmed"


def test_colleagues_are_booked_without_javascript(browser, live_server, coming_event, settings):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/events/{coming_event.slug}/register/colleagues/")
    page.get_by_label("Your own name").fill("Robin Example")
    page.get_by_role("button", name="More rows").click()
    for number, name in enumerate(("Alda Sampleton", "Ben Placeholder")):
        page.get_by_label("Full name").nth(number).fill(name)
        page.get_by_label("E-mail address").nth(number).fill(f"{name[:3].lower()}@example.org")
    page.get_by_label("Sector").select_option("local")
    page.get_by_role("button", name="Register them").click()
    page.wait_for_url("**/registered/colleagues/")
    assert "Ben Placeholder" in page.locator("main").inner_text()
    assert Registration.objects.filter(state="confirmed", booked_by="Robin Example").count() == 2
    context.close()


def test_the_form_for_colleagues_has_no_fault(visitor, coming_event):
    booker = visitor(PHONE)
    booker.open(f"/events/{coming_event.slug}/register/colleagues/")
    booker.press("Register them")
    booker.sees("Enter the colleague’s name.")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["large", "phone"])
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_delegate_names_their_interpreter_and_takes_them_away(visitor, coming_event, viewport, has_script):
    ann = make_registration(coming_event, name="Ann Example")
    one = visitor(viewport, java_script_enabled=has_script)
    look = one.look if has_script else lambda: None
    one.page.goto(one.site + urlsplit(place_link(ann)).path)
    one.page.get_by_role("link", name="An interpreter or carer comes with me").click()
    one.page.get_by_role("button", name="They come with me").click()
    look()
    one.sees("Enter their name.")
    one.page.get_by_label("Their full name").fill("Iris Interpreter")
    one.page.get_by_label("What they are").fill("Interpreter")
    one.page.get_by_role("button", name="They come with me").click()
    look()
    one.sees("Iris Interpreter has a place, and sits with you in every workshop.")
    one.page.get_by_role("link", name="Does not come").click()
    look()
    one.sees("Iris Interpreter does not come?")
    one.page.get_by_role("button", name="Yes, give the place back").click()
    look()
    one.sees("Iris Interpreter has no place any more.")
