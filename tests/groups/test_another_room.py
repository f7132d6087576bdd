"""Another table in another room: the diary follows with one mail; within the room nothing is sent."""

from datetime import timedelta

import icalendar
import pytest
import time_machine

from dissemination.changes import services as changes
from dissemination.groups import services
from dissemination.groups.services.problem import room_of
from dissemination.groups.services.seats import in_another_room
from dissemination.messaging.models import Invitation, Message
from registrations.models import GroupPlace, Registration
from registrations.services import choose_diary
from tests.factories import DAY, make_member, make_registration, make_room
from tests.groups.tables import make_day
from tests.registrations.test_register import sign_up

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def event(at):
    """Two delegates told one table in the hall; of two others one stands there too, one in the library."""
    event = make_day(people=0, tables=3, workshops=1, slug="works")
    workshop = event.sessions.get()
    workshop.room = make_room(event, "Hall")
    workshop.save()
    workshop.groups.update(min_size=0)
    table(event, 3, room=make_room(event, "Library"))
    for name in ("ann", "bob"):
        one = sign_up(event, at, email=f"{name}@example.org", name=name.title())
        GroupPlace.objects.create(registration=one, session=workshop, group=table(event, 1))
    services.publish_groups(event, by=None, at=at)
    Message.objects.all().delete()
    return event


def table(event, number, **values):
    rows = event.sessions.get().groups.filter(name=f"Table {number}")
    rows.update(**values)
    return rows.get()


def move(event, name, number, at):
    services.move(event.registrations.get(name=name), table(event, number), by=None, at=at)


def hours(event):
    workshop = event.sessions.get()
    return event.hours(workshop.starts_at, workshop.ends_at)


def entry_of(mail):
    return icalendar.Calendar.from_ical(mail.calendar).walk("VEVENT")[0]


def test_another_room_brings_the_diary_up_to_date_with_one_mail(event, at):
    move(event, "Ann", 3, at)
    assert services.publish_groups(event, by=None, at=at + HOUR) == 1
    mail = Message.objects.get()
    assert (mail.kind, mail.to_email, mail.method) == ("groups_changed", "ann@example.org", "REQUEST")
    assert f"Workshop 1: Table 3, {hours(event)}, Library\n" in mail.text
    said = str(entry_of(mail)["DESCRIPTION"])
    assert ("Library" in said, "Hall" in said) == (True, False)
    assert changes.pending_moves(event) == []


def test_another_table_in_the_room_is_silent(event, at):
    move(event, "Ann", 2, at)
    assert services.publish_groups(event, by=None, at=at + HOUR) == 1
    assert Message.objects.count() == 0
    assert changes.pending_moves(event) == []


def test_a_room_that_changed_with_the_programme_is_not_lost_by_a_quiet_move(event, at):
    for number in (1, 2):
        table(event, number, room=make_room(event, f"Attic {number}"))
    table(event, 1, room=table(event, 2).room)
    move(event, "Ann", 2, at)
    services.publish_groups(event, by=None, at=at + HOUR)
    assert Message.objects.count() == 0
    told = sorted(one.occasion.name for one in changes.pending_moves(event))
    assert told == ["Ann", "Bob"]
    assert changes.publish_changes(event, by=None, at=at + 2 * HOUR) == 2
    words = f"was {hours(event)}, Hall, is now {hours(event)}, Attic 2"
    assert words in Message.objects.first().text


def test_a_diary_of_sessions_gets_the_room_in_its_own_entry_and_nothing_else(event, at):
    choose_diary(event.registrations.get(name="Ann"), Registration.Diary.SESSIONS, at=at)
    Message.objects.all().delete()
    move(event, "Ann", 3, at)
    services.publish_groups(event, by=None, at=at + HOUR)
    mail = Message.objects.get()
    assert (mail.kind, mail.method) == ("entry", "REQUEST")
    assert str(entry_of(mail)["LOCATION"]).startswith("Library, ")


def test_whoever_has_no_address_hears_it_at_the_desk_alone(event, at):
    one = make_registration(event, name="Cy", email="", diary="sessions")
    place = GroupPlace.objects.create(registration=one, session=event.sessions.get(), group=table(event, 1))
    services.publish_groups(event, by=None, at=at)
    assert in_another_room(room_of(event)) == set()
    GroupPlace.objects.filter(pk=place.pk).update(group=table(event, 3))
    assert in_another_room(room_of(event)) == {one.pk}
    services.publish_groups(event, by=None, at=at + HOUR)
    assert (Message.objects.count(), Invitation.objects.count()) == (0, 2)


def test_the_table_told_before_may_be_gone(event, at):
    GroupPlace.objects.filter(registration__name="Ann").update(group=table(event, 3))
    move(event, "Bob", 2, at)
    event.sessions.get().room.delete()
    table(event, 1).delete()
    ann = event.registrations.get(name="Ann")
    assert in_another_room(room_of(event)) == set()
    make_registration(event, name="Cy")
    other = GroupPlace.objects.create(
        registration=event.registrations.get(name="Cy"), session=event.sessions.get(), group=table(event, 3)
    )
    assert in_another_room(room_of(event)) == set()
    assert {ann.pk, other.registration_id} <= {one.pk for one in room_of(event).people}


def test_put_this_right_says_whose_room_changes_and_writes_to_them(event, at):
    table(event, 2).delete()
    table(event, 1, max_size=1)
    [offer, *_rest] = services.repair_offers(event, by=None, at=at, steps=50)
    assert (offer.moved, offer.elsewhere) == (1, 1)
    services.repair(event, how="fewest", by=None, at=at + HOUR, steps=50)
    [one] = offer.moves
    assert Message.objects.get().to_email == event.registrations.get(pk=one.registration.pk).email
    assert changes.pending_moves(event) == []


def test_the_pages_say_who_gets_a_mail_before_the_press(event, at, client):
    client.force_login(make_member(event))
    board = "/admin/event/works/groups/"
    with time_machine.travel(DAY - HOUR, tick=False):
        assert "another room" not in client.get(board).content.decode()
        move(event, "Ann", 3, at)
        move(event, "Bob", 2, at)
        words = "1 of them in another room: they get a mail when you publish."
        assert words in client.get(board).content.decode()
        make_registration(event, name="Cy")
        said = "1 person sits in another room than they were told: they get a mail."
        assert said in client.get(board + "repair/").content.decode()
