"""One published change of groups, and everything that shows a group shows the new one; few mails, one UID."""

from datetime import timedelta

import icalendar
import pytest
import time_machine

from dissemination.changes import services as changes
from dissemination.core.tokens import link_token
from dissemination.desk import badges
from dissemination.desk.services import day, tables
from dissemination.events.models import Event
from dissemination.groups import services as groups
from dissemination.messaging.models import Invitation, Message
from registrations.models import GroupPlace
from sessions.models import Group
from tests.factories import (
    DAY,
    make_event,
    make_member,
    make_place,
    make_registration,
    make_room,
    make_workshop,
)
from tests.registrations.test_register import sign_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """A workshop at 11:00 with two tables in the Canal Room and a third in the Attic."""
    event = make_event(slug="works", title="Sharing what works")
    workshop = make_workshop(event, groups=3, title="Workshop 1", starts_at=DAY + timedelta(minutes=90))
    workshop.ends_at, workshop.room = DAY + timedelta(hours=3), make_room(event, "Canal Room")
    workshop.save()
    workshop.groups.filter(name="Table 3").update(room=make_room(event, "Attic"))
    return event


@pytest.fixture
def ann(event, at):
    """Ann has a place, the entry in her diary, and is seated at Table 1; nobody has been told."""
    ann = sign_up(event, at, name="Ann Archer", email="ann@example.org")
    make_place(ann, Group.objects.get(session__event=event, name="Table 1"))
    return ann


@pytest.fixture
def told(event, ann, at):
    groups.publish_groups(event, by=None, at=at)
    return ann


def seat(registration, name):
    table = Group.objects.get(session__event=registration.event, name=name)
    GroupPlace.objects.filter(registration=registration).update(group=table)


def change_table(registration, name, at, **values):
    seat(registration, name)
    groups.publish_groups(registration.event, by=None, at=at, **values)


def sent():
    return [(mail.kind, mail.to_email) for mail in Message.objects.order_by("pk")]


def entry():
    """The newest entry that was sent: (method, UID, SEQUENCE, its words)."""
    mail = Message.objects.exclude(calendar="").order_by("pk").last()
    [event] = icalendar.Calendar.from_ical(mail.calendar).walk("VEVENT")
    return mail.method, str(event["UID"]), event["SEQUENCE"], str(event["DESCRIPTION"])


def shown_to(client, registration):
    """The delegate's own page: my groups and my day."""
    client.get(f"/places/{link_token('place', registration.code)}/")
    page = client.get(f"/place/{registration.code}/")
    assert page.status_code == 200
    [slot] = [slot for slot in page.context["slots"] if slot.mine]
    return page.context["groups"], slot.mine, slot.room


def test_all_that_shows_a_table_shows_the_new_one_at_once(client, event, told, at):
    with time_machine.travel(DAY, tick=False):
        assert shown_to(client, told) == (["Workshop 1: Table 1"], "Table 1", "Canal Room")
        change_table(told, "Table 3", DAY)
        event.refresh_from_db()
        assert shown_to(client, told) == (["Workshop 1: Table 3 (Attic)"], "Table 3", "Attic")
        assert [wearer.badge.groups for wearer in badges.wearers(event)] == [("Workshop 1: Table 3 (Attic)",)]
        assert [arrival.groups for arrival in day.arrivals(event)] == [("Table 3",)]
        at_tables = {sheet.table.name: len(sheet.neighbours) for sheet in tables.sheets(event, {})}
        assert at_tables == {"Table 1": 0, "Table 2": 0, "Table 3": 1}
        client.force_login(make_member(event, "desk"))
        screen = client.post("/desk/works/scan/", {"ticket": told.ticket}).content.decode()
    assert "Workshop 1: Table 3 (Attic)" in screen
    assert "Table 1" not in screen


def test_nothing_shows_a_change_that_is_not_published(client, event, told, at):
    seat(told, "Table 2")
    with time_machine.travel(at, tick=False):
        assert shown_to(client, told)[1] == "Table 1"
    assert [wearer.badge.groups for wearer in badges.wearers(event)] == [("Workshop 1: Table 1",)]
    assert [arrival.groups for arrival in day.arrivals(event)] == [("Table 1",)]


def test_the_first_telling_is_one_mail_with_the_same_entry_one_higher(ann, event, at):
    _, uid, before, words = entry()
    assert "Table" not in words
    groups.publish_groups(event, by=None, at=at)
    method, same, after, words = entry()
    assert (method, same, after) == ("REQUEST", uid, before + 1)
    assert "Workshop 1: 11:00–12:30, Canal Room, Table 1" in words
    assert sent()[-1] == ("groups", "ann@example.org")
    groups.publish_groups(event, by=None, at=at)
    assert len(sent()) == 2


