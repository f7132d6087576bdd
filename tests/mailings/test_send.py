"""A mailing leaves after ten minutes or at its moment, to everybody once, and can be held at any time."""

import sys
from datetime import UTC, datetime, time, timedelta

import pytest

from dissemination.changes.services import cancel_event
from dissemination.core.verdicts import Refused
from dissemination.mailings import emails, services
from dissemination.mailings.models import Mailing
from dissemination.messaging import delivery, leases, lookup, texts
from dissemination.messaging.models import Message
from dissemination.messaging.services import send_again
from tests.factories import make_event, make_member, make_registration, make_user
from tests.mailings.conftest import MINUTE, SECOND, sent, usual

pytestmark = pytest.mark.django_db


def test_a_mailing_leaves_ten_minutes_after_it_was_sent_and_not_before(mailing, three, organiser, at, play):
    services.plan(mailing, by=organiser, at=at)
    play(9)
    assert sent() == []
    play(1)
    mailing.refresh_from_db()
    assert (sent(), mailing.state) == (["Ann", "Ben", "Cat"], "sent")
    mail = Message.objects.get(to_name="Ann")
    assert (mail.subject, mail.method, mail.calendar) == ("About Sharing day", "", "")
    assert mail.text.startswith("Dear Ann,\n\nBring a pen.\n\nOpen my place:\nhttp")
    assert mail.text.count("\n\n") == 2


def test_pressed_again_it_is_refused_and_goes_once(mailing, three, organiser, at, play):
    services.plan(mailing, by=organiser, at=at)
    with pytest.raises(Refused):
        services.plan(mailing, by=organiser, at=at)
    play(12)
    play(12)
    assert sorted(sent()) == ["Ann", "Ben", "Cat"]


def test_whoever_is_new_can_be_sent_it_too(mailing, three, organiser, event, at, play):
    services.plan(mailing, by=organiser, at=at)
    now = play(12)
    make_registration(event, name="Dan")
    services.plan(mailing, by=organiser, at=now)
    play(12)
    assert sorted(sent()) == ["Ann", "Ben", "Cat", "Dan"]


def test_sending_it_again_can_be_taken_back(mailing, three, organiser, at, play):
    services.plan(mailing, by=organiser, at=at)
    services.plan(mailing, by=organiser, at=play(12))
    assert services.stop(mailing, by=organiser, at=at).state == "sent"


def test_stop_within_ten_minutes_makes_it_a_draft_again(mailing, three, organiser, at, play):
    services.plan(mailing, by=organiser, at=at)
    assert services.stop(mailing, by=organiser, at=at + 9 * MINUTE).state == "draft"
    play(30)
    assert (sent(), Message.objects.count()) == ([], 0)


def test_whoever_stops_it_as_it_is_about_to_begin_has_the_last_word(mailing, three, organiser, at):
    services.plan(mailing, by=organiser, at=at)
    as_the_worker_read_it = Mailing.objects.get(pk=mailing.pk)
    services.stop(mailing, by=organiser, at=at + 9 * MINUTE)
    services.go_on(as_the_worker_read_it, emails.Post, at=at + 10 * MINUTE)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.begun_at, Message.objects.count()) == ("draft", None, 0)


def test_stop_half_way_keeps_the_rest_from_leaving(mailing, three, organiser, at, play, settings):
    settings.MAILINGS_PER_MINUTE = 1
    services.plan(mailing, by=organiser, at=at)
    now = play(10)
    assert services.stop(mailing, by=organiser, at=now).state == "stopped"
    play(30)
    assert sent() == ["Ann"]
    far = services.progress(mailing)
    assert (far.total, far.sent, far.failed, far.open) == (3, 1, 2, 0)
    for again in (services.plan, services.stop):
        with pytest.raises(Refused):
            again(mailing, by=organiser, at=now)


def test_paused_it_waits_and_goes_on_at_the_same_pace(mailing, three, organiser, at, play, settings):
    settings.MAILINGS_PER_MINUTE = 1
    services.plan(mailing, by=organiser, at=at)
    now = play(10)
    services.pause(mailing, by=organiser, at=now)
    now = play(60)
    assert (sent(), services.progress(mailing).open) == (["Ann"], 2)
    services.resume(mailing, by=organiser, at=now)
    play(0)
    assert sent() == ["Ann", "Ben"]
    play(1)
    mailing.refresh_from_db()
    assert (sent(), mailing.state) == (["Ann", "Ben", "Cat"], "sent")


@pytest.mark.parametrize(("verb", "state"), [("stop", "cancelled"), ("pause", "held")])
def test_what_a_worker_has_in_hand_does_not_leave_either(under_way, organiser, at, play, verb, state):
    mailing, mails, now = under_way
    getattr(services, verb)(mailing, by=organiser, at=now)
    leases.give_back(mails, why="timed out")
    play(60)
    assert (sent(), set(Message.objects.values_list("state", flat=True))) == ([], {state})


