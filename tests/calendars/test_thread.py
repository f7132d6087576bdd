"""Every entry that we send is read by the diaries' own libraries, and they agree on what it says."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import icalendar
import pytest
import vobject

from tests.calendars.radicale_server import running
from tests.calendars.thread import CLOCK_CHANGES, play_a_place, play_clock_change
from tests.documents.conftest import judge  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
ROUNDS = ["REQUEST", "REQUEST", "REQUEST", "REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL"]


@pytest.fixture
def thread(at):
    return play_a_place(at)


def entry(sent):
    [event] = icalendar.Calendar.from_ical(sent.content).walk("VEVENT")
    return event


def times(sent):
    return entry(sent).start.astimezone(UTC), entry(sent).end.astimezone(UTC)


def test_the_life_of_a_place_is_a_thread_of_requests_and_cancellations(thread):
    assert [sent.method for sent in thread] == ROUNDS
    ann, ben = thread[:6], thread[6:]
    assert [{sent.to for sent in part} for part in (ann, ben)] == [{"ann@example.org"}, {"ben@example.org"}]
    assert [len({entry(sent)["UID"] for sent in part}) for part in (ann, ben)] == [1, 1]
    assert entry(ann[0])["UID"] != entry(ben[0])["UID"]
    for part in (ann, ben):
        sequences = [entry(sent)["SEQUENCE"] for sent in part]
        assert sequences == sorted(sequences)
        assert sequences[-1] > sequences[0]


def test_an_entry_names_one_organiser_for_life_and_replies_to_its_mails_follow(thread):
    ann, ben = thread[:6], thread[6:]
    named = [{(entry(sent)["ORGANIZER"], entry(sent)["ORGANIZER"].params["CN"]) for sent in part}
             for part in (ann, ben)]  # fmt: skip
    assert named == [
        {("mailto:events@example.org", "Robin Example")},
        {("mailto:kim@example.org", "Kim Example")},
    ]
    replies = [message_from_bytes(sent.mail, policy=policy.SMTP)["Reply-To"] for sent in ann]
    assert replies == ["events@example.org"] * 2 + ["kim@example.org"] * 4


def test_the_bytes_keep_the_rules_of_the_post_and_of_the_diary(thread):
    for sent in thread:
        assert sent.mail.count(b"\n") == sent.mail.count(b"\r\n")
        lines = sent.content.split(b"\r\n")
        assert b"\n" not in b"".join(lines)
        assert max(map(len, lines)) <= 75
        assert lines.count(f"METHOD:{sent.method}".encode()) == 1
        unfolded = sent.content.replace(b"\r\n ", b"").split(b"\r\n")
        assert len([line for line in unfolded if line.startswith(b"ATTENDEE")]) == 1
        mail = message_from_bytes(sent.mail, policy=policy.SMTP)
        files = [part for part in mail.walk() if part.get_content_type() == "application/ics"]
        assert [file.get_payload(decode=True) for file in files] == [sent.content]


def test_libical_finds_no_fault_and_the_same_times(thread, judge):  # noqa: F811
    for sent in thread:
        judgement = judge(sent.content)
        assert (judgement.faults, judgement.method, judgement.times) == (0, sent.method, (times(sent),))


def test_vobject_reads_the_same(thread):
    for sent in thread:
        calendar = vobject.readOne(sent.content.decode())
        calendar.validate(raiseException=True)
        read, ours = calendar.vevent, entry(sent)
        assert (calendar.method.value, read.uid.value) == (sent.method, ours["UID"])
        assert (read.dtstart.value.astimezone(UTC), read.dtend.value.astimezone(UTC)) == times(sent)
        assert read.summary.value == ours["SUMMARY"]
        assert read.location.value == ours["LOCATION"]


@pytest.mark.parametrize("change", CLOCK_CHANGES)
def test_an_event_across_a_clock_change_is_read_at_the_same_moments(at, judge, change):  # noqa: F811
    starts_at = CLOCK_CHANGES[change]
    [sent] = play_clock_change(starts_at, at)
    moments = (starts_at.astimezone(UTC), (starts_at + timedelta(hours=14)).astimezone(UTC))
    assert times(sent) == moments
    assert judge(sent.content).times == (moments,)
    read = vobject.readOne(sent.content.decode()).vevent
    assert (read.dtstart.value.astimezone(UTC), read.dtend.value.astimezone(UTC)) == moments


@pytest.mark.slow
def test_a_calendar_server_keeps_one_entry_from_first_to_last(thread, tmp_path):
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    with running(tmp_path) as diary:
        for sent in thread[:5]:
            assert diary.put(entry(sent)["UID"], sent.stored()) in (201, 204)
            [kept] = diary.between(early, late)
            [event] = icalendar.Calendar.from_ical(kept).walk("VEVENT")
            assert (event["SEQUENCE"], event.start, event["LOCATION"], event["ORGANIZER"]) == (
                entry(sent)["SEQUENCE"],
                entry(sent).start,
                entry(sent)["LOCATION"],
                "mailto:events@example.org",
            )
            start, end = times(sent)
            assert len(diary.between(start, end)) == 1
            assert diary.between(end, late) == []
        cancelled = thread[5]
        assert diary.put(entry(cancelled)["UID"], cancelled.stored()) in (201, 204)
        assert "STATUS:CANCELLED" in diary.between(early, late)[0]
        assert diary.delete(entry(cancelled)["UID"]) == 200
        assert diary.between(early, late) == []
        for sent in thread[6:]:  # of whoever took the place over
            assert diary.put(entry(sent)["UID"], sent.stored()) in (201, 204)
        assert "STATUS:CANCELLED" in diary.between(early, late)[0]


@pytest.mark.slow
def test_a_calendar_server_reads_both_clock_changes_at_their_moments(at, tmp_path):
    with running(tmp_path) as diary:
        for starts_at in CLOCK_CHANGES.values():
            sent = play_clock_change(starts_at, at)[-1]
            assert diary.put(entry(sent)["UID"], sent.stored()) == 201
            start, end = times(sent)
            before, after = timedelta(minutes=-1), timedelta(minutes=1)
            assert (start, end) == (
                starts_at.astimezone(UTC),
                (starts_at + timedelta(hours=14)).astimezone(UTC),
            )
            assert len(diary.between(end + before, end)) == len(diary.between(start, start + after)) == 1
            assert diary.between(start + 2 * before, start + before) == diary.between(end, end + after) == []
