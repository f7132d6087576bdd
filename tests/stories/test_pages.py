"""The teller's page, the story for readers, and the team's pipeline."""

import pytest

from dissemination.outcomes.models import Outcome, Theme
from dissemination.stories import services
from dissemination.stories.models import CaseStudy, StoryLead
from tests.factories import make_event, make_member
from tests.stories.conftest import AFTER, WORDS

PIPELINE = "/admin/event/sharing/stories/"
STORY = "/stories/two-lists-one-view/"


def _text_of(study):
    return {name: getattr(study, name) for name in CaseStudy.WORDS} | {"write": "yes"}


def test_the_teller_reads_and_approves(phone, study):
    page = phone.get(f"/teller/{study.lead.code}/").content.decode()
    assert "Nobody was lost." in page
    answer = phone.post(f"/teller/{study.lead.code}/", {"version": study.version_hash}, follow=True)
    assert "You have approved this text." in answer.content.decode()
    study.refresh_from_db()
    assert study.state == "approved"


def test_reading_approves_nothing(phone, study):
    phone.get(f"/teller/{study.lead.code}/")
    assert not study.clearances.exists()


def test_a_text_that_changed_meanwhile_is_read_again(phone, study):
    answer = phone.post(f"/teller/{study.lead.code}/", {"version": "old"}, follow=True)
    assert "The text has changed since you opened this page." in answer.content.decode()


def test_links_that_open_nothing_say_what_to_do(client, study, offer):
    other = offer(email="other@example.org")
    for address in ("/telling/wrong.token/", f"/teller/{study.lead.code}/", f"/teller/{other.code}/"):
        answer = client.get(address)
        assert (answer.status_code, "newest mail" in answer.content.decode()) == (404, True)


def test_readers_read_a_published_story(client, published, organiser, event):
    theme = Theme.objects.create(event=event, title="Trust")
    published.themes.add(theme)
    published.outcome = Outcome.objects.create(
        event=event, statement="Lists side by side", state="published", made_at=AFTER, published_at=AFTER
    )
    published.save()
    page = client.get(STORY).content.decode()
    for words in (WORDS, "Nobody was lost.", "Toni Teller, Harbour Housing", "Trust", "Lists side by side"):
        assert words in page
    assert "Two lists, one view" in client.get("/projects/iisam/").content.decode()


def test_a_story_that_is_not_published_is_not_found(client, cleared):
    assert client.get(STORY).status_code == 404
    assert "Two lists" not in client.get("/projects/iisam/").content.decode()


def test_the_address_of_a_withdrawn_story_says_so(client, published, organiser):
    services.withdraw(published, reason="The teller asked for it.", by=organiser, at=AFTER)
    answer = client.get(STORY)
    page = answer.content.decode()
    assert (answer.status_code, "The teller asked for it." in page, WORDS in page) == (410, True, False)


def test_an_organiser_takes_a_story_from_lead_to_publication(workspace, offer):
    lead = offer()
    address = f"{PIPELINE}{lead.pk}/"
    assert "Toni Teller" in workspace.get(PIPELINE).content.decode()
    workspace.post(address, {"take_up": "yes"})
    workspace.post(address, {"draft": "yes", "title": "Two lists, one view"})
    study = CaseStudy.objects.get()
    text = _text_of(study) | {"what_was_done": "Both.", "result": "Nobody was lost."}
    workspace.post(address, text)
    assert "Ask the teller to approve it" in workspace.get(address).content.decode()
    workspace.post(address, {"ask": "yes"})
    asked = workspace.get(address).content.decode()
    assert ("The teller was asked on " in asked, "Ask the teller" in asked) == (True, False)
    study.refresh_from_db()
    services.approve(study, version_hash=study.version_hash, at=AFTER)
    assert "Their organisation has cleared it" in workspace.get(address).content.decode()
    workspace.post(address, {"clear": "yes", "name": "Chris Chief"})
    workspace.post(address, {"publish": "yes"})
    assert workspace.get(STORY).status_code == 200
    assert "Withdraw it" in workspace.get(address).content.decode()
    workspace.post(address, {"withdraw": "yes", "reason": "The teller asked for it."})
    assert workspace.get(STORY).status_code == 410


