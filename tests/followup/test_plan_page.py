"""The follow-up page of the workspace: plan, look, send."""

import pytest
from django.urls import reverse

from dissemination.followup import services
from dissemination.followup.models import FollowUpItem
from dissemination.mailings import policies as mailing_policies
from dissemination.mailings.policies import STOP_TIME, may_write
from dissemination.messaging.models import Message
from tests.factories import make_event, make_member, make_registration
from tests.followup.conftest import AFTER

pytestmark = pytest.mark.slow  # whole pages of the workspace, one after the other

PLAN = "/admin/event/sharing/follow-up/"
WORDS = {"subject": "Thank you", "introduction": "Here it is.", "due_on": "2026-03-12"}


@pytest.fixture
def item(plan):
    return plan["thanks", "attended"]


@pytest.fixture
def address(item):
    return f"{PLAN}{item.pk}/"


def test_an_organiser_plans_looks_and_sends(workspace, event, ann, slides):
    workspace.post(PLAN, {"lay_out": "yes"})
    item = event.follow_up.get(kind="thanks", audience="attended")
    workspace.post(f"{PLAN}{item.pk}/", WORDS)
    page = workspace.get(f"{PLAN}{item.pk}/").content.decode()
    assert "1 person gets this" in page
    assert "Dear Ann Archer," in page
    asked = workspace.get(f"{PLAN}{item.pk}/send/").content.decode()
    assert "Send “Thank you” to 1 person (Those who came)? It leaves in ten minutes;" in asked
    assert not Message.objects.exists()
    answer = workspace.post(f"{PLAN}{item.pk}/send/", follow=True)
    assert "It will be sent. Until the first has left, Stop takes it back." in answer.content.decode()
    assert "This leaves on Thursday 12 March 2026, 09:40, to 1 person." in answer.content.decode()
    services.carry_out(at=AFTER + STOP_TIME)
    assert [mail.subject for mail in Message.objects.all()] == ["Thank you"]
    assert "0 of 1 sent." in workspace.get(f"{PLAN}{item.pk}/").content.decode()
    assert "0 of 1" in workspace.get(PLAN).content.decode()


def test_in_a_quiet_time_it_is_asked_for_the_moment_after_it(workspace, event, ann, slides):
    workspace.post(PLAN, {"lay_out": "yes"})
    item = event.follow_up.get(kind="thanks", audience="attended")
    today = event.local(AFTER).date()
    event.quiet_times.create(first_day=today, last_day=today)
    asked = workspace.get(f"{PLAN}{item.pk}/send/").content.decode()
    leaves = "Friday 13 March 2026, 00:00, after the quiet time"
    assert f"It leaves on {leaves}; until then Stop takes it back." in asked
    assert f"Send it on {leaves}" in asked
    sent = workspace.post(f"{PLAN}{item.pk}/send/", follow=True).content.decode()
    assert f"This leaves on {leaves}, to 1 person." in sent
    services.carry_out(at=AFTER + STOP_TIME)
    assert not Message.objects.exists()


def test_the_preview_begins_with_the_longest_name_and_shows_whom_one_chooses(workspace, event, ann, address):
    longest = make_registration(event, state="attended", name="Maximiliana " + "van Northvale" * 14)
    preview = workspace.get(address).context["preview"]
    assert preview.reader.name == longest.name
    chosen = workspace.get(address, {"reader": f"person-{ann.person_id}"}).context["preview"]
    assert chosen.reader.name == "Ann Archer"
    assert workspace.get(address, {"reader": "person-0'"}).context["preview"].reader.name == longest.name


def test_who_cannot_be_written_to_is_named(workspace, event, ann, address):
    make_registration(event, state="attended", name="Nora Post", email="")
    page = workspace.get(address).content.decode()
    assert "1 of them has no e-mail address: tell them another way. Nora Post" in page


def test_the_page_says_who_has_a_version_of_their_own(workspace, event, organiser):
    services.lay_out_plan(event, by=organiser, at=AFTER)
    told = {
        item.audience: "they have a version of their own"
        in workspace.get(f"{PLAN}{item.pk}/").content.decode()
        for item in event.follow_up.filter(kind="thanks")
    }
    assert told == {"attended": True, "absent": True, "speakers": False}


def test_an_item_for_nobody_shows_no_letter(workspace, address):
    page = workspace.get(address).content.decode()
    assert "0 people get this" in page
    assert "Close the desk first" in page


def test_something_of_ones_own_is_added(workspace, event, ann):
    workspace.post(PLAN, WORDS | {"audience": "attended", "add": "yes"})
    assert event.follow_up.get().kind == "custom"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("subject", "", "Write the subject of the mail."),
        ("introduction", "", "Write the first words."),
        ("introduction", "x" * 3001, "Shorten this to 3000 characters; it has 3001 now."),
        ("subject", "a\x00b", "Type this again: it holds a character that cannot be kept."),
        ("due_on", "tomorrow", "Enter a day, for example 14 March 2026."),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(workspace, item, address, field, typed, told):
    assert workspace.post(address, WORDS | {field: typed}).context["form"].errors == {field: [told]}
    answer = workspace.post(PLAN, WORDS | {"audience": "attended", "add": "yes", field: typed})
    assert answer.context["form"].errors == {field: [told]}


