"""What comes back by mail is read for what it claims, and anything else is left to a person."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dissemination.documents import returned
from dissemination.documents.returned import Bounce, Reply

REPORT = """Reporting-MTA: dns; mail.example.org

Original-Recipient: rfc822;Ann@Example.org
Final-Recipient: rfc822; Ann@Example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such person
"""
DIARY = """BEGIN:VCALENDAR
PRODID:-//Diary//EN
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
UID:7f3c
SEQUENCE:2
DTSTAMP:20260301T090000Z
DTSTART:20260311T093000Z
{attendees}
COMMENT:Sorry\\, away
END:VEVENT
END:VCALENDAR
"""
ANN = "ATTENDEE;PARTSTAT={said};CN=Ann:MAILTO:Ann@example.org"


RETURNED = {
    "headers": "Content-Type: text/rfc822-headers\n\nMessage-ID: <abc@example.org>\nSubject: Hello\n",
    "all": "Content-Type: message/rfc822\n\nMessage-ID: <abc@example.org>\nSubject: Hello\n\nHello Ann.\n",
    "empty": "Content-Type: message/rfc822\n",
    "": "Content-Type: text/plain\n\nNothing comes back.\n",
}
BOUNCE = """From: MAILER-DAEMON@mail.example.org
Content-Type: multipart/report; {kind}boundary=b

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

{report}
--b
{returned}
--b--
"""


def bounced(*, action="failed", status="5.1.1", report=REPORT, kind="delivery-status", returns="headers"):
    return BOUNCE.format(
        kind=f"report-type={kind}; " if kind else "",
        report=report.format(action=action, status=status),
        returned=RETURNED[returns],
    ).encode()


def answered(
    *, method="REPLY", said="ACCEPTED", attendees=ANN, subtype="calendar", sender="Ann <ann@example.org>"
):
    mail = EmailMessage()
    mail["From"] = sender
    mail.set_content("Ann answers.")
    diary = DIARY.format(method=method, attendees=attendees.format(said=said)).replace("\n", "\r\n")
    if subtype == "calendar":
        mail.add_alternative(diary, subtype="calendar")
    else:
        mail.add_attachment(diary.encode(), maintype="application", subtype="ics")
    return mail.as_bytes()


@pytest.mark.parametrize("returns", ["headers", "all"])
def test_a_bounce_says_which_mail_did_not_reach_whom(returns):
    assert returned.read(bounced(returns=returns)) == Bounce(
        message_id="<abc@example.org>",
        recipient="ann@example.org",
        status="5.1.1",
        diagnostic="smtp; 550 5.1.1 no such person",
        is_final=True,
    )


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2")])
def test_a_bounce_for_now_is_not_final(action, status):
    assert returned.read(bounced(action=action, status=status)).is_final is False


def test_a_report_of_success_is_no_bounce():
    assert returned.read(bounced(action="relayed", status="2.1.5")) is None


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: Hello\r\n\r\nUndelivered Mail Returned to Sender\r\nStatus: 5.1.1\r\n",
        bounced(kind="disposition-notification"),
        bounced(kind=""),
        bounced(returns=""),
        bounced(returns="empty"),
        bounced(report="nothing that is known"),
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno parts",
        answered(method="REQUEST"),
        answered(attendees=ANN + "\n" + ANN.replace("Ann", "Ben")),
        answered(attendees="SUMMARY:nobody answers"),
        answered().replace(b"UID:7f3c", b"X-NO:7f3c"),
        answered().replace(b"SEQUENCE:2", b"SEQUENCE:two"),
        b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR",
        b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n",
        b"Subject: " + b"a" * returned.MOST_BYTES,
    ],
)
def test_anything_else_is_left_to_a_person(mail):
    assert returned.read(mail) is None


@pytest.mark.parametrize("subtype", ["calendar", "ics"])
def test_a_diary_answers_for_one_attendee(subtype):
    assert returned.read(answered(subtype=subtype)) == Reply(
        uid="7f3c",
        sender="ann@example.org",
        attendee="ann@example.org",
        answer="accepted",
        sequence=2,
        comment="Sorry, away",
        is_counter=False,
        stamped_at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("said", "answer"), [("DECLINED", "declined"), ("TENTATIVE", "tentative"), ("DELEGATED", None)]
)
def test_each_answer_has_its_word(said, answer):
    assert returned.read(answered(said=said)).answer == answer


def test_a_counter_proposal_is_marked_as_one():
    assert returned.read(answered(method="COUNTER", said="TENTATIVE")).is_counter is True


@pytest.mark.parametrize("sender", ["", "nobody", "=?x?q?=41?=", '"a"@<>'])
def test_a_sender_that_is_none_is_empty(sender):
    assert (
        returned.read(
            answered(sender="Ann <ann@example.org>").replace(b"Ann <ann@example.org>", sender.encode())
        ).sender
        == ""
    )


@given(st.binary(max_size=400))
def test_no_bytes_raise(tail):
    for mail in (
        tail,
        bounced() + tail,
        bounced().replace(b"Status", tail),
        answered().replace(b"UID", tail),
    ):
        returned.read(mail)


@pytest.mark.parametrize(
    ("stamp", "read"),
    [
        (b"DTSTAMP:20260301T090000", datetime(2026, 3, 1, 9, 0, tzinfo=UTC)),
        (b"DTSTAMP;VALUE=DATE:20260301", None),
        (b"DTSTAMP:00010101T000000Z", None),
        (b"X-NO:1", None),
    ],
)
def test_when_it_was_answered_is_read_where_it_is_said(stamp, read):
    mail = answered().replace(b"DTSTAMP:20260301T090000Z", stamp)
    assert returned.read(mail).stamped_at == read


@pytest.mark.parametrize(("subtype", "words"), [("plain", "Ring me <soon>"), ("html", "Ring me")])
def test_without_a_comment_the_mails_own_text_counts(subtype, words):
    mail = (
        answered(said="DECLINED")
        .replace(b"COMMENT", b"X-NO")
        .replace(b"text/plain", f"text/{subtype}".encode())
    )
    assert returned.read(mail.replace(b"Ann answers.", b"Ring me <soon>")).comment == words
    assert returned.read(answered().replace(b"COMMENT", b"X-NO")).comment == ""


def test_a_refusal_without_any_words_has_none():
    mail = answered(said="DECLINED")
    bare = b"From: ann@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"
    calendar = mail[mail.index(b"BEGIN:VCALENDAR") : mail.index(b"END:VCALENDAR")] + b"END:VCALENDAR\r\n"
    unsaid = b"".join(line for line in calendar.splitlines(keepends=True) if not line.startswith(b"COMMENT"))
    assert returned.read(bare + unsaid).comment == ""
