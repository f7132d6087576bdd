"""The organiser's pages: write, look, test, send, hold, and words for one reader."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dissemination.core.verdicts import Refused
from dissemination.mailings import emails, services
from dissemination.mailings.models import Mailing, PersonalWords
from dissemination.messaging.models import Message
from tests.factories import make_event, make_member, make_registration, make_workshop
from tests.mailings.conftest import WORDS, sent
from tests.trust.payloads import TEXT

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TYPED = WORDS | {"audience": "confirmed", "timing": "at_once"}
FORM, LOOK = TYPED | {"save": "yes"}, TYPED | {"look": "yes"}


@pytest.fixture(autouse=True)
def three_weeks_before(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def workspace(client, organiser):
    client.force_login(organiser)
    return client


@pytest.fixture
def new(event):
    return reverse("mailings:new", args=[event.slug])


@pytest.fixture
def page(mailing):
    return reverse("mailings:mailing", args=["sharing", mailing.pk])


@pytest.fixture
def press(workspace, mailing):
    def press_it(verb):
        return workspace.post(
            reverse("mailings:act", args=["sharing", mailing.pk]), {"verb": verb}, follow=True
        )

    return press_it


def read(response):
    return response.content.decode()


def test_a_message_is_written_looked_at_and_kept(workspace, new, three):
    assert "write your message here" in read(workspace.get(new))
    looked = read(workspace.post(new, LOOK))
    assert "Bring a pen." in looked
    assert "3 people get this" in looked
    assert not Mailing.objects.exists()
    kept = workspace.post(new, FORM)
    mailing = Mailing.objects.get()
    assert kept.url == reverse("mailings:mailing", args=["sharing", mailing.pk])
    assert "A draft: nobody gets it until you press Send." in read(workspace.get(kept.url))


def test_it_is_seen_as_any_reader_and_at_its_worst(workspace, page, three, mailing):
    assert "Dear Ann Archer," in read(workspace.get(page))
    ben = read(workspace.get(page, {"reader": f"person-{three[1].person_id}"}))
    assert ben.count("Dear Ben,") == 2  # as a letter and in plain text
    worst = read(workspace.post(page, LOOK | {"reader": "worst"}))
    assert "Κωνσταντίνα" in worst
    assert "Dear Ann Archer," in read(workspace.get(page, {"reader": "person-0"}))


def test_it_is_sent_paused_resumed_and_stopped_by_buttons(press, mailing, three, play, settings):
    settings.MAILINGS_PER_MINUTE = 1
    assert "This leaves on Wednesday 18 February 2026, 12:10, to 3 people." in read(press("send"))
    assert "This is on its way already." in read(press("send"))
    play(10)
    assert "1 of 3 sent." in read(press("pause"))
    assert "Go on" in read(press("nothing"))
    assert "Pause" in read(press("resume"))
    stopped = read(press("stop"))
    assert "1 of 3 sent, begun on Wednesday 18 February 2026, 12:10." in stopped
    assert "2 did not get it: see who" in stopped
    assert "Some people have this already." in stopped


def test_a_sent_message_can_go_to_whoever_is_new(press, mailing, three, play):
    press("send")
    play(12)
    assert "Send it to those who are new since" in read(press("test"))


def test_a_test_is_sent_to_oneself(press, mailing):
    assert "The test is on its way to you." in read(press("test"))
    assert Message.objects.get().to_email == "robin@example.org"


def test_one_reader_gets_other_words_and_another_nothing(workspace, mailing, three, organiser, at, play):
    ann, ben, _cat = (
        reverse("mailings:reader", args=["sharing", mailing.pk, f"person-{one.person_id}"]) for one in three
    )
    assert "Bring a pen." in read(workspace.get(ann))
    workspace.post(ann, {"body": "Dear {name}, bring two."})
    workspace.post(ben, {"body": mailing.body, "is_left_out": "on"})
    assert "They get words of their own." in read(workspace.get(ann))
    assert "They get nothing of this message." in read(workspace.get(ben))
    services.plan(mailing, by=organiser, at=at)
    play(12)
    assert sent() == ["Ann", "Cat"]
    assert Message.objects.get(to_name="Ann").text == "Dear Ann, bring two.\n"
    assert "Some people have this already." in read(workspace.post(ann, {"body": "Late"}, follow=True))


def test_words_for_one_reader_are_taken_back_and_checked(workspace, mailing, three):
    ann = reverse("mailings:reader", args=["sharing", mailing.pk, f"person-{three[0].person_id}"])
    assert "did you mean {name}?" in read(workspace.post(ann, {"body": "Dear {nmae}"}))
    workspace.post(ann, {"body": "Dear {name}!"})
    workspace.post(ann, {"body": ""})
    assert not PersonalWords.objects.exists()
    nobody = reverse("mailings:reader", args=["sharing", mailing.pk, "person-0"])
    assert workspace.get(nobody).status_code == 302
    assert str(PersonalWords(reader="person-1")) == "person-1"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"body": "Dear {nmae}"}, "{nmae} is not a placeholder: did you mean {name}?"),
        ({"subject": "{place}"}, "{place} does not fit into a subject."),
        ({"body": ""}, "Write the text of the mail."),
        ({"audience": "session"}, "Choose the session."),
        ({"audience": "group"}, "Choose the group."),
        ({"audience": "news", "body": "Dear {name}"}, "Put {unsubscribe} into the text"),
        ({"timing": "at"}, "Enter a day and an hour."),
        ({"timing": "before", "hour": "09:00"}, "Enter a number of days, for example 7."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(workspace, new, typed, said):
    answer = read(workspace.post(new, FORM | {"subject": "My own subject"} | typed))
    assert said in answer
    assert typed.get("subject", "My own subject") in answer
    assert not Mailing.objects.exists()


def test_a_session_of_another_event_is_not_on_offer(workspace, new):
    other = make_workshop(make_event(), groups=1)
    for told in (
        {"audience": "session", "session": other.pk},
        {"audience": "group", "group": other.groups.get().pk},
    ):
        workspace.post(new, FORM | told)
    assert not Mailing.objects.exists()


def test_a_group_is_named_with_its_workshop(workspace, new, event):
    workshop = make_workshop(event, groups=1, title="Why?")
    assert "Why? Table 1" in read(workspace.get(new))
    workspace.post(new, FORM | {"audience": "group", "group": workshop.groups.get().pk})
    assert Mailing.objects.get().group == workshop.groups.get()


def test_what_is_planned_is_changed_and_stays_planned(workspace, page, press, mailing, three, at):
    press("send")
    workspace.post(page, FORM | {"subject": "Later", "timing": "at", "sends_at": "2026-02-20T09:30"})
    mailing.refresh_from_db()
    assert (mailing.state, str(mailing.leaves_at)) == ("planned", "2026-02-20 09:30:00+00:00")
    too_soon = read(workspace.post(page, FORM | {"timing": "at", "sends_at": "2026-02-18T12:05"}))
    assert "less than ten minutes away" in too_soon
    workspace.post(page, FORM | {"subject": "Soon"})
    mailing.refresh_from_db()
    assert (mailing.subject, mailing.leaves_at) == ("Soon", at + timedelta(minutes=10))


def test_a_moment_is_read_on_the_clocks_of_the_event(workspace, page, event, mailing):
    type(event).objects.update(zone="America/New_York")
    workspace.post(page, FORM | {"timing": "at", "sends_at": "2026-02-20T09:30"})
    mailing.refresh_from_db()
    assert str(mailing.sends_at) == "2026-02-20 14:30:00+00:00"
    assert "2026-02-20T09:30" in read(workspace.get(page))


def test_the_overview_tells_what_goes_when_and_quiet_times(workspace, event, mailing, at):
    services.lay_out_usual(event, at=at)
    page = reverse("mailings:overview", args=["sharing"])
    told = read(workspace.get(page))
    assert "Wednesday 4 March 2026, 09:00" in told
    assert told.index("Joining instructions") < told.index("Soon:") < told.index(f"About {event.title}")
    workspace.post(page, {"quiet": "yes", "begins": "20:00", "ends": "07:00", "reason": "Night"})
    assert "Every day from 20:00 until 07:00: Night" in read(workspace.get(page))
    wrong = read(workspace.post(page, {"quiet": "yes", "begins": "20:00"}))
    assert "Enter the first and the last day, or the hours from and until." in wrong
    same = read(workspace.post(page, {"quiet": "yes", "begins": "20:00", "ends": "20:00"}))
    assert "Enter two different hours." in same
    assert "Enter a valid" not in read(workspace.post(page, {"quiet": "yes", "begins": "x"}))
    workspace.post(page, {"end": event.quiet_times.get().pk})
    assert not event.quiet_times.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_overview_costs_the_same_for_one_and_three(workspace, event, number, django_assert_num_queries):
    for _ in range(number):
        Mailing.objects.create(event=event, **WORDS)
    with django_assert_num_queries(10):
        workspace.get(reverse("mailings:overview", args=["sharing"]))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_readers(
    workspace, page, event, number, django_assert_num_queries
):
    for _ in range(number):
        make_registration(event)
    with django_assert_num_queries(16):
        workspace.get(page)


@pytest.mark.parametrize("typed", TEXT.values(), ids=TEXT)
def test_a_bad_input_is_refused_or_harmless(typed, workspace, new, three, organiser, at, play):
    answer = workspace.post(new, FORM | {"subject": typed, "body": f"{typed} {{name}}"})
    assert answer.status_code in (200, 302)
    for mailing in Mailing.objects.all():
        services.plan(mailing, by=organiser, at=at)
    play(12)
    for mail in Message.objects.all():
        assert "\n" not in mail.subject
        assert "<script" not in mail.html


def test_nobody_else_finds_the_pages(client, event, mailing, page):
    client.force_login(make_member(event, "publisher"))
    for address in (page, reverse("mailings:overview", args=["sharing"])):
        assert client.get(address).status_code == 404


def test_the_overview_and_the_list_of_mails_tell_how_far_it_is(workspace, press, mailing, three, play):
    press("send")
    play(12)
    assert "3 of 3" in read(workspace.get(reverse("mailings:overview", args=["sharing"])))
    listed = read(workspace.get(reverse("admin:messaging_message_changelist"), {"kind": "mailing"}))
    assert "3 messages" in listed
    assert listed.count("Message to many</td>") == 3


def test_words_that_hold_a_fault_are_shown_to_be_put_right_and_go_to_nobody(
    workspace, mailing, page, organiser, at
):
    Mailing.objects.filter(pk=mailing.pk).update(body="Dear {nmae}")
    mailing.refresh_from_db()
    shown = workspace.get(page)
    assert (shown.status_code, shown.context["preview"]) == (200, None)
    assert "{nmae} is not a placeholder: did you mean {name}?" in shown.content.decode()
    with pytest.raises(Refused, match=r"did you mean \{name\}"):
        services.send_test(mailing, by=organiser, at=at)
    assert emails.send_test(mailing, to=organiser, key="x", at=at) is None
    assert Message.objects.count() == 0


def test_the_list_of_delegates_leads_to_a_message_to_those_it_shows(workspace, event):
    for name, news in (("Ann", True), ("Ben", True), ("Cat", False)):
        make_registration(event, name=name, news=news)
    listed = read(workspace.get("/admin/event/sharing/delegates/?news=yes&state=confirmed"))
    assert "Write to these 2" in listed
    new = "/admin/event/sharing/messages/new/?state=confirmed&amp;news=yes"
    assert new in listed
    page = read(workspace.get(new.replace("&amp;", "&")))
    assert "Confirmed · News: Yes" in page
    assert "2 people get this" in page
    form = FORM | {"audience": "list", "filters": "news=yes&state=confirmed&evil=1"}
    address = workspace.post(new, form).url
    mailing = Mailing.objects.get()
    assert (mailing.audience, mailing.filters) == ("list", "state=confirmed&news=yes")
    assert "2 people get this" in read(workspace.get(address))
    assert "Write to" not in read(workspace.get("/admin/event/sharing/delegates/"))


def test_what_is_searched_for_is_told_in_words(workspace, event):
    make_registration(event, name="Ann")
    assert "Search: ann" in read(workspace.get("/admin/event/sharing/messages/new/?q=ann"))


def test_the_list_is_no_audience_without_a_filter(workspace, new):
    assert "as filtered" not in read(workspace.get(new))
    answer = read(workspace.post(new, FORM | {"audience": "list", "filters": "evil=1"}))
    assert "press “Write to these”" in answer
    assert not Mailing.objects.exists()