@pytest.mark.parametrize("verb", ["stop", "pause"])
def test_nothing_of_a_stopped_or_paused_mailing_is_sent_once_more(under_way, organiser, verb):
    mailing, _, now = under_way
    first = Message.objects.first()
    Message.objects.filter(pk=first.pk).update(state="sent", sent_at=now)
    getattr(services, verb)(mailing, by=organiser, at=now)
    for mail in Message.objects.exclude(state="held"):
        with pytest.raises(Refused, match=r"paused, stopped or not finished|was held back"):
            send_again(mail, by=organiser, at=now)


def test_what_is_sent_once_more_is_counted_once(mailing, three, organiser, at, play):
    services.plan(mailing, by=organiser, at=at)
    now = play(12)
    copy = send_again(Message.objects.first(), by=organiser, at=now)
    play(1)
    copy.refresh_from_db()
    assert copy.state == "sent"
    assert send_again(copy, by=organiser, at=now).kind == copy.kind == f"mailing {mailing.pk} again"
    assert services.progress(mailing) == services.Progress(3, 3, 0, 0)
    assert services.progress_of(mailing.event)[mailing.message_kind].total == 3


def test_what_the_mail_server_may_have_is_the_same_to_the_byte_after_a_pause(
    mailing, three, organiser, at, settings, tmp_path, monkeypatch
):
    """Promise P6: a worker dies between hand-over and mark, and the mailing is paused and goes on."""
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "dissemination.messaging.mailbox.EmailBackend", tmp_path
    now = at + 10 * MINUTE
    services.plan(mailing, by=organiser, at=at)
    services.carry_out(at=now)
    with monkeypatch.context() as dying:
        dying.setattr(delivery, "_mark_sent", lambda mail, at: sys.exit())
        with pytest.raises(SystemExit):
            delivery.deliver_due(at=now + MINUTE)
    services.pause(mailing, by=organiser, at=now + 2 * MINUTE)
    services.resume(mailing, by=organiser, at=now + 60 * MINUTE)
    monkeypatch.setattr(lookup, "was_accepted", lambda message_id: False)
    delivery.deliver_due(at=now + 70 * MINUTE)
    first, *others = [path.read_bytes() for path in sorted(tmp_path.glob("*.eml"))]
    assert (len(others), others.count(first)) == (3, 1)


@pytest.fixture
def under_way(mailing, three, organiser, at):
    """A mailing, its mails in the hands of a worker whose mail server does not answer, and the time."""
    now = at + 10 * MINUTE
    services.plan(mailing, by=organiser, at=at)
    services.carry_out(at=now)
    return mailing, leases.take(at=now + MINUTE), now + MINUTE


@pytest.mark.parametrize("verb", ["stop", "pause"])
def test_a_worker_looks_again_before_each_mail_of_a_mailing(mailing, three, organiser, at, monkeypatch, verb):
    now = at + 10 * MINUTE
    services.plan(mailing, by=organiser, at=at)
    services.carry_out(at=now)
    hand_over, gone = delivery.Server.hand_over, []

    def stopped_meanwhile(self, mail):
        hand_over(self, mail)
        gone.append(mail.to_name)
        getattr(services, verb)(mailing, by=organiser, at=now)

    monkeypatch.setattr(delivery.Server, "hand_over", stopped_meanwhile)
    delivery.deliver_due(at=now + MINUTE)
    assert (len(gone), sent()) == (1, gone)


def test_what_is_let_go_while_a_worker_has_it_in_hand_waits_until_that_is_over(under_way, organiser):
    mailing, _, now = under_way
    services.pause(mailing, by=organiser, at=now)
    services.resume(mailing, by=organiser, at=now)
    assert delivery.deliver_due(at=now + 25 * SECOND) == 0
    assert delivery.deliver_due(at=now + 31 * SECOND) == 3


def test_paused_before_everything_was_written_it_is_written_afterwards(mailing, three, organiser, at, play):
    services.plan(mailing, by=organiser, at=at)
    Mailing.objects.update(state="sending", begun_at=at)
    stale = Mailing.objects.select_related("event__venue", "event__project").get()
    services.pause(mailing, by=organiser, at=at)
    services.write_all(stale, emails.Post, at=at)
    assert Message.objects.count() == 0
    services.resume(mailing, by=organiser, at=at)
    play(1)
    assert sorted(sent()) == ["Ann", "Ben", "Cat"]


def test_a_worker_that_was_killed_half_way_is_followed_by_another(mailing, three, organiser, at, play):
    services.plan(mailing, by=organiser, at=at)
    play(12)
    Mailing.objects.filter(kind="own").update(state="sending", written_at=None)
    Message.objects.filter(to_name="Ben").delete()
    play(1)
    assert sorted(sent()) == ["Ann", "Ben", "Cat"]


def test_it_leaves_at_a_day_and_hour(mailing, three, organiser, at, play):
    Mailing.objects.update(timing="at", sends_at=at + 40 * MINUTE)
    mailing.refresh_from_db()
    services.plan(mailing, by=organiser, at=at)
    play(39)
    assert sent() == []
    play(2)
    assert len(sent()) == 3


