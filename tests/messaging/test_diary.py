"""A diary entry lives: it is asked for, moved and withdrawn under one UID."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import icalendar
import pytest
from django.apps import apps

from dissemination.messaging import diary
from dissemination.messaging.models import Invitation
from tests.factories import DAY, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def occasion():
    event = make_event()

    def build(**values):
        defaults = {
            "entry_key": "registration:1:1",
            "event": event,
            "email": "ann@example.org",
            "name": "Ann Archer",
            "summary": "Spreading what works",
            "location": "Harbour Hall, Northvale",
            "starts_at": DAY,
            "ends_at": DAY + timedelta(hours=7),
        }
        return diary.Occasion(**defaults | values)

    return build


def entry(part):
    calendar = icalendar.Calendar.from_ical(part.content)
    return calendar, calendar.walk("VEVENT")[0]


def test_the_first_request_makes_the_entry(occasion, at):
    part = diary.request(occasion(seat="Table 4"), at=at)
    calendar, event = entry(part)
    assert (part.method, calendar["METHOD"]) == ("REQUEST", "REQUEST")
    assert (event["SEQUENCE"], event["LOCATION"]) == (0, "Harbour Hall, Northvale; Table 4")
    assert event["ATTENDEE"] == "mailto:ann@example.org"
    assert event["ORGANIZER"] == "mailto:events@example.org"


def test_a_change_keeps_the_uid_and_raises_the_sequence(occasion, at):
    _, first = entry(diary.request(occasion(), at=at))
    _, second = entry(diary.request(occasion(starts_at=DAY + timedelta(hours=1)), at=at))
    assert (second["UID"], second["SEQUENCE"]) == (first["UID"], 1)


def test_a_withdrawal_cancels_the_same_entry_once(occasion, at):
    _, first = entry(diary.request(occasion(), at=at))
    part = diary.withdraw("registration:1:1", at=at)
    calendar, event = entry(part)
    assert (part.method, calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCEL", "CANCELLED")
    assert (event["UID"], event["SEQUENCE"]) == (first["UID"], 1)
    assert diary.withdraw("registration:1:1", at=at) is None


def test_registering_again_gets_a_new_uid(occasion, at):
    _, first = entry(diary.request(occasion(), at=at))
    _, second = entry(diary.request(occasion(entry_key="registration:1:2"), at=at))
    assert first["UID"] != second["UID"]


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": DAY + timedelta(minutes=30)},
        {"ends_at": DAY + timedelta(hours=6)},
        {"location": "Elsewhere"},
        {"summary": "Another title"},
        {"email": "bob@example.org"},
    ],
)
def test_a_material_change_is_a_reason_to_write(occasion, at, change):
    diary.request(occasion(), at=at)
    assert diary.has_moved(occasion(**change)) is True


@pytest.mark.parametrize("change", [{}, {"seat": "Table 9"}, {"details": "More"}, {"name": "Ann B. Archer"}])
def test_a_change_of_table_or_words_is_none(occasion, at, change):
    diary.request(occasion(), at=at)
    assert diary.has_moved(occasion(**change)) is False


def test_another_hour_of_an_appointment_inside_is_a_reason_and_its_end_is_none(occasion, at):
    eleven = diary.Appointment(key="7", title="Workshop", when="11:00–12:30")
    diary.request(occasion(appointments=(eleven,)), at=at)
    later = replace(eleven, when="11:30–12:30")
    assert diary.has_moved(occasion(appointments=(later,))) is True
    assert diary.has_moved(occasion(appointments=(replace(eleven, title="Working"),))) is False
    assert diary.has_moved(occasion()) is False


def test_an_appointment_told_otherwise_is_no_reason_and_another_hour_of_a_known_one_stays_one(occasion, at):
    eleven = diary.Appointment(key="7", title="Workshop", when="11:00–12:30")
    later, two = replace(eleven, when="11:30–12:30"), replace(eleven, key="8", when="14:00–15:00")
    diary.request(occasion(appointments=(eleven,)), at=at)
    assert diary.has_moved(occasion(appointments=(eleven, two))) is True
    diary.told_otherwise([occasion(appointments=(later, two))])
    assert diary.has_moved(occasion(appointments=(eleven, two))) is False
    assert diary.has_moved(occasion(appointments=(later, two))) is True


def test_what_is_in_no_diary_has_not_moved(occasion, at):
    assert diary.has_moved(occasion()) is False
    diary.request(occasion(), at=at)
    diary.withdraw("registration:1:1", at=at)
    assert diary.has_moved(occasion(summary="Other")) is False


def test_the_entry_can_be_downloaded_under_the_same_uid(occasion, at):
    _, first = entry(diary.request(occasion(), at=at))
    renamed = occasion(details="Working together, 11:00–12:30")
    calendar = icalendar.Calendar.from_ical(diary.download([renamed], at=at))
    event = calendar.walk("VEVENT")[0]
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == ("PUBLISH", first["UID"], 0)
    assert event["DESCRIPTION"] == "Working together, 11:00–12:30"
    assert diary.download([occasion(entry_key="registration:2:1")], at=at) is None


def test_an_entry_names_itself(occasion, at):
    diary.request(occasion(), at=at)
    assert str(Invitation.objects.get()) == "Spreading what works: Ann Archer"


@pytest.mark.parametrize(
    ("url", "organiser"),
    [("", "mailto:team@example.org"), ("maildir:///var/mail/events", "mailto:events@example.org")],
)
def test_diaries_answer_to_whoever_reads_the_answers(occasion, at, settings, url, organiser):
    settings.RETURNS_URL = url
    asked = occasion()
    asked.event.contact_email = "team@example.org"
    _, event = entry(diary.request(asked, at=at))
    assert event["ORGANIZER"] == organiser


def organisers(part):
    _, event = entry(part)
    return event["ORGANIZER"], event["ORGANIZER"].params["CN"]


def test_an_entry_keeps_the_organiser_it_began_with(occasion, at, settings):
    began = organisers(diary.request(occasion(), at=at))
    event = occasion().event
    event.contact_name, event.contact_email = "Kim Example", "kim@example.org"
    event.save()
    settings.RETURNS_URL = "maildir:///var/mail/events"
    moved = organisers(diary.request(occasion(starts_at=DAY + timedelta(hours=1)), at=at))
    file = icalendar.Calendar.from_ical(diary.download([occasion()], at=at)).walk("VEVENT")[0]
    ended = organisers(diary.withdraw("registration:1:1", at=at))
    again = organisers(diary.request(occasion(), at=at))
    assert {began, moved, ended, again} == {("mailto:events@example.org", "Robin Example")}
    assert file["ORGANIZER"] == "mailto:events@example.org"


def test_an_entry_after_the_change_answers_to_the_new_contact(occasion, at):
    diary.request(occasion(), at=at)
    event = occasion().event
    event.contact_email = "kim@example.org"
    diary.leave("registration:1:1", at=at)
    assert organisers(diary.request(occasion(), at=at)) == ("mailto:kim@example.org", "Robin Example")


@pytest.mark.parametrize(
    ("url", "contact", "organiser"),
    [
        ("", "Robin Example", ("Robin Example", "team@example.org")),
        ("maildir:///var/mail/events", "", ("The project", "events@example.org")),
    ],
)
def test_entries_from_before_keep_whom_they_name_today(occasion, at, settings, url, contact, organiser):
    settings.RETURNS_URL = url
    event = occasion().event
    event.contact_name, event.contact_email, event.project.title = contact, "team@example.org", "The project"
    event.save()
    event.project.save()
    diary.request(occasion(), at=at)
    Invitation.objects.update(organiser_name="", organiser_email="")
    assert diary.download([occasion()], at=at)
    migration = import_module("dissemination.messaging.migrations.0010_organisers_of_entries")
    migration.keep_organisers(apps, None)
    assert Invitation.objects.values_list("organiser_name", "organiser_email").get() == organiser
