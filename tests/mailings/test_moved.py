"""An event moves: what is due by that can be stopped first, and what was sent can go to everybody again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from dissemination.changes.services import cancel_event, move_event
from dissemination.core.verdicts import Refused
from dissemination.mailings import policies, services
from dissemination.messaging.models import Message
from registrations.services import cancel
from tests.factories import DAY, make_registration
from tests.mailings.conftest import MINUTE, sent, usual

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


@pytest.fixture
def move(event, organiser):
    def moved(starts_at, at):
        move_event(event, starts_at=starts_at, by=organiser, at=at)
        event.refresh_from_db()

    return moved


@pytest.fixture
def gone(event, three, play, move):
    """The joining instructions have left; three weeks on, the event is put off by two. When that was."""
    play(0)
    now = play(15 * 24 * 60)
    move(DAY + 14 * DAYS, now)
    play(0)
    return now


def test_what_becomes_due_by_a_move_waits_ten_minutes_under_a_stop(event, three, at, play, move):
    play(0)
    move(at + 3 * DAYS, at)
    play(0)
    joining = usual(event)
    assert (joining.leaves_at, joining.state) == (at + 10 * MINUTE, "planned")
    play(9)
    assert sent() == []
    play(1)
    assert sent() == ["Ann", "Ben", "Cat"]


def test_it_can_be_stopped_before_the_clock_has_seen_the_move(event, three, organiser, at, play, move):
    play(0)
    move(at + 3 * DAYS, at)
    services.stop(usual(event), by=organiser, at=at)
    play(30)
    assert (sent(), usual(event).state) == ([], "draft")


def test_another_move_to_a_later_day_lets_it_wait_until_then(event, three, at, play, move):
    play(0)
    move(at + 3 * DAYS, at)
    play(0)
    move(at + 30 * DAYS, at)
    play(5)
    joining = usual(event)
    assert (joining.leaves_at > at + 20 * DAYS, joining.not_before) == (True, None)


def test_what_was_planned_before_starts_were_noted_leaves_at_its_moment(event, three, at, play):
    play(0)
    event.mailings.update(for_start=None)
    play(14 * 24 * 60)
    assert sent() == ["Ann", "Ben", "Cat"]


def test_what_was_sent_for_the_old_day_goes_to_everybody_again_in_time_for_the_new(
    event, organiser, gone, play
):
    joining = usual(event)
    assert (joining.state, joining.is_of_another_date) == ("sent", True)
    again = services.send_anew(joining, by=organiser, at=gone)
    assert (again.state, again.leaves_at) == ("planned", datetime(2026, 3, 18, 9, tzinfo=UTC))
    play(14 * 24 * 60)
    joining.refresh_from_db()
    assert sent() == ["Ann", "Ben", "Cat"] * 2
    assert services.progress(joining) == services.Progress(3, 3, 0, 0)
    with pytest.raises(Refused, match="has not moved since"):
        services.send_anew(joining, by=organiser, at=gone)


def test_what_counts_the_days_to_an_event_waits_for_its_new_date(event, three, at, play):
    play(0)
    joining = usual(event)
    assert policies.may_begin(joining, at=joining.leaves_at)
    joining.event.postponed_at = at
    assert not policies.may_begin(joining, at=joining.leaves_at)


def test_what_was_sent_goes_to_nobody_again_while_there_is_no_date(event, organiser, gone):
    joining = usual(event)
    joining.event.postponed_at = gone
    verdict = policies.may_send_anew(joining, by=organiser)
    assert "once it has a new date" in verdict.reason


def test_where_that_moment_has_passed_it_goes_in_ten_minutes(event, organiser, three, play, move):
    play(0)
    now = play(15 * 24 * 60)
    make_registration(event, name="Dan")
    services.plan(usual(event), by=organiser, at=now)
    now = play(12)
    move(now + 3 * DAYS, now)
    assert services.send_anew(usual(event), by=organiser, at=now).leaves_at == now + 10 * MINUTE
    play(10)
    assert sent() == ["Ann", "Ben", "Cat", "Dan", "Ann", "Ben", "Cat", "Dan"]


def test_what_was_sent_at_a_press_is_not_sent_to_everybody_again(mailing, three, organiser, at, play, move):
    services.plan(mailing, by=organiser, at=at)
    now = play(12)
    move(DAY + 7 * DAYS, now)
    mailing.refresh_from_db()
    with pytest.raises(Refused, match="days before an event"):
        services.send_anew(mailing, by=organiser, at=now)


@pytest.fixture
def read(client, organiser, event):
    client.force_login(organiser)

    def page(name, *more, at):
        with time_machine.travel(at, tick=False):
            answer = client.get(reverse(name, args=[event.slug, *more]))
        return " ".join(answer.content.decode().split())

    return page


def test_the_pages_offer_to_send_it_again(client, event, gone, read):
    joining = usual(event)
    assert "The event has moved since: send it again?" in read("mailings:overview", at=gone)
    assert "Sent before the event moved" in read("admin:event_path", at=gone)
    page = read("mailings:mailing", joining.pk, at=gone)
    assert "It takes place on Wednesday 25 March 2026, 09:30 to 16:30 now." in page
    with time_machine.travel(gone, tick=False):
        press = reverse("mailings:act", args=[event.slug, joining.pk])
        answer = client.post(press, {"verb": "anew"}, follow=True).content.decode()
    assert "Everybody gets it again." in answer
    assert "This leaves on Wednesday 18 March 2026, 09:00" in " ".join(answer.split())
    assert "Sent before the event moved" not in read("admin:event_path", at=gone)


def test_the_page_says_why_it_leaves_so_soon(event, three, at, play, move, read):
    play(0)
    move(at + 3 * DAYS, at)
    play(0)
    page = read("mailings:mailing", usual(event).pk, at=at)
    assert "This leaves on Wednesday 18 February 2026, 12:10, to 3 people." in page
    assert "The event has moved, or a quiet time was ended, and by that its moment has come." in page


def test_nothing_of_a_cancelled_event_is_said_to_leave(event, three, organiser, at, play, read):
    play(0)
    cancel_event(event, reason="Snow", by=organiser, at=at)
    page = read("mailings:mailing", usual(event).pk, at=at)
    assert "The event has been cancelled: nothing of this leaves." in page
    assert "leaves on" not in page
    overview = read("mailings:overview", at=at)
    assert "Never: the event is cancelled" in overview
    assert "Will be sent" not in overview
    assert "What will be sent" not in read("admin:event_path", at=at)


def test_who_did_not_get_it_are_those_of_this_mailing_alone(client, event, gone, organiser, read):
    joining = usual(event)
    Message.objects.filter(kind=joining.message_kind, to_name="Ann").update(
        state="failed", last_error="Full."
    )
    cancel(event.registrations.get(name="Ben"), at=gone)
    Message.objects.filter(kind="cancelled").update(state="failed", subject="Something else")
    assert Message.objects.not_arrived().count() == 2
    page = client.get(reverse("mailings:mailing", args=[event.slug, joining.pk])).content.decode()
    start = page.index(reverse("admin:messaging_message_changelist"))
    address = page[start : page.index('"', start)].replace("&amp;", "&")
    listed = client.get(address).content.decode()
    assert "This one message to many" in listed
    assert ("Before you come: Sharing day" in listed, "Something else" in listed) == (True, False)
    assert "1 message" in listed
