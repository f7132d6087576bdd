"""A newcomer makes an event, changes it, sees it as a delegate and publishes it, by pressing what is next."""

from urllib.parse import urlsplit

from dissemination.events.models import Event
from tests.factories import make_user


def start(newcomer):
    newcomer.open("/admin/")
    newcomer.follow("New event")
    for label, words in (
        ("Title of the event", "Learning lunch"),
        ("Title of the new project", "Better records"),
        ("Starts", "2099-02-10T12:00"),
        ("Ends", "2099-02-10T14:00"),
        ("Name of the new venue", "Town Hall"),
    ):
        newcomer.page.get_by_label(label).fill(words)
    newcomer.press("Start the event")


def next_thing(newcomer):
    newcomer.page.locator(".next-step a").click()
    newcomer.look()


def test_a_newcomer_publishes_an_event_by_doing_what_is_next(visitor):
    newcomer = visitor()
    newcomer.sign_in(make_user("robin@example.org", is_staff=True))
    start(newcomer)
    next_thing(newcomer)
    newcomer.page.get_by_label("Aims").fill("To show what the project has found.")
    newcomer.page.get_by_role("button", name="Save", exact=True).first.click()
    next_thing(newcomer)
    newcomer.page.locator("[name=sessions-0-title]").fill("Welcome")
    newcomer.page.get_by_text("Add another Session").click()
    assert newcomer.page.locator("[name=sessions-1-starts_at]").input_value() == "2099-02-10T12:30"
    newcomer.page.locator("[name=sessions-1-title]").fill("What shall we do next?")
    newcomer.look()
    newcomer.press("Save")
    newcomer.follow("See it as a delegate will")
    newcomer.sees("To show what the project has found.")
    newcomer.page.go_back()
    newcomer.press("Publish")
    newcomer.press("Open registration")
    delegate = visitor()
    delegate.open(f"/events/{Event.objects.get().slug}/")
    delegate.sees("Register")
    assert urlsplit(newcomer.page.url).path == "/admin/event/learning-lunch/"
