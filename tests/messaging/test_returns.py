"""What comes back by mail: bounces stop further mail, diaries answer, forgeries change nothing."""

import imaplib
import mailbox as boxes
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dissemination.messaging import delivery, diary, letterbox, returns, services, tasks
from dissemination.messaging.models import Addressee, Invitation, Message
from tests.documents.test_returned import ANN, answered, bounced
from tests.factories import DAY, make_event, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(post):
    """A mail to Ann that has left, under the Message-ID that the bounces of these tests name."""
    message = post()
    Message.objects.update(message_id="<abc@example.org>", state="sent", sent_at=DAY)
    return message


def _occasion(event):
    return diary.Occasion(
        entry_key="registration:1:1",
        event=event,
        email="ann@example.org",
        name="Ann Archer",
        summary="Sharing day",
        location="Harbour Hall",
        starts_at=DAY,
        ends_at=DAY + timedelta(hours=1),
    )


@pytest.fixture
def entry(at):
    """Ann's diary entry: UID 7f3c, at sequence 2."""
    diary.request(_occasion(make_event()), at=at)
    Invitation.objects.update(uid="7f3c", sequence=2)
    return Invitation.objects.get()


@pytest.fixture
def folder(settings, tmp_path):
    """A Maildir as the returns mailbox."""
    settings.RETURNS_URL = f"maildir://{tmp_path}/returns"
    return boxes.Maildir(tmp_path / "returns")


def test_a_bounce_marks_its_message_and_stops_further_mail(sent, post, at, mailbox):
    assert returns.take_in(bounced(), at=at) is True
    sent.refresh_from_db()
    assert (sent.state, sent.last_error) == ("bounced", "5.1.1 smtp; 550 5.1.1 no such person")
    assert Addressee.objects.get().unreachable_at == at
    later = post(key="greeting:2")
    assert delivery.deliver_due(at=at) == 0
    later.refresh_from_db()
    assert (later.state, later.last_error) == (
        "failed",
        "Not sent: mail to this address came back. Correct it, or lift the stop on it.",
    )


def test_the_same_bounce_twice_changes_nothing_more(sent, at):
    returns.take_in(bounced(), at=at)
    assert returns.take_in(bounced(), at=at + timedelta(days=1)) is True
    assert Addressee.objects.get().unreachable_at == at


def test_a_full_mailbox_bounces_one_mail_and_stops_none(sent, at):
    assert returns.take_in(bounced(status="5.2.2"), at=at) is True
    sent.refresh_from_db()
    assert (sent.state, Addressee.objects.count()) == ("bounced", 0)


def test_a_delay_is_noted_and_nothing_else(sent, at):
    assert returns.take_in(bounced(action="delayed", status="4.4.1"), at=at) is True
    sent.refresh_from_db()
    assert (sent.state, sent.last_error) == ("sent", "4.4.1 smtp; 550 5.1.1 no such person")


def test_a_bounce_of_somebody_elses_mail_is_left_to_a_person(sent, at):
    Message.objects.update(message_id="<other@example.org>")
    assert returns.take_in(bounced(), at=at) is False
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_a_letter_from_a_person_is_left_to_a_person(at):
    assert returns.take_in(b"Subject: Where is the car park?\r\n\r\nDear team\r\n", at=at) is False


STAMPED = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)  # as the diary of these tests says


def wordless(**said):
    return answered(**said).replace(b"COMMENT:Sorry\\, away", b"X-NO:x").replace(b"Ann answers.", b"")


