"""Anybody offers a story, without an account, and says what may be done with it."""

import pytest

from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Message
from dissemination.messaging.placeholders import inert
from dissemination.stories.models import StoryLead
from tests.factories import make_event
from tests.stories.conftest import FORM, WORDS

EVENT, PROJECT = "/events/sharing/stories/", "/projects/iisam/stories/"
HOSTILE = ["<script>alert(1)</script>", "{{ settings.SECRET_KEY }}{name}", "Anna <b> & Co < 3", "=1+1"]


@pytest.mark.parametrize(("address", "has_event"), [(EVENT, True), (PROJECT, False)])
def test_a_story_is_offered_after_an_event_or_to_the_project(client, event, later, address, has_event):
    assert "Tell your story" in client.get(address).content.decode()
    answer = client.post(address, FORM)
    assert answer.url == "/projects/iisam/stories/thank-you/"
    assert "Your story has arrived" in client.get(answer.url).content.decode()
    lead = StoryLead.objects.get()
    assert (lead.name, lead.what_happened, lead.publish_as) == ("Toni Teller", WORDS, "named")
    assert (lead.may_contact, lead.project, lead.event) == (True, event.project, event if has_event else None)


def test_the_teller_gets_a_mail_that_says_what_was_agreed(offer):
    offer()
    mail = Message.objects.get()
    assert (mail.to_email, mail.kind) == ("toni@example.org", "story received")
    assert "With my name and organisation" in mail.text
    assert "will write to you" in mail.text


def test_who_does_not_want_mail_is_told_that_nothing_is_published(offer):
    offer(may_contact=False)
    assert "publish nothing of it" in Message.objects.get().text


def test_the_same_form_twice_is_one_story_and_one_mail(client, event, later):
    client.post(EVENT, FORM)
    client.post(EVENT, FORM)
    assert (StoryLead.objects.count(), Message.objects.count()) == (1, 1)


def test_what_a_machine_fills_in_is_thanked_and_not_kept(client, event, later):
    answer = client.post(EVENT, FORM | {"website": "https://spam.example/"})
    assert (answer.url, StoryLead.objects.count()) == ("/projects/iisam/stories/thank-you/", 0)


@pytest.mark.parametrize("same", [{"email": "toni@example.org"}, {"origin": "here"}])
def test_a_flood_from_one_address_or_computer_waits(offer, same):
    for number in range(5):
        offer(**{"email": f"t{number}@example.org", "origin": f"o{number}"} | same)
    with pytest.raises(Refused, match="in an hour"):
        offer(**{"email": "new@example.org", "origin": "new"} | same)
    assert offer(email="other@example.org", origin="elsewhere").pk


def test_a_flood_is_told_on_the_form_with_the_words_still_in_it(client, event, offer, later):
    for _ in range(5):
        offer()
    answer = client.post(EVENT, FORM)
    page = answer.content.decode()
    assert answer.context["form"].non_field_errors() == [
        "We have received several stories from you. Send the next one in an hour."
    ]
    assert WORDS in page


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("what_happened", " ", "Tell us in a sentence or two what happened."),
        ("what_happened", "x" * 3001, "Shorten this to 3000 characters; it has 3001 now."),
        ("name", "", "Enter your name."),
        ("name", "a\x00b", "Type this again: it holds a character that cannot be kept."),
        ("email", "", "Enter an e-mail address in the form name@example.org."),
        (
            "email",
            '"<script>alert(1)</script>"@example.org',
            "Enter an e-mail address in the form name@example.org.",
        ),
        ("may_contact", "", "Say whether we may write to you."),
        ("publish_as", "", "Choose how it may be published."),
        ("form_key", "x", "Open this page again, then fill in the form once more."),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(client, event, later, field, typed, told):
    answer = client.post(EVENT, FORM | {field: typed})
    assert told in answer.context["form"].errors[field]
    assert not StoryLead.objects.exists()


def test_no_consent_is_presumed(client, event):
    page = client.get(EVENT).content.decode()
    assert " checked" not in page


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_typed_is_inert_for_the_team_and_in_the_mail(workspace, event, words):
    workspace.post(EVENT, FORM | {"what_happened": words, "name": words, "organisation": words})
    lead = StoryLead.objects.get()
    pages = [
        workspace.get(address).content.decode()
        for address in (
            "/admin/event/sharing/stories/",
            f"/admin/event/sharing/stories/{lead.pk}/",
            "/admin/stories/storylead/",
        )
    ]
    mail = Message.objects.get()
    assert (lead.name, "<script>alert" in "".join([*pages, mail.html])) == (words, False)
    assert f"Dear {inert(words)}," in mail.text


def test_events_and_projects_that_nobody_sees_take_no_stories(client, event):
    hidden = make_event(state="draft")
    for address in (f"/events/{hidden.slug}/stories/", f"/projects/{hidden.project.slug}/stories/"):
        assert client.get(address).status_code == 404
    assert client.get(f"/projects/{hidden.project.slug}/stories/thank-you/").status_code == 404
