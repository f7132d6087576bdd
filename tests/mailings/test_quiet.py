"""When nothing of a mailing leaves: certain hours of each day, certain days; what is put off comes later."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse

from dissemination.core.verdicts import Refused
from dissemination.mailings import policies, services
from dissemination.mailings.models import QuietTime
from dissemination.messaging.models import Message
from tests.factories import make_event, make_member, make_registration
from tests.mailings.conftest import MINUTE, sent

pytestmark = pytest.mark.django_db
NIGHT = {"begins": time(20, 0), "ends": time(7, 0)}
LUNCH = {"begins": time(12, 0), "ends": time(13, 0)}
ELECTION = {"first_day": date(2026, 2, 18), "last_day": date(2026, 2, 20), "reason": "Election"}


def at_hour(hour, minute=0, day=18):
    return datetime(2026, 2, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "moment", "leaves"),
    [
        ([], at_hour(21), at_hour(21)),
        ([NIGHT], at_hour(19, 59), at_hour(19, 59)),
        ([NIGHT], at_hour(20), at_hour(7, day=19)),
        ([NIGHT], at_hour(6, 59), at_hour(7)),
        ([LUNCH], at_hour(12, 30), at_hour(13)),
        ([LUNCH], at_hour(13), at_hour(13)),
        ([ELECTION], at_hour(12), at_hour(0, day=21)),
        ([ELECTION], at_hour(12, day=17), at_hour(12, day=17)),
        ([ELECTION, NIGHT], at_hour(12), at_hour(7, day=21)),
        ([NIGHT, {"begins": time(7, 0), "ends": time(8, 0)}], at_hour(23), at_hour(8, day=19)),
    ],
)
def test_mail_leaves_when_the_quiet_time_is_over(event, quiet, moment, leaves):
    assert policies.next_moment(event, [QuietTime(**one) for one in quiet], moment) == leaves


def test_quiet_times_that_leave_no_hour_do_not_stop_the_clock(event):
    half_days = [
        QuietTime(begins=time(0, 0), ends=time(12, 0)),
        QuietTime(begins=time(12, 0), ends=time(0, 0)),
    ]
    assert policies.next_moment(event, half_days, at_hour(9)) > at_hour(9)


def test_a_quiet_time_follows_the_clocks_of_the_event(event):
    event.zone = "America/New_York"
    assert policies.next_moment(event, [QuietTime(**NIGHT)], at_hour(11)) == at_hour(12)


def test_a_mailing_waits_until_it_is_over(mailing, event, three, organiser, at, play):
    services.keep_quiet(QuietTime(event=event, **LUNCH), by=organiser, at=at)
    services.plan(mailing, by=organiser, at=at)
    play(30)
    mailing.refresh_from_db()
    assert (sent(), services.progress(mailing).total, mailing.begun_at) == ([], 0, None)
    make_registration(event, name="Dan", email="dan@example.org")
    play(31)
    assert sorted(sent()) == ["Ann", "Ben", "Cat", "Dan"]


def test_what_was_approved_in_a_quiet_time_waits_as_well(mailing, event, three, organiser, at, play):
    services.plan(mailing, by=organiser, at=at - 10 * MINUTE)
    services.keep_quiet(QuietTime(event=event, **LUNCH), by=organiser, at=at)
    mailing.refresh_from_db()
    assert services.stands_at(mailing, at=at - 5 * MINUTE)[0] == at + 60 * MINUTE
    early = services.stands_at(mailing, at=at + 30 * MINUTE)
    assert early == (at + 60 * MINUTE, f"{event.spelt(at + 60 * MINUTE)}, after the quiet time")
    play(30)
    assert sent() == []
    play(30)
    assert len(sent()) == 3


def test_a_moment_that_has_passed_in_no_quiet_time_is_told_as_it_is(mailing, event, three, organiser, at):
    assert services.stands_at(mailing, at=at) == (None, "")
    services.plan(mailing, by=organiser, at=at)
    mailing.refresh_from_db()
    due = at + 10 * MINUTE
    assert services.stands_at(mailing, at=at + 30 * MINUTE) == (due, event.spelt(due))


def test_what_goes_to_those_who_are_new_since_is_told_with_its_own_moment(
    mailing, event, three, organiser, at, play
):
    services.plan(mailing, by=organiser, at=at)
    play(10)
    mailing.refresh_from_db()
    assert services.stands_at(mailing, at=at)[0] == mailing.begun_at
    services.plan(mailing, by=organiser, at=at + 60 * MINUTE)
    mailing.refresh_from_db()
    assert services.stands_at(mailing, at=at + 60 * MINUTE)[0] == at + 70 * MINUTE


@pytest.mark.parametrize("timing", ["at", "before"])
def test_what_waited_for_the_end_of_a_quiet_time_can_be_stopped_when_it_is_taken_away(
    mailing, event, three, organiser, at, play, timing
):
    mailing.timing, mailing.sends_at = timing, at + 15 * MINUTE
    mailing.days_before, mailing.hour = 21, time(12, 15)
    services.plan(mailing, by=organiser, at=at)
    quiet = services.keep_quiet(QuietTime(event=event, **LUNCH), by=organiser, at=at)
    now = play(30)
    services.end_quiet(quiet, by=organiser, at=now)
    play(9)
    assert sent() == []
    play(1)
    assert len(sent()) == 3


def test_a_quiet_time_that_held_nothing_changes_no_moment(mailing, event, three, organiser, at):
    services.plan(mailing, by=organiser, at=at)
    quiet = services.keep_quiet(QuietTime(event=event, **NIGHT), by=organiser, at=at)
    services.end_quiet(quiet, by=organiser, at=at + 5 * MINUTE)
    mailing.refresh_from_db()
    assert mailing.sends_at == at + 10 * MINUTE


@pytest.fixture
def shown(client, mailing, event, organiser):
    """What the pages say of it: its own, the list, the event's, and the publisher's."""
    publisher = make_member(event, "publisher")

    def pages():
        for who, name, given in (
            (organiser, "mailings:mailing", [mailing.pk]),
            (organiser, "mailings:overview", []),
            (organiser, "admin:event_path", []),
            (publisher, "mailings:approve", [mailing.pk]),
        ):
            client.force_login(who)
            yield client.get(reverse(name, args=["sharing", *given])).content.decode()

    return pages


def test_every_page_says_when_it_really_leaves(mailing, event, three, organiser, at, shown):
    services.keep_quiet(QuietTime(event=event, **ELECTION), by=organiser, at=at)
    leaves = f"{event.spelt(at_hour(0, day=21))}, after the quiet time"
    with time_machine.travel(at, tick=False):
        assert f"Send it on {leaves}" in next(shown())
        services.plan(mailing, by=organiser, at=at)
        assert [leaves in page for page in shown()] == [True] * 4


def test_outside_of_quiet_times_it_is_sent_in_ten_minutes(mailing, event, three, organiser, at, shown):
    services.keep_quiet(QuietTime(event=event, **NIGHT), by=organiser, at=at)
    with time_machine.travel(at, tick=False):
        assert "Send in ten minutes" in next(shown())
        services.plan(mailing, by=organiser, at=at)
        assert [event.spelt(at + 10 * MINUTE) in page for page in shown()] == [True] * 4
        assert not any("after the quiet time" in page for page in shown())


def test_what_is_in_the_outbox_already_is_put_off_too(mailing, event, three, organiser, at, play, settings):
    settings.MAILINGS_PER_MINUTE = 1
    services.plan(mailing, by=organiser, at=at)
    now = play(10)
    services.keep_quiet(QuietTime(event=event, **LUNCH), by=organiser, at=now)
    due = [row.due_at for row in Message.objects.filter(state="queued").order_by("due_at")]
    assert due == [at + 60 * MINUTE, at + 61 * MINUTE]
    play(60)
    assert sent() == ["Ann", "Ben", "Cat"]


def test_a_quiet_time_ends_when_it_is_taken_away(event, organiser, at):
    quiet = services.keep_quiet(QuietTime(event=event, **ELECTION), by=organiser, at=at)
    assert (str(quiet), str(QuietTime(**NIGHT))) == ("Election", "20:00:00")
    services.end_quiet(quiet, by=organiser, at=at)
    assert not event.quiet_times.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        NIGHT | ELECTION,
        {"begins": time(7, 0)},
        {"begins": time(7, 0), "ends": time(7, 0)},
        {"first_day": date(2026, 2, 20), "last_day": date(2026, 2, 18)},
    ],
)
def test_a_quiet_time_that_is_none_is_refused(event, organiser, at, wrong):
    with pytest.raises(Refused):
        services.keep_quiet(QuietTime(event=event, **wrong), by=organiser, at=at)


def test_only_organisers_keep_quiet(event, at):
    other = make_member(make_event())
    with pytest.raises(Refused):
        services.keep_quiet(QuietTime(event=event, **NIGHT), by=other, at=at)
    quiet = event.quiet_times.create(**NIGHT)
    with pytest.raises(Refused):
        services.end_quiet(quiet, by=other, at=at)
