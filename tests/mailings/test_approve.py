"""What goes to more than fifty people waits until a publisher, who has not sent it, has looked at it."""

import pytest
import time_machine
from django.urls import reverse

from dissemination.core.verdicts import Refused
from dissemination.mailings import policies, services
from dissemination.messaging.models import Message
from tests.factories import make_event, make_member, make_registration
from tests.mailings.conftest import sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Two are many here, so that a test needs no fifty people."""
    assert policies.MOST_ALONE == 50
    monkeypatch.setattr(policies, "MOST_ALONE", 2)


@pytest.fixture
def publisher(event):
    return make_member(event, "publisher", email="pat@example.org")


@pytest.fixture
def asked(mailing, three, organiser, publisher, at):
    """Sent to three, and waiting."""
    return services.plan(mailing, by=organiser, at=at)


@pytest.fixture
def page(asked):
    return reverse("mailings:approve", args=["sharing", asked.pk])


@pytest.fixture
def browse(client, at):
    """Ask for pages as somebody, three weeks before the event."""
    with time_machine.travel(at, tick=False):

        def by(user):
            client.force_login(user)
            return client

        yield by


def test_a_publisher_is_asked_by_mail_and_nothing_leaves_before_they_say_yes(asked, publisher, at, play):
    mail = Message.objects.get()
    assert (mail.to_email, mail.subject) == ("pat@example.org", "To approve: About {event}")
    assert "to 3 people" in mail.text
    assert f"/messages/{asked.pk}/approve/" in mail.text
    play(60)
    assert sent() == []
    services.approve(asked, by=publisher, at=at)
    play(0)
    assert sent() == ["Ann", "Ben", "Cat"]


def test_approved_in_time_it_still_waits_its_ten_minutes(asked, publisher, at, play):
    services.approve(asked, by=publisher, at=at)
    play(9)
    assert sent() == []
    play(1)
    assert len(sent()) == 3


def test_few_people_need_no_second_pair_of_eyes(mailing, event, organiser, publisher, at, play):
    for _ in range(2):
        make_registration(event)
    services.plan(mailing, by=organiser, at=at)
    assert services.waiting_at(event) == []
    play(10)
    assert len(sent()) == 2


def test_what_grows_over_the_number_meanwhile_waits_too(mailing, event, organiser, publisher, at, play):
    make_registration(event)
    services.plan(mailing, by=organiser, at=at)
    for _ in range(2):
        make_registration(event)
    play(10)
    assert (sent(), services.waiting_at(event)) == ([], [mailing])


def test_what_the_product_lays_out_waits_only_once_somebody_has_written_it(event, three, organiser, at, play):
    services.carry_out(at=at)
    joining = event.mailings.get(kind="joining")
    assert not services.waits(joining)
    joining.subject = "My own words"
    assert services.waits(services.keep(joining, by=organiser, at=at))


def test_other_words_are_looked_at_again(asked, organiser, publisher, at):
    services.approve(asked, by=publisher, at=at)
    asked.refresh_from_db()
    asked.body = "Something else altogether."
    services.keep(asked, by=organiser, at=at.replace(minute=1))
    assert services.waits(asked)
    assert Message.objects.filter(kind="approval").count() == 2


def test_sent_back_it_is_a_draft_with_the_reason_until_sent_again(asked, organiser, publisher, at, play):
    back = services.send_back(asked, because="Which pen?", by=publisher, at=at)
    assert (back.state, back.sent_back_because) == ("draft", "Which pen?")
    play(60)
    assert sent() == []
    assert services.plan(asked, by=organiser, at=play()).sent_back_because == ""


def test_what_was_approved_goes_to_those_who_are_new_since(asked, event, organiser, publisher, at, play):
    services.approve(asked, by=publisher, at=at)
    now = play(12)
    make_registration(event, name="Dan")
    assert not services.waits(services.plan(asked, by=organiser, at=now))


def test_sent_back_after_it_was_sent_it_is_what_it_was(asked, organiser, publisher, at):
    type(asked).objects.update(begun_at=at)
    assert services.send_back(asked, because="No", by=publisher, at=at).state == "sent"


def test_whoever_sends_it_does_not_approve_it(asked, event, organiser, publisher, at):
    event.team.create(user=organiser, role="publisher")
    for by, told in (
        (organiser, "Somebody else looks at this"),
        (make_member(event), "Only the event’s publishers"),
        (make_member(make_event(), "publisher"), "Only the event’s publishers"),
    ):
        with pytest.raises(Refused, match=told):
            services.approve(asked, by=by, at=at)
    assert [one.user for one in services.publishers(asked)] == [publisher]


def test_what_is_not_on_its_way_is_not_approved(mailing, publisher, at):
    for verb in (services.approve, lambda one, **who: services.send_back(one, because="x", **who)):
        with pytest.raises(Refused, match="not waiting"):
            verb(mailing, by=publisher, at=at)


@pytest.mark.slow
def test_a_publisher_reads_it_without_a_name_and_approves(browse, page, asked, publisher):
    path = browse(publisher).get("/admin/event/sharing/").content.decode()
    assert page in path
    shown = browse(publisher).get(page).content.decode()
    assert "Everybody who has a place: 3 people." in shown
    assert "Bring a pen." in shown
    assert "Ann@" not in shown
    done = browse(publisher).post(page, {"approve": "yes"}, follow=True).content.decode()
    assert "pat@example.org has approved this." in done
    again = browse(publisher).get("/admin/event/sharing/").content.decode()
    assert page not in again


@pytest.mark.slow
def test_a_publisher_sends_it_back_with_a_reason(browse, page, asked, organiser, publisher):
    assert "Say why." in browse(publisher).post(page, {"send_back": "yes"}).content.decode()
    browse(publisher).post(page, {"send_back": "yes", "because": "Which pen?"})
    refused = browse(publisher).post(page, {"approve": "yes"}, follow=True).content.decode()
    assert "This is not waiting for anybody." in refused
    mine = reverse("mailings:mailing", args=["sharing", asked.pk])
    assert "A publisher has sent this back: Which pen?" in browse(organiser).get(mine).content.decode()


@pytest.mark.slow
def test_the_page_says_who_is_asked_or_that_nobody_can_be(browse, asked, event, organiser, publisher):
    mine = reverse("mailings:mailing", args=["sharing", asked.pk])
    assert "Asked by mail: pat@example.org." in " ".join(browse(organiser).get(mine).content.decode().split())
    event.team.filter(role="publisher").delete()
    assert "give somebody that role" in browse(organiser).get(mine).content.decode()


@pytest.mark.slow
def test_what_few_get_is_only_read(browse, event, publisher, mailing):
    page = reverse("mailings:approve", args=["sharing", mailing.pk])
    assert "This is not waiting for anybody." in browse(publisher).get(page).content.decode()
    type(mailing).objects.update(state="planned", sends_at=event.starts_at)
    assert "needs nobody’s approval" in browse(publisher).get(page).content.decode()