@pytest.mark.parametrize(
    ("said", "answer"), [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")]
)
def test_a_diarys_answer_stands_at_its_entry(entry, at, said, answer):
    assert returns.take_in(wordless(said=said), at=at) is True
    entry.refresh_from_db()
    assert (entry.answer, entry.answered_at, entry.proposal) == (answer, STAMPED, "")


@pytest.mark.parametrize(
    ("mail", "answer", "words"),
    [
        (answered(said="DECLINED"), "declined", "Sorry, away"),
        (answered(), "accepted", "Sorry, away"),
        (answered(said="DELEGATED"), "", "Sorry, away"),
        (answered(said="DECLINED").replace(b"COMMENT", b"X-NO"), "declined", "Ann answers."),
    ],
)
def test_words_beside_an_answer_are_kept_and_reach_a_person(entry, at, mail, answer, words):
    assert returns.take_in(mail, at=at) is False
    entry.refresh_from_db()
    assert (entry.answer, entry.proposal) == (answer, words)


def test_what_answers_nothing_is_left_to_a_person(entry, at):
    assert returns.take_in(wordless(said="DELEGATED"), at=at) is False


def test_the_newest_answer_stands_in_whatever_order_they_come(entry, at):
    later = wordless(said="DECLINED").replace(b"DTSTAMP:20260301", b"DTSTAMP:20260302")
    assert returns.take_in(later, at=at) is True
    assert returns.take_in(wordless(), at=at + timedelta(hours=1)) is False
    entry.refresh_from_db()
    assert (entry.answer, entry.answered_at) == ("declined", at)


def test_an_older_proposal_stands_over_no_newer_answer(entry, at):
    returns.take_in(wordless().replace(b"DTSTAMP:20260301", b"DTSTAMP:20260302"), at=at)
    older = answered(method="COUNTER", said="TENTATIVE")
    assert returns.take_in(older, at=at + timedelta(hours=1)) is False
    entry.refresh_from_db()
    assert (entry.answer, entry.proposal) == ("accepted", "")


def test_an_answer_from_a_year_that_no_clock_shows_counts_from_when_it_came(entry, at):
    assert returns.take_in(wordless().replace(b"20260301T090000Z", b"00010101T000000Z"), at=at) is True
    entry.refresh_from_db()
    assert (entry.answer, entry.answered_at) == ("accepted", at)


def test_an_answer_to_the_old_time_is_no_answer_to_the_new_one(entry, at):
    occasion = _occasion(entry.event)
    returns.take_in(wordless(), at=at)
    diary.request(occasion, at=at)
    assert Invitation.objects.get().answer == "accepted"
    diary.request(replace(occasion, starts_at=DAY - timedelta(hours=1)), at=at)
    entry.refresh_from_db()
    assert (entry.answer, entry.answered_at, entry.sequence) == ("", None, 4)


def test_a_counter_proposal_waits_for_a_person(entry, at):
    assert returns.take_in(answered(method="COUNTER", said="DELEGATED"), at=at) is False
    entry.refresh_from_db()
    assert (entry.answer, entry.proposal) == ("", "2026-03-11 09:30 UTC Sorry, away")
    assert entry.is_counter
    assert list(Invitation.objects.unsettled()) == [entry]


def test_words_beside_an_answer_propose_nothing(entry, at):
    returns.take_in(answered(), at=at)
    entry.refresh_from_db()
    assert (entry.proposal, entry.is_counter) == ("Sorry, away", False)


def test_new_words_are_open_again(entry, at):
    returns.take_in(answered(method="COUNTER"), at=at)
    organiser = make_member(entry.event)
    services.settle(entry, by=organiser, at=at)
    assert (list(Invitation.objects.unsettled()), list(Invitation.objects.settled())) == ([], [entry])
    returns.take_in(answered(), at=at)
    entry.refresh_from_db()
    assert (entry.settled_at, entry.settled_by, entry.is_counter) == (None, None, False)


def test_however_much_a_diary_says_beside_its_proposal_the_mails_after_it_are_read(entry, at):
    mail = answered(method="COUNTER").replace(b"away", b"x" * 5000)
    assert returns.take_in(mail, at=at) is False
    entry.refresh_from_db()
    assert entry.proposal == f"2026-03-11 09:30 UTC Sorry, {'x' * 371}…"


@pytest.mark.parametrize(
    "mail",
    [
        answered(sender="Eve <eve@example.org>"),
        answered(attendees=ANN.replace("Ann", "Eve")),
        answered(sender="eve@example.org", attendees=ANN.replace("Ann", "Eve")),
        answered().replace(b"SEQUENCE:2", b"SEQUENCE:1"),
        answered().replace(b"UID:7f3c", b"UID:7f3d"),
    ],
)
def test_a_forged_or_outdated_answer_changes_nothing(entry, at, mail):
    assert returns.take_in(mail, at=at) is False
    entry.refresh_from_db()
    assert (entry.answer, entry.answered_at) == ("", None)


def test_an_answer_to_a_withdrawn_entry_changes_nothing(entry, at):
    Invitation.objects.update(is_withdrawn=True)
    assert returns.take_in(answered(), at=at) is False


def test_the_mailbox_is_read_once_and_letters_stay_for_people(sent, folder, at):
    folder.add(bounced())
    folder.add(b"Subject: Where is the car park?\r\n\r\nDear team\r\n")
    assert returns.take_in_all(at=at) == 1
    assert sorted(mail.get_flags() for mail in folder) == ["F", "S"]
    assert returns.take_in_all(at=at) == 0


def test_the_worker_reads_the_mailbox(sent, folder):
    folder.add(bounced())
    tasks.read_returns()
    sent.refresh_from_db()
    assert sent.state == "bounced"


def test_without_a_mailbox_nothing_is_read(at, settings):
    settings.RETURNS_URL = ""
    assert returns.take_in_all(at=at) == 0


@pytest.mark.parametrize("url", ["imap://127.0.0.1:1/INBOX", "imap+ssl://a:b@127.0.0.1:1"])
def test_a_mailbox_that_cannot_be_reached_says_so(at, settings, url):
    settings.RETURNS_URL = url
    with pytest.raises(letterbox.Unreachable, match=r"The returns mailbox at 127\.0\.0\.1 says: "):
        returns.take_in_all(at=at)


class _Server:
    """As much of an IMAP server as is asked: one folder of mails and their flags."""

    def __init__(self, mails):
        self.mails, self.flags, self.said = mails, {}, []

    def __call__(self, host, port, timeout):
        self.said.append((host, port))
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.said.append("logout")

    def login(self, name, password):
        self.said.append((name, password))

    def select(self, folder):
        self.said.append(folder)

    def uid(self, command, *words):
        if command == "SEARCH":
            return "OK", [b" ".join(b"%d" % n for n in self.mails if n not in self.flags)]
        if command == "FETCH":
            return "OK", [(b"head", self.mails[int(words[0])]), b")"]
        self.flags[int(words[0])] = words[1:]
        return "OK", []


def test_an_imap_server_is_asked_in_its_own_language(sent, at, settings, monkeypatch):
    server = _Server({3: bounced(), 5: b"Subject: Hello\r\n\r\nHello\r\n"})
    monkeypatch.setattr(imaplib, "IMAP4_SSL", server)
    settings.RETURNS_URL = "imap+ssl://events%40example.org:secret%2F@mail.example.org/Returns"
    assert returns.take_in_all(at=at) == 1
    assert server.said == [
        ("mail.example.org", 993),
        ("events@example.org", "secret/"),
        "Returns",
        "logout",
    ]
    assert server.flags == {3: ("+FLAGS", r"(\Seen)"), 5: ("+FLAGS", r"(\Flagged)")}
    assert returns.take_in_all(at=at) == 0


def test_a_new_no_without_words_is_open_again(entry, at):
    returns.take_in(wordless(said="DECLINED"), at=at)
    services.settle(entry, by=make_member(entry.event), at=at)
    assert list(Invitation.objects.to_be_heard()) == []
    returns.take_in(wordless(said="DECLINED"), at=at)
    assert list(Invitation.objects.to_be_heard()) == [entry]
