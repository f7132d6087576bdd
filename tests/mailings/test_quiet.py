"""When nothing of a mailing leaves: certain hours of each day, certain days; what is put off comes later."""

from datetime import UTC, date, datetime, time

import pytest

from dissemination.core.verdicts import Refused
from dissemination.mailings import policies, services
from dissemination.mailings.models import QuietTime
from dissemination.messaging.models import Message
from tests.factories import make_event, make_member
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
    assert (sent(), services.progress(mailing).open) == ([], 3)
    play(31)
    assert len(sent()) == 3


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
