"""Before the form and before the day: invitations, the caterer's numbers, and what is kept how long."""

import pytest
from django.utils import timezone

from dissemination.guests.links import invitation_link
from dissemination.guests.models import Guest
from registrations.models import Need
from tests.browser.conftest import PHONE
from tests.factories import make_member, make_registration

LONG = "Association of Directors of Children’s and Adults’ Services in the North of England"


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_a_list_is_pasted_and_invited_and_a_guest_says_no(visitor, coming_event, mailbox, viewport):
    organiser, slug = visitor(viewport), coming_event.slug
    organiser.sign_in(make_member(coming_event))
    organiser.open(f"/admin/event/{slug}/guests/")
    organiser.sees("Nobody is on the list yet")
    lines = organiser.page.get_by_label("One person a line")
    lines.fill("Gale Placeholder, gale@example.org\nBen")
    organiser.press("Add them to the list")
    organiser.sees("Line 2, “Ben”: Enter an e-mail address in the form name@example.org.")
    lines.fill(f"Gale Placeholder, gale@example.org, {LONG}\nBen Modelle, ben@example.org")
    organiser.press("Add them to the list")
    organiser.sees("2 people added.")
    organiser.page.get_by_label("Organisations you want there").fill(f"{LONG}\nHarbour Housing")
    organiser.press("Add organisations")
    organiser.sees("nobody yet")
    organiser.follow("Invite")
    organiser.sees("2 people get it")
    organiser.press("Send it now")
    organiser.sees("2 mails go out.")
    assert any("You are invited" in mail for mail in mailbox())
    guest = visitor(viewport)
    guest.open(invitation_link(Guest.objects.get(name="Gale Placeholder")))
    guest.follow("I cannot come")
    guest.page.get_by_label("Why not?").fill("On leave")
    guest.press("Say no")
    guest.sees("You have said no.")
    assert Guest.objects.get(name="Gale Placeholder").reason == "On leave"


def test_the_list_is_filled_by_keyboard_alone(visitor, coming_event):
    organiser = visitor(PHONE)
    organiser.sign_in(make_member(coming_event))
    organiser.open(f"/admin/event/{coming_event.slug}/guests/")
    keys = organiser.page.keyboard
    reach(organiser, "textarea[name=lines]")
    keys.type("Gale Placeholder, gale@example.org")
    reach(organiser, "button[name=paste]")
    with organiser.page.expect_navigation():
        keys.press("Enter")
    organiser.sees("1 person added.")


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_numbers_are_kept_as_sent_and_a_change_is_marked(visitor, coming_event, viewport):
    ann = make_registration(coming_event, name="Ann Example")
    Need.objects.create(registration=ann, diets=["vegan"], severe_allergy="Sesame", dietary="No mushrooms")
    organiser, path = visitor(viewport), f"/admin/event/{coming_event.slug}/numbers/"
    organiser.sign_in(make_member(coming_event))
    organiser.open(path)
    organiser.sees("Not sent yet.")
    organiser.page.get_by_label("Meals for the team").fill("2")
    organiser.press("Keep these numbers as sent")
    organiser.sees("Nothing has changed since then.")
    Need.objects.update(diets=["halal"])
    organiser.open(path)
    organiser.sees("2 counts have changed since then.")
    organiser.follow("Read what people wrote in their own words")
    organiser.sees("No mushrooms")
    welfare = visitor(viewport)
    welfare.sign_in(make_member(coming_event, "welfare"))
    welfare.open(path)
    welfare.follow("See who has a severe allergy")
    welfare.sees("Sesame")


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_everybody_reads_how_long_data_is_kept(visitor, coming_event, viewport):
    reader = visitor(viewport)
    reader.open(f"/events/{coming_event.slug}/register/")
    reader.follow("What we keep, until when, and why")
    reader.sees("What you eat and how you get about")
    reader.sees("14 days after the event")
    organiser = visitor(viewport)
    organiser.sign_in(make_member(coming_event))
    coming_event.deletions.create(rule="needs", rows=3, deleted_at=timezone.now())
    organiser.open(f"/admin/event/{coming_event.slug}/retention/")
    organiser.sees("3 rows gone")


def reach(visitor, selector, *, most=80):
    """Press Tab until the focus is there."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard")