def test_an_audience_that_does_not_exist_is_refused(workspace, event):
    answer = workspace.post(PLAN, WORDS | {"audience": "everybody", "add": "yes"})
    assert list(answer.context["form"].errors) == ["audience"]


def test_a_subject_of_two_lines_becomes_one(workspace, item, address):
    workspace.post(address, WORDS | {"subject": "Thank you\r\nBcc: all@example.org"})
    item.refresh_from_db()
    assert item.subject == "Thank you Bcc: all@example.org"


def test_a_refusal_is_told_on_the_page(workspace, item, address, ann):
    answer = workspace.post(f"{address}send/", follow=True)
    assert "Release slides" in answer.content.decode()
    assert "Release slides" in workspace.get(f"{address}send/").content.decode()


def test_a_sent_item_is_not_changed(workspace, item, address, ann, slides):
    workspace.post(f"{address}send/")
    answer = workspace.post(address, WORDS, follow=True)
    assert "This is on its way." in answer.content.decode()
    assert FollowUpItem.objects.get(pk=item.pk).subject != "Thank you"


def test_a_press_that_means_nothing_changes_nothing(workspace, event):
    workspace.post(PLAN, {})
    assert not event.follow_up.exists()


@pytest.mark.parametrize("end", ["", "{}/", "{}/send/"])
def test_only_organisers_of_the_event_find_the_page(client, event, item, end):
    address = PLAN + end.format(item.pk)
    for user in (make_member(event, "publisher"), make_member(event, "desk"), make_member(make_event())):
        client.force_login(user)
        assert client.get(address).status_code == 404


def test_an_item_of_another_event_is_not_found_here(workspace, organiser):
    foreign = FollowUpItem.objects.create(event=make_event(), subject="x")
    assert workspace.get(f"{PLAN}{foreign.pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan_costs_the_same_for_one_and_three_items(workspace, event, rows, django_assert_num_queries):
    for number in range(rows):
        FollowUpItem.objects.create(event=event, subject=f"News {number}")
    with django_assert_num_queries(8):
        workspace.get(PLAN)
    with django_assert_num_queries(6):
        workspace.get("/admin/followup/followupitem/")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_costs_the_same_for_one_and_three_people(
    workspace, event, ann, slides, conclusion, address, rows, django_assert_num_queries
):
    for _ in range(rows - 1):
        make_registration(event, state="attended")
    with django_assert_num_queries(28):
        workspace.get(address)


def test_an_item_is_only_read_in_the_list(workspace, item):
    page = workspace.get(f"/admin/followup/followupitem/{item.pk}/change/")
    assert (page.status_code, 'name="_save"' in page.content.decode()) == (200, False)
    assert workspace.get("/admin/followup/followupitem/add/").status_code == 403


def test_stop_on_the_page_brings_the_item_back(workspace, event, item, address, ann, slides):
    workspace.post(f"{address}send/")
    sending = event.mailings.get()
    act = reverse("mailings:act", args=["sharing", sending.pk])
    stopped = workspace.post(act, {"verb": "stop"}, follow=True)
    assert stopped.redirect_chain[-1][0] == address
    assert "Send…" in stopped.content.decode()


def test_what_is_held_says_why(workspace, item, address, ann, slides):
    workspace.post(f"{address}send/")
    slides.release = "nobody"
    slides.save()
    assert "It is held: Release slides" in workspace.get(address).content.decode()


def test_a_test_is_sent_to_oneself_by_a_button(workspace, item, address, ann, slides):
    answer = workspace.post(f"{address}send/", {"test": "yes"}, follow=True)
    assert "The test is on its way to you." in answer.content.decode()
    assert Message.objects.get().to_email == "robin@example.org"


def test_its_mailing_is_written_here_and_nowhere_else(workspace, event, item, address, ann, slides):
    workspace.post(f"{address}send/")
    sending = event.mailings.get()
    assert workspace.get(reverse("mailings:mailing", args=["sharing", sending.pk])).url == address
    reader = reverse("mailings:reader", args=["sharing", sending.pk, f"person-{ann.person_id}"])
    assert workspace.get(reader).status_code == 404
    assert str(may_write(sending, by=event.team.get().user).reason).startswith("This is written on the page")
    assert "Follow-up" in workspace.get(reverse("mailings:overview", args=["sharing"])).content.decode()


def test_a_publisher_looks_at_what_goes_to_many(
    client, workspace, event, item, address, ann, slides, monkeypatch
):
    monkeypatch.setattr(mailing_policies, "MOST_ALONE", 0)
    workspace.post(f"{address}send/")
    sending = event.mailings.get()
    services.carry_out(at=AFTER + STOP_TIME)
    assert not Message.objects.filter(is_bulk=True).exists()
    client.force_login(make_member(event, "publisher"))
    page = client.get(reverse("mailings:approve", args=["sharing", sending.pk]), follow=True)
    assert page.redirect_chain[-1][0] == f"{address}approve/"
    shown = page.content.decode()
    assert "Dear Ann Archer," in shown  # whom the product has invented
    assert "ann@example.org" not in shown
    client.post(f"{address}approve/", {"approve": "yes"})
    services.carry_out(at=AFTER + STOP_TIME)
    assert Message.objects.get(is_bulk=True).to_email == "ann@example.org"
