"""From a lead to a published case study: every agreement is to one exact text."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dissemination.core.verdicts import Refused
from dissemination.messaging.models import Message
from dissemination.stories import services
from dissemination.stories.models import CaseStudy, Clearance, StoryLead
from tests.factories import make_event, make_member
from tests.stories.conftest import AFTER, WORDS


def test_a_case_study_begins_with_the_tellers_words(study, organiser):
    assert (study.situation, study.attribution) == (WORDS, "Toni Teller, Harbour Housing")
    assert (study.slug, study.lead.state, study.lead.helper) == ("two-lists-one-view", "draft", organiser)


@pytest.mark.parametrize(
    ("publish_as", "shown"),
    [("organisation", "Harbour Housing"), ("anonymous", "The teller's name is known to us")],
)
def test_the_attribution_shows_what_the_teller_agreed_to(write_up, publish_as, shown):
    assert write_up(publish_as=publish_as).attribution == shown


def test_two_stories_with_one_title_have_two_addresses(study, write_up):
    assert write_up(email="other@example.org").slug.startswith("two-lists-one-view-")


def test_a_title_without_latin_letters_has_an_address(organiser, offer):
    lead = services.take_up(offer(), by=organiser, at=AFTER)
    assert services.draft(lead, title="Δύο λίστες", by=organiser, at=AFTER).slug == "story"


def test_a_colleague_may_be_named_as_helper(event, organiser, offer):
    colleague = make_member(event)
    lead = services.take_up(offer(), by=organiser, at=AFTER, helper=colleague)
    lead.notes = "Rings on Tuesday"
    services.keep_notes(lead, by=organiser, at=AFTER)
    assert (StoryLead.objects.get().helper, StoryLead.objects.get().notes) == (colleague, "Rings on Tuesday")


def test_a_story_is_published_once_both_have_agreed(published):
    assert (published.state, published.published_at) == ("published", AFTER)
    assert published.shown["result"] == "Nobody was lost."
    assert StoryLead.objects.get().state == "published"
    assert list(CaseStudy.objects.published()) == [published]


def test_the_teller_is_asked_once_for_each_text(study, organiser):
    services.ask_teller(study, by=organiser, at=AFTER)
    services.ask_teller(study, by=organiser, at=AFTER)
    study.advice = "Begin on a Monday."
    services.write(study, by=organiser, at=AFTER)
    services.ask_teller(study, by=organiser, at=AFTER)
    asked = Message.objects.filter(kind="story approve")
    assert (asked.count(), "/telling/" in asked[0].text) == (2, True)


def test_an_edit_voids_both_agreements(cleared, organiser):
    cleared.result = "Two were lost."
    study = services.write(cleared, by=organiser, at=AFTER)
    assert study.state == "draft"
    with pytest.raises(Refused, match="teller approves"):
        services.publish(study, by=organiser, at=AFTER)


def test_saving_the_same_text_voids_nothing(cleared, organiser):
    cleared.review_on = AFTER.date()
    assert services.write(cleared, by=organiser, at=AFTER).state == "cleared"


def test_readers_keep_the_cleared_text_while_the_next_is_written(published, organiser):
    published.title = "Another title"
    services.write(published, by=organiser, at=AFTER)
    study = CaseStudy.objects.published().get()
    assert (study.public_title, study.title, study.state) == ("Two lists, one view", "Another title", "draft")


def test_the_teller_approves_the_text_that_they_read(study, organiser):
    read = study.version_hash
    study.result = "Changed meanwhile."
    services.write(study, by=organiser, at=AFTER)
    with pytest.raises(Refused, match="has changed"):
        services.approve(study, version_hash=read, at=AFTER)


def test_approving_twice_is_one_agreement(study):
    for _ in range(2):
        services.approve(study, version_hash=study.version_hash, at=AFTER)
    assert (Clearance.objects.count(), str(Clearance.objects.get())) == (1, "The teller: Toni Teller")


def test_the_organisation_clears_after_the_teller(study, organiser):
    with pytest.raises(Refused, match="teller approves"):
        services.clear(study, name="Chris Chief", by=organiser, at=AFTER)


def test_both_agree_before_publication(study, organiser):
    services.approve(study, version_hash=study.version_hash, at=AFTER)
    with pytest.raises(Refused, match="organisation clears"):
        services.publish(study, by=organiser, at=AFTER)


@pytest.mark.parametrize(
    ("publish_as", "words"),
    [
        ("organisation", "as Toni TELLER said"),
        ("anonymous", "at Harbour housing"),
        ("anonymous", "toni@example.org"),
    ],
)
def test_nobody_is_named_against_their_wish(write_up, organiser, publish_as, words):
    study = write_up(publish_as=publish_as)
    study.advice = words
    services.write(study, by=organiser, at=AFTER)
    services.approve(study, version_hash=study.version_hash, at=AFTER)
    services.clear(study, name="Chris Chief", by=organiser, at=AFTER)
    if publish_as == "anonymous" and study.situation == WORDS:
        assert study.lead.organisation
    with pytest.raises(Refused, match="did not agree"):
        services.publish(study, by=organiser, at=AFTER)


def test_who_does_not_want_mail_is_not_asked(write_up, organiser):
    with pytest.raises(Refused, match="does not want to be contacted"):
        services.ask_teller(write_up(may_contact=False), by=organiser, at=AFTER)


def test_an_unfinished_text_is_not_sent(study, organiser):
    study.result = ""
    services.write(study, by=organiser, at=AFTER)
    with pytest.raises(Refused, match="the result first"):
        services.ask_teller(study, by=organiser, at=AFTER)


def test_a_withdrawn_story_is_gone_for_good(published, organiser):
    services.withdraw(published, reason="The teller asked for it.", by=organiser, at=AFTER)
    study = CaseStudy.objects.get()
    assert (study.state, list(CaseStudy.objects.published())) == ("withdrawn", [])
    for verb in (
        lambda: services.publish(study, by=organiser, at=AFTER),
        lambda: services.approve(study, version_hash=study.version_hash, at=AFTER),
        lambda: services.withdraw(study, reason="Again", by=organiser, at=AFTER),
    ):
        with pytest.raises(Refused):
            verb()
    study.result = "Changed"
    assert services.write(study, by=organiser, at=AFTER).state == "withdrawn"


def test_each_step_follows_the_one_before(offer, study, organiser):
    with pytest.raises(Refused, match="at work"):
        services.take_up(study.lead, by=organiser, at=AFTER)
    with pytest.raises(Refused, match="written down"):
        services.decline(study.lead, by=organiser, at=AFTER)
    with pytest.raises(Refused, match="Take this story up"):
        services.draft(offer(), title="Too soon", by=organiser, at=AFTER)
    with pytest.raises(Refused, match="Only a published"):
        services.withdraw(study, reason="x", by=organiser, at=AFTER)


def test_a_declined_story_can_be_taken_up_after_all(offer, organiser):
    lead = services.decline(offer(), by=organiser, at=AFTER)
    assert lead.state == "declined"
    assert services.take_up(lead, by=organiser, at=AFTER + timedelta(days=1)).state == "in_conversation"


def test_a_publisher_publishes_and_other_teams_do_nothing(cleared, event, offer, organiser):
    stranger, publisher = make_member(make_event()), make_member(event, "publisher")
    for verb in (
        lambda: services.publish(cleared, by=stranger, at=AFTER),
        lambda: services.take_up(offer(), by=stranger, at=AFTER),
        lambda: services.write(cleared, by=publisher, at=AFTER),
    ):
        with pytest.raises(Refused, match="Only organisers"):
            verb()
    published = services.publish(cleared, by=publisher, at=AFTER)
    with pytest.raises(Refused, match="Only organisers"):
        services.withdraw(published, reason="x", by=stranger, at=AFTER)


@pytest.mark.parametrize("values", [{"published_at": AFTER, "shown": {}}, {"state": "withdrawn"}])
def test_the_database_keeps_state_and_words_together(study, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseStudy.objects.filter(pk=study.pk).update(**values)


def test_the_database_keeps_one_clearance_per_party_and_text(cleared):
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.create(
            case_study=cleared,
            party="teller",
            version_hash=cleared.version_hash,
            name="x",
            given_at=AFTER,
        )


def test_stories_are_called_by_their_teller_and_title(study):
    assert (str(study), str(study.lead)[:12]) == ("Two lists, one view", "Toni Teller:")