def test_a_later_change_of_table_sends_nothing_now_or_with_the_next_changes(event, told, at):
    before = sent()
    change_table(told, "Table 2", at)
    assert changes.publish_changes(event, by=None, at=at) == 0
    assert sent() == before


def test_a_later_change_of_table_into_another_room_is_one_mail_with_the_same_entry_one_higher(
    event, told, at
):
    (_, uid, sequence, _), before = entry(), sent()
    change_table(told, "Table 3", at + timedelta(hours=1))
    method, same, after, words = entry()
    assert (method, same, after) == ("REQUEST", uid, sequence + 1)
    assert "Attic, Table 3" in words
    assert changes.publish_changes(event, by=None, at=at) == 0
    assert sent() == [*before, ("groups_changed", "ann@example.org")]


def test_a_later_change_of_table_is_written_about_when_the_organiser_chooses_it(event, told, at):
    _, uid, before, _ = entry()
    change_table(told, "Table 3", at + timedelta(hours=1), tell=True)
    method, same, after, words = entry()
    assert (method, same, after) == ("REQUEST", uid, before + 1)
    assert "Attic, Table 3" in words
    assert changes.publish_changes(event, by=None, at=at) == 0


@pytest.mark.parametrize(
    ("values", "now"),
    [
        ({"starts_at": DAY + timedelta(hours=2)}, "11:30–12:30, Canal Room"),
        ({"room": "Great Hall"}, "11:00–12:30, Great Hall"),
    ],
)
def test_another_hour_or_room_is_one_mail_with_the_same_entry_one_higher(event, told, at, values, now):
    _, uid, before, _ = entry()
    workshop = event.sessions.get()
    for name, value in values.items():
        setattr(workshop, name, make_room(event, value) if name == "room" else value)
    workshop.save()
    assert changes.publish_changes(event, by=None, at=at) == 1
    assert changes.publish_changes(event, by=None, at=at) == 0
    method, same, after, words = entry()
    assert (method, same, after) == ("REQUEST", uid, before + 1)
    assert now in words
    mail = Message.objects.order_by("pk").last()
    assert f"- Workshop 1: was 11:00–12:30, Canal Room, is now {now}" in mail.text
    assert "Time: was" not in mail.text


def test_a_table_that_moves_to_another_room_is_one_mail_to_those_who_sit_there(event, told, at):
    make_place(sign_up(event, at, name="Ben", email="ben@example.org"), Group.objects.get(name="Table 2"))
    groups.publish_groups(event, by=None, at=at)
    Group.objects.filter(name="Table 1").update(room=make_room(event, "Great Hall"))
    assert changes.publish_changes(event, by=None, at=at) == 1
    assert sent()[-1] == ("changed", "ann@example.org")


def test_a_table_that_is_taken_away_from_somebody_absent_is_no_reason_to_write(event, told, at):
    GroupPlace.objects.all().delete()
    assert changes.publish_changes(event, by=None, at=at) == 0


def test_another_name_of_a_workshop_is_no_reason_to_write(event, told, at):
    event.sessions.update(title="What will you do?")
    assert changes.publish_changes(event, by=None, at=at) == 0


@pytest.mark.parametrize(("known", "told_now"), [({}, 1), (None, 0)])
def test_a_workshop_that_is_new_to_the_diary_is_told_unless_it_knew_none(event, told, at, known, told_now):
    diary = Invitation.objects.get()
    diary.content.pop("appointments")
    diary.content |= {} if known is None else {"appointments": known}
    diary.save()
    assert changes.publish_changes(event, by=None, at=at) == told_now
    text = Message.objects.order_by("pk").last().text
    assert ("- Workshop 1: 11:00–12:30, Canal Room" in text) is bool(told_now)


def test_on_several_days_the_hours_name_theirs(event, told, at):
    Event.objects.update(ends_at=DAY + timedelta(days=1, hours=7))
    assert changes.publish_changes(event, by=None, at=at) == 1
    text = Message.objects.order_by("pk").last().text
    assert "is now Wednesday 11 March 2026, 09:30 to Thursday 12 March 2026, 16:30" in text
    assert "is now Wed 11 March, 11:00–12:30, Canal Room" in text


def test_diaries_are_looked_through_with_as_many_queries_for_three_as_for_one(
    event, told, at, django_assert_num_queries
):
    for count in (1, 3):
        while event.registrations.count() < count:
            name = f"ben{event.registrations.count()}@example.org"
            make_place(make_registration(event, email=name), Group.objects.get(name="Table 1"))
            groups.publish_groups(event, by=None, at=at)
        with django_assert_num_queries(4):
            changes.pending_moves(event)
