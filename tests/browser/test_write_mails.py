"""An organiser writes a mail in words of their own: by keyboard, on a phone and on a desk."""

import pytest

from dissemination.messaging import texts
from tests.browser.conftest import PHONE
from tests.factories import make_member

NAME = "registrations/confirmation"


@pytest.fixture
def organiser(visitor, coming_event):
    def come(viewport=None):
        one = visitor(viewport)
        one.sign_in(make_member(coming_event))
        return one

    return come


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_a_mail_is_written_by_keyboard_and_seen_before_it_counts(organiser, coming_event, viewport):
    writer = organiser(viewport)
    writer.open(f"/admin/event/{coming_event.slug}/")
    writer.follow("Write the mails in your own words")
    writer.follow("Place confirmed")
    writer.page.get_by_label("Subject", exact=True).focus()
    writer.page.keyboard.press("Control+A")
    writer.page.keyboard.type("Welcome to {evnt}")
    writer.press("Save")
    assert "did you mean {event}?" in writer.page.locator(".govuk-error-summary").inner_text()
    writer.page.get_by_label("Subject", exact=True).fill("Welcome to {event}")
    writer.page.get_by_label("Look at it as").select_option("worst")
    writer.press("Look at it first")
    letter = writer.page.get_by_role("region", name="As it arrives")
    assert "Παπαδημητρακοπούλου" in letter.inner_text()
    writer.press("Save")
    assert texts.words_of(NAME, coming_event).subject == "Welcome to {event}"
    writer.press("Go back to the standard text")
    assert texts.words_of(NAME, coming_event) == texts.standard(NAME)
    assert writer.complaints == []