def test_it_leaves_some_days_before_the_event_also_when_that_moves(mailing, event, three, organiser, at):
    Mailing.objects.update(timing="before", days_before=3, hour=time(9, 0))
    mailing.refresh_from_db()
    assert mailing.leaves_at == datetime(2026, 3, 8, 9, 0, tzinfo=UTC)
    mailing.event.starts_at += timedelta(days=20)  # over the change of the clocks
    assert mailing.leaves_at == datetime(2026, 3, 28, 9, 0, tzinfo=UTC)
    mailing.event.starts_at += timedelta(days=1)
    assert mailing.leaves_at == datetime(2026, 3, 29, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "moment", [{"sends_at": None}, {"timing": "at"}, {"timing": "before", "days_before": 30}]
)
def test_a_moment_that_has_passed_is_refused(mailing, organiser, at, moment):
    values = {"timing": "at", "sends_at": at + 5 * MINUTE, "hour": time(9, 0)} | moment
    for name, value in values.items():
        setattr(mailing, name, value)
    mailing.save()
    with pytest.raises(Refused):
        services.plan(mailing, by=organiser, at=at)


def test_nothing_is_sent_for_a_draft_or_a_cancelled_event(mailing, event, organiser, at):
    for values in ({"state": "draft"}, {"state": "open", "cancelled_at": at}):
        type(event).objects.update(**values)
        with pytest.raises(Refused):
            services.plan(mailing, by=organiser, at=at)


def test_an_event_that_is_cancelled_takes_its_reminder_with_it(
    mailing, event, three, organiser, at, play, settings
):
    settings.MAILINGS_PER_MINUTE = 1
    services.plan(mailing, by=organiser, at=at)
    now = play(10)
    cancel_event(event, reason="Snow", by=organiser, at=now)
    play(5)
    assert sent() == ["Ann"]
    assert {row.last_error for row in Message.objects.filter(state="cancelled")} == {
        "Not sent: the event has been cancelled."
    }


def test_a_planned_mailing_of_a_cancelled_event_does_not_begin(mailing, event, three, organiser, at, play):
    services.plan(mailing, by=organiser, at=at)
    cancel_event(event, reason="Snow", by=organiser, at=at)
    play(30)
    assert sent() == []


def test_a_sign_in_code_leaves_before_a_mailing(mailing, three, organiser, at):
    services.plan(mailing, by=organiser, at=at)
    services.carry_out(at=at + 10 * MINUTE)
    late = at + 20 * MINUTE
    Message.objects.create(
        key="code",
        kind="sign-in",
        to_email="a@x.org",
        subject="Code",
        text="1",
        message_id="<1>",
        dated_at=late,
        due_at=late,
    )
    assert leases.take(at=late)[0].key == "code"


def test_only_organisers_send_and_hold(mailing, event, at):
    for by in (make_user(), make_member(make_event()), make_member(event, "publisher")):
        for verb in (services.plan, services.stop, services.pause, services.resume, services.send_test):
            with pytest.raises(Refused):
                verb(mailing, by=by, at=at)


def test_a_test_goes_to_whoever_asks_with_their_own_name(mailing, organiser, at):
    services.send_test(mailing, by=organiser, at=at)
    mail = Message.objects.get()
    assert (mail.to_email, mail.subject) == ("robin@example.org", "Test: About Sharing day")
    assert "Dear robin@\u200bexample.\u200borg," in mail.text
    assert "/events/sharing/" in mail.text


def test_joining_instructions_and_a_reminder_are_laid_out_once(event, three, at, play):
    services.carry_out(at=at)
    services.carry_out(at=at)
    assert event.mailings.count() == 2
    assert [str(usual(event, kind).leaves_at) for kind in ("joining", "reminder")] == [
        "2026-03-04 09:00:00+00:00",
        "2026-03-10 09:00:00+00:00",
    ]
    assert str(usual(event)) == "Before you come: {event}"
    play(14 * 24 * 60)
    mail = Message.objects.filter(is_bulk=True).first()
    assert (mail.subject, mail.state) == ("Before you come: Sharing day", "sent")
    for words in (
        "Getting there\n",
        "Trams stop",
        "Side entrance.",
        "call 01632 960111",
        "/programme/",
        "/places/",
    ):
        assert words in mail.text


def test_what_is_too_late_for_an_event_is_a_draft(event):
    late = event.starts_at - timedelta(days=3)
    services.lay_out_usual(event, at=late)
    assert [usual(event, kind).state for kind in ("joining", "reminder")] == ["draft", "planned"]


def test_what_is_switched_off_stays_off(event, three, organiser, at, play):
    services.carry_out(at=at)
    services.stop(usual(event), by=organiser, at=at)
    play(14 * 24 * 60)
    assert sent() == []


def test_what_is_not_written_yet_is_not_sent(mailing, event, organiser, at):
    mailing.body = texts.words_of("mailings/own", event).body
    mailing.save()
    with pytest.raises(Refused, match="Write your message first"):
        services.plan(mailing, by=organiser, at=at)