@pytest.mark.parametrize(
    ("pressed", "told"),
    [
        ({"draft": "yes", "title": ""}, "Give the case study a title."),
        ({"draft": "yes", "title": "Too soon"}, "Take this story up first."),
        ({"publish": "yes"}, ""),
        ({"decline": "yes"}, "Done."),
    ],
)
def test_what_cannot_be_done_is_told(workspace, offer, pressed, told):
    answer = workspace.post(f"{PIPELINE}{offer().pk}/", pressed, follow=True)
    assert told in answer.content.decode()
    assert not CaseStudy.objects.exists()


@pytest.mark.parametrize(
    ("pressed", "told"),
    [
        ({"clear": "yes", "name": ""}, "Enter the name of the person who agreed."),
        ({"withdraw": "yes", "reason": ""}, "Say why it is withdrawn."),
        ({"publish": "yes"}, "The teller approves this text first."),
    ],
)
def test_a_step_that_is_not_ready_is_told(workspace, study, pressed, told):
    answer = workspace.post(f"{PIPELINE}{study.lead.pk}/", pressed, follow=True)
    assert told in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "typed"), [("title", ""), ("title", "a\x00b"), ("situation", "x" * 5001), ("review_on", "soon")]
)
def test_a_text_that_cannot_be_kept_is_told_at_its_field(workspace, study, field, typed):
    answer = workspace.post(f"{PIPELINE}{study.lead.pk}/", _text_of(study) | {field: typed})
    assert list(answer.context["form"].errors) == [field]


def test_themes_and_conclusions_come_from_the_same_project(workspace, study):
    foreign = Theme.objects.create(event=make_event(), title="Elsewhere")
    answer = workspace.post(f"{PIPELINE}{study.lead.pk}/", _text_of(study) | {"themes": [foreign.pk]})
    assert list(answer.context["form"].errors) == ["themes"]


def test_themes_are_kept_with_the_text(workspace, study, event):
    theme = Theme.objects.create(event=event, title="Trust")
    workspace.post(f"{PIPELINE}{study.lead.pk}/", _text_of(study) | {"themes": [theme.pk]})
    assert list(study.themes.all()) == [theme]


def test_an_empty_pipeline_says_where_the_call_stands(workspace):
    assert "Nobody has told a story yet." in workspace.get(PIPELINE).content.decode()


def test_only_organisers_of_the_project_find_the_pipeline(client, event, study):
    for user in (make_member(event, "publisher"), make_member(event, "desk"), make_member(make_event())):
        client.force_login(user)
        for address in (PIPELINE, f"{PIPELINE}{study.lead.pk}/"):
            assert client.get(address).status_code == 404


def test_a_story_of_another_project_is_not_found_here(workspace, study):
    StoryLead.objects.update(project=make_event().project)
    assert workspace.get(f"{PIPELINE}{study.lead.pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_for_one_and_three(workspace, write_up, rows, django_assert_num_queries):
    for number in range(rows):
        write_up(email=f"t{number}@example.org", origin=str(number))
    for address, number in (
        (PIPELINE, 7),
        ("/admin/stories/storylead/", 6),
        ("/admin/stories/casestudy/", 6),
    ):
        with django_assert_num_queries(number):
            workspace.get(address)


def test_the_admin_lists_are_read_only_and_keep_to_the_team(client, workspace, study, event, organiser):
    lead, text = (
        f"/admin/stories/storylead/{study.lead.pk}/change/",
        f"/admin/stories/casestudy/{study.pk}/change/",
    )
    for address in (lead, text):
        page = workspace.get(address)
        assert (page.status_code, 'name="_save"' in page.content.decode()) == (200, False)
    for name in ("storylead", "casestudy"):
        assert workspace.get(f"/admin/stories/{name}/add/").status_code == 403
    client.force_login(make_member(event, "publisher"))
    assert (client.get(lead).status_code, client.get(text).status_code) == (403, 200)
    client.force_login(make_member(make_event()))
    assert client.get(text).status_code == 404
