"""An organiser writes to many: looks at it as a reader, sends it, takes it back, keeps hours quiet."""

import pytest

from dissemination.mailings import services
from dissemination.mailings.models import Mailing
from tests.browser.conftest import PHONE
from tests.factories import make_member, make_registration


@pytest.fixture
def organiser(visitor, coming_event):
    def come(viewport=None):
        one = visitor(viewport)
        one.sign_in(make_member(coming_event))
        return one

    return come


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_a_message_is_written_by_keyboard_sent_and_taken_back(organiser, coming_event, viewport):
    for name in ("Ann Archer", "Ben Baker"):
        make_registration(coming_event, name=name)
    writer = organiser(viewport)
    page = writer.page
    writer.open(f"/admin/event/{coming_event.slug}/")
    writer.follow("Write to many: joining instructions, reminders, news")
    writer.follow("Write a message")
    page.get_by_label("To", exact=True).focus()
    page.keyboard.type("One group")
    assert page.get_by_label("Which group").is_visible()
    assert not page.get_by_label("Which session").is_visible()
    page.get_by_label("To", exact=True).select_option("confirmed")
    page.get_by_label("Text", exact=True).fill("Dear {nmae}")
    writer.press("Save")
    assert "did you mean {name}?" in page.locator(".govuk-error-summary").inner_text()
    page.get_by_label("Text", exact=True).fill("Dear {name},\n\nBring a pen.\n\n{place}")
    writer.press("Save")
    page.get_by_label("Look at it as").select_option(label="Ben Baker")
    writer.press("Look at it first")
    assert "Dear Ben Baker," in page.get_by_role("region", name="As it arrives").inner_text()
    writer.press("Send in ten minutes")
    assert "to 2 people" in page.get_by_role("region", name="Where it stands").inner_text()
    writer.press("Stop")
    assert Mailing.objects.get().state == "draft"
    page.get_by_text("2 people get this").click()
    writer.follow("Ann Archer")
    page.get_by_label("gets nothing").check()
    writer.press("Save for this person")
    assert "They get nothing of this message." in page.inner_text("main")
    assert writer.complaints == []


@pytest.mark.parametrize("viewport", [PHONE, None])
def test_quiet_hours_are_kept_and_ended(organiser, coming_event, viewport):
    services.lay_out_usual(coming_event, at=coming_event.starts_at.replace(year=2020))
    writer = organiser(viewport)
    writer.open(f"/admin/event/{coming_event.slug}/messages/")
    writer.page.get_by_text("Add a quiet time").click()
    writer.page.get_by_label("From", exact=False).first.fill("20:00")
    writer.page.get_by_label("Until", exact=False).first.fill("07:00")
    writer.press("Keep quiet then")
    assert "Every day from 20:00 until 07:00" in writer.page.inner_text("main")
    writer.press("End it", exact=False)
    assert not coming_event.quiet_times.exists()
    assert writer.complaints == []
