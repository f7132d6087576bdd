"""The bytes of a mail, as a mail server and a diary read them."""

from email import message_from_bytes, policy
from email.errors import HeaderParseError

import pytest

from dissemination.messaging import mime
from dissemination.messaging.models import Message
from dissemination.messaging.outbox import CalendarPart, Recipient
from dissemination.messaging.texts import Letter

pytestmark = pytest.mark.django_db

ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def parsed(message):
    return message_from_bytes(mime.as_bytes(message), policy=policy.SMTP)


def shape(part):
    if part.is_multipart():
        return (part.get_content_type(), [shape(inner) for inner in part.iter_parts()])
    return part.get_content_type()


def test_a_plain_mail_has_a_text_and_a_matching_letter(post):
    assert shape(parsed(post())) == ("multipart/alternative", ["text/plain", "text/html"])


def test_a_mail_without_a_letter_is_plain_text(post):
    assert shape(parsed(post(letter=Letter("Hello", "Hello\n", "")))) == "text/plain"


def test_an_invitation_has_the_entry_beside_the_text_and_as_a_file(post):
    mail = parsed(post(calendar=CalendarPart("REQUEST", ICS)))
    assert shape(mail) == (
        "multipart/mixed",
        [("multipart/alternative", ["text/plain", "text/html", "text/calendar"]), "application/ics"],
    )
    beside, attached = [
        part for part in mail.walk() if part.get_content_type() in ("text/calendar", "application/ics")
    ]
    assert beside.get_param("method") == "REQUEST"
    assert beside.get_payload(decode=True) == attached.get_payload(decode=True) == ICS


def test_a_second_try_sends_the_same_bytes(post):
    message = post(calendar=CalendarPart("REQUEST", ICS))
    assert mime.as_bytes(message) == mime.as_bytes(Message.objects.get())


def test_every_line_ends_with_cr_lf(post):
    raw = mime.as_bytes(post(calendar=CalendarPart("REQUEST", ICS)))
    assert raw.count(b"\n") == raw.count(b"\r\n")


@pytest.mark.parametrize(
    "name", ['O"Brien; Ann, \\ back', "Ann\r\nBcc: all@example.org", "Ånn Żółć", "李 小龍"]
)
def test_any_name_stays_one_header(post, name):
    mail = parsed(post(to=Recipient("ann@example.org", name), letter=Letter(name, "Hello\n", "")))
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].addr_spec == "ann@example.org"
    assert mail["Subject"] == " ".join(name.split())


BREAKS = ["\r\n", "\n", "\r", "\r\n\t", "\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\u2029", "\0"]


@pytest.mark.parametrize("line_end", BREAKS, ids=ascii)
@pytest.mark.parametrize(
    "field", ["to_name", "from_name", "subject", "to_email", "reply_to", "unsubscribe", "message_id"]
)
def test_nothing_in_a_row_makes_a_header_or_ends_them(post, field, line_end):
    """Whatever gets into the row, past every form: the mail has its headers once, or is not made at all."""
    message = post(calendar=CalendarPart("REQUEST", ICS), unsubscribe="https://example.org/news/x/")
    message.reply_to = "robin@example.org"
    usual = sorted(parsed(message).keys())
    was = getattr(message, field)
    setattr(message, field, f"{was}{line_end}Bcc: all@example.org{line_end}{line_end}Hello")
    try:
        mail = parsed(message)
    except (ValueError, HeaderParseError, IndexError):
        return
    assert sorted(mail.keys()) == usual
    assert shape(mail)[0] == "multipart/mixed"
    assert [one.addr_spec for one in mail["To"].addresses] == ["ann@example.org"]


def test_the_same_row_gives_the_same_words_twice(post):
    message = post(letter=Letter("Hello", "Hello\n", ""))
    assert mime.as_bytes(message) == mime.as_bytes(message)


def test_answers_go_to_the_team_and_robots_are_told_not_to(post):
    message = post()
    message.reply_to = "robin@example.org"
    mail = parsed(message)
    assert (mail["Reply-To"], mail["Auto-Submitted"]) == ("robin@example.org", "auto-generated")
