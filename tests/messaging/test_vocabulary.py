"""Every mail has its placeholders, and every mail that is sent gives each of them a value."""

import re
from copy import copy
from datetime import timedelta
from pathlib import Path

import pytest

from dissemination.changes import services as changes
from dissemination.guests import emails as guests
from dissemination.mailings import emails as mailings
from dissemination.messaging import policies, texts
from dissemination.messaging.models import Message, Wording
from dissemination.messaging.placeholders import LINE, faults
from dissemination.messaging.vocabulary import MAILS
from registrations import emails
from registrations import services as registrations
from registrations.models import Registration
from speakers import services as speaking
from tests.factories import DAY, make_appearance, make_member, make_registration, make_workshop
from tests.speakers.conftest import AGREED, a_file
from tests.trust.world import fill

TITLE = re.compile(r"(?<!“)\{(?:event|project|session|entry|title)\}(?!”)")
ALONE = re.compile(rf"(?:^|[:?] |^[-#] ){TITLE.pattern}(?:, \{{\w+\}})?$")
LETTERS = Path(__file__).parents[2] / "templates" / "emails"


def test_every_text_has_its_placeholders():
    assert set(MAILS) == {str(file.relative_to(LETTERS).with_suffix("")) for file in LETTERS.glob("*/*.txt")}


@pytest.mark.parametrize("name", MAILS)
def test_a_standard_text_could_be_saved_as_it_is(name):
    words = texts.standard(name)
    found = faults(words.subject, MAILS[name]) + faults(words.body, MAILS[name])
    assert found == []
    assert "body" not in policies.faults_of_words(name, subject=words.subject, body=words.body)


@pytest.mark.parametrize("name", MAILS)
def test_a_title_inside_a_sentence_stands_in_quotation_marks(name):
    words = texts.standard(name)
    lines = [words.subject, *words.body.split("\n")]
    assert [line for line in lines if TITLE.search(line) and not ALONE.search(line)] == []


@pytest.mark.django_db
def test_every_mail_gives_each_of_its_placeholders_a_value(at, settings, tmp_path):
    """Own words with every placeholder in them: a mail that lacks a value falls back to the standard text."""
    settings.MEDIA_ROOT = tmp_path
    for name, mail in MAILS.items():
        body = "Own words. " + " ".join(each.braced for each in mail.placeholders)
        Wording.objects.create(name=name, subject="S", body=body, written_at=at)
    _send_everything(at)
    standard = [row.kind for row in Message.objects.exclude(text__startswith="Own words. ")]
    assert standard == []
    assert Message.objects.values("kind").distinct().count() == 42


def _send_everything(at):
    event = fill().event  # a life up to the follow-up and the stories
    event.wordings.all().delete()
    by = make_member(event)
    place = make_registration(event, state="waiting")
    for send in (
        emails.send_confirmation,
        emails.send_place_from_waiting,
        emails.send_approved,
        emails.send_approved_waiting,
        emails.send_declined,
        emails.send_offered,
        emails.send_offer_expired,
        emails.send_offer_declined,
        emails.send_changed,
        emails.send_groups,
        emails.send_groups_changed,
        emails.send_handed_over,
        emails.send_readdressed,
        emails.send_already_registered,
        emails.send_link,
    ):
        send(place, at=at)
    for number, told in enumerate(({"state": "pending"}, {}, {"state": "confirmed", "booked_by": "Sam"})):
        standing = copy(place)
        vars(standing).update(told, round=number + 2)
        emails.send_standing(standing, at=at)
    emails.send_changed_for_you(place, ["job title"], at=at)
    emails.send_more(place, 3, at=at)
    emails.settle_diary(place, at=at)
    for send in (emails.send_handed_to_you, emails.send_has_place_already):
        send(place, giver=Registration(name="Sam"), at=at)
    emails.send_cancelled(place, at=at)
    guest = event.guests.create(name="Gale", email="gale@x.org", invited_at=at)
    for send in (guests.send_save_the_date, guests.send_invitation, guests.send_reminder):
        send(guest, at=at)
    held = event.allotments.model(
        event=event, organisation=place.organisation or _organisation(event), places=1,
        contact_email="a@x.org", returns_at=event.starts_at,
    )  # fmt: skip
    registrations.hold(held, by=by, at=at)
    workshop = make_workshop(event, groups=1)
    talk = make_appearance(workshop, slides_due_at=DAY - timedelta(days=20))
    speaking.invite(talk, by=by, at=at)
    event.appearances.filter(pk=talk.pk).update(group=workshop.groups.get())
    speaking.tell_tables(event, at=at)
    speaking.remind(talk, by=by, at=at)
    speaking.upload(talk, a_file(), at=at, terms=AGREED)
    dropped = make_appearance(workshop)
    speaking.invite(dropped, by=by, at=at)
    speaking.take_off(dropped, by=by, at=at)
    mailings.ask_approval(event.mailings.create(event=event, subject="S", body="B"), by, people=51, at=at)
    changes.move_event(event, starts_at=DAY + timedelta(days=1), by=by, at=at)
    changes.postpone_event(event, reason="Snow", by=by, at=at)
    changes.move_event(event, starts_at=DAY + timedelta(days=2), by=by, at=at)
    changes.cancel_event(event, reason="Snow", by=by, at=at)


def _organisation(event):
    return event.registrations.exclude(organisation=None).first().organisation


def test_a_subject_takes_what_fits_into_a_line():
    mail = MAILS["registrations/confirmation"]
    assert {each.name for each in mail.placeholders if each.shape == LINE} == {
        "name", "event", "when", "where", "contact", "sender", "state",
    }  # fmt: skip
