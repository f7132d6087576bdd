"""A speaker opens the link in the mail and sends slides."""

from django.utils import timezone

from dissemination.workspace.services.rehearsal import slides
from speakers import services
from speakers.invites import speaking_link
from tests.browser.conftest import PHONE
from tests.factories import make_appearance


def test_a_speaker_sends_slides_and_agrees_to_publish_them(visitor, coming_event, tmp_path):
    session = coming_event.sessions.get(title="Welcome")
    appearance = make_appearance(session, slides_due_at=coming_event.starts_at)
    services.invite(appearance, by=None, at=timezone.now())
    deck = tmp_path / "findings.pdf"
    deck.write_bytes(slides.pdf(["Our findings", "What next"]))
    speaker = visitor(PHONE)
    speaker.open(speaking_link(appearance))
    speaker.sees("What we ask of you")
    form = speaker.page.locator("form.drop")
    form.locator("input[type=file]").set_input_files(deck)
    form.locator("input[name=is_agreed]").check()
    speaker.press("Send slides")
    speaker.sees("findings.pdf has arrived.")
    speaker.page.get_by_label("Biography", exact=False).fill("Works on sharing information well.")
    speaker.press("Keep what I wrote")
    material = appearance.materials.get()
    assert (material.state, bool(material.consented_at)) == ("received", True)


def test_a_file_that_is_no_deck_is_refused_in_words(visitor, coming_event, tmp_path):
    session = coming_event.sessions.get(title="Welcome")
    appearance = make_appearance(session, slides_due_at=coming_event.starts_at)
    wrong = tmp_path / "findings.pdf"
    wrong.write_text("<script>alert(1)</script>")
    speaker = visitor()
    speaker.open(speaking_link(appearance))
    speaker.page.locator("form.drop input[type=file]").set_input_files(wrong)
    speaker.press("Send slides")
    assert speaker.page.locator(".govuk-error-summary").count() == 1
    assert not appearance.materials.exists()
