"""Publishing groups: everything shows them, and each person hears of them once."""

from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.groups import services
from dissemination.messaging.models import Message
from registrations.models import GroupPlace
from tests.factories import make_member, make_registration, make_room
from tests.groups.tables import make_day, seats
from tests.registrations.test_register import sign_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(at):
    """Two registered delegates, seated, not told yet."""
    event = make_day(people=0, title="Spreading what works")
    for number in range(2):
        sign_up(event, at, email=f"ann{number}@example.org")
    services.allocate(event, by=None, at=at, steps=50)
    return event


def publish(event, at, **values):
    return services.publish_groups(event, by=None, at=at, **values)


def letters():
    return Message.objects.filter(kind="groups").order_by("to_email")


def move_somebody(event, at):
    place = GroupPlace.objects.order_by("pk").first()
    other = place.session.groups.exclude(pk=place.group_id).first()
    services.move(place.registration, other, by=None, at=at)
    return place, other


def test_everybody_is_told_once_and_the_day_shows_their_groups(event, at):
    organiser = make_member(event)
    assert services.publish_groups(event, by=organiser, at=at) == 2
    assert [mail.to_email for mail in letters()] == ["ann0@example.org", "ann1@example.org"]
    assert seats(event, "told_group") == seats(event)
    event.refresh_from_db()
    assert event.groups_told_at == at
    assert AuditEntry.objects.get(verb="groups.publish_groups").actor_id == organiser.pk


def test_the_mail_names_the_groups_and_updates_the_diary_entry(event, at):
    publish(event, at)
    before = Message.objects.get(kind="confirmation", to_email="ann0@example.org").calendar
    mail = letters().first()
    place = GroupPlace.objects.filter(registration__email="ann0@example.org").order_by("session__starts_at")
    group = place.first().group.name
    uid = next(line for line in before.splitlines() if line.startswith("UID:"))
    assert mail.subject == "Your groups: Spreading what works"
    assert f"Workshop 1: {group}" in mail.text
    assert mail.method == "REQUEST"
    assert uid in mail.calendar.splitlines()
    assert "SEQUENCE:1" in mail.calendar.splitlines()
    assert "Workshop 1: Table" in mail.calendar.replace("\r\n ", "")


def test_publishing_twice_tells_nobody_twice(event, at):
    publish(event, at)
    assert publish(event, at + timedelta(minutes=1)) == 0
    assert letters().count() == 2


def test_a_later_change_of_table_shows_and_is_not_written_about(event, at):
    publish(event, at)
    place, other = move_somebody(event, at)
    assert publish(event, at + timedelta(hours=1)) == 1
    place.refresh_from_db()
    assert (place.told_group, letters().count()) == (other, 2)


def test_a_later_change_of_table_is_told_when_the_organiser_asks_for_it(event, at):
    publish(event, at)
    place, other = move_somebody(event, at)
    assert publish(event, at + timedelta(hours=1), tell=True) == 1
    assert letters().count() == 2
    mail = Message.objects.get(kind="groups_changed")
    assert mail.subject == "Your table has changed: Spreading what works"
    assert "Your table at “Spreading what works” has changed." in mail.text
    assert "are made" not in mail.text
    assert f"{place.session.title}: {other.name}, " in mail.text
    assert (mail.to_email, mail.method) == (place.registration.email, "REQUEST")


def test_the_mail_says_when_and_in_which_room_each_workshop_is(event, at):
    room = make_room(event, "Canal Room")
    event.sessions.filter(title="Workshop 1").update(room=room)
    publish(event, at)
    table = GroupPlace.objects.get(registration__email="ann0@example.org", session__title="Workshop 1").group
    hours = event.hours(table.session.starts_at, table.session.ends_at)
    assert f"Workshop 1: {table.name}, {hours}, Canal Room\n" in letters().first().text


def test_a_newcomer_is_told_and_the_others_are_not(event, at):
    publish(event, at)
    make_registration(event, email="new@example.org")
    services.allocate(event, by=None, at=at, steps=50)
    publish(event, at + timedelta(hours=1))
    assert [mail.to_email for mail in letters()] == [
        "ann0@example.org",
        "ann1@example.org",
        "new@example.org",
    ]


def test_a_place_without_an_address_is_told_at_the_desk(event, at):
    make_registration(event, email="")
    services.allocate(event, by=None, at=at, steps=50)
    assert publish(event, at) == 3
    assert letters().count() == 2


def test_groups_that_have_not_been_made_are_not_told(at):
    with pytest.raises(Refused, match="no groups to tell yet"):
        publish(make_day(), at)


def test_only_organisers_publish_and_only_before_the_end(event, at):
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.publish_groups(event, by=make_member(event, "desk"), at=at)
    with pytest.raises(Refused, match="is over"):
        publish(event, at + timedelta(days=60))
