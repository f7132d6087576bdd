"""Whoever looks after a table finds it in the diary: told with the groups, and quiet when it changes."""

from datetime import timedelta

import icalendar
import pytest

from dissemination.changes import services as changes
from dissemination.groups import services
from dissemination.messaging.models import Message
from speakers import services as speaking
from speakers.models import Appearance
from tests.documents.conftest import judge  # noqa: F401 - a fixture
from tests.factories import make_appearance, make_member, make_room, make_speaker
from tests.groups.tables import make_day

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def event(at):
    """Delegates without an address are seated at tables with rooms of their own; nobody is told yet."""
    event = make_day(people=0, workshops=1)
    for number, name in enumerate(("Library", "Canal Room"), 1):
        event.sessions.get().groups.filter(name=f"Table {number}").update(room=make_room(event, name))
    event.registrations.create(
        event=event, name="Ann", email="", state="confirmed", registered_at=at, organisation=None
    )
    event.taken = 1
    event.save()
    services.allocate(event, by=None, at=at, steps=10)
    return event


def table(event, number):
    return event.sessions.get().groups.get(name=f"Table {number}")


def ask(event, at, *, role="facilitator", group=None, email="kim@example.org"):
    """Somebody who has been invited to look after a table, which they may not know yet."""
    speaker = make_speaker(event.project, name="Kim", email=email)
    post = make_appearance(event.sessions.get(), speaker=speaker, role=role, group=group)
    speaking.invite(post, by=None, at=at)
    return post


def give(post, group, at):
    post = Appearance.objects.get(pk=post.pk)
    post.group = group
    speaking.save_appearance(post, by=make_member(post.event), at=at)


def told():
    """What was sent so far: its kind, and the entry in it."""
    rows = Message.objects.exclude(method="").order_by("dated_at", "pk")
    return [(row.kind, *icalendar.Calendar.from_ical(row.calendar).walk("VEVENT")) for row in rows]


def kinds():
    return [kind for kind, _ in told()]


@pytest.mark.parametrize("role", ["facilitator", "scribe"])
def test_their_table_comes_into_the_diary_when_groups_are_told(event, at, role, judge):  # noqa: F811
    post = ask(event, at, role=role)
    give(post, table(event, 1), at)
    assert kinds() == ["speaker invitation"]
    assert services.publish_groups(event, by=None, at=at + HOUR) == 2
    [(_, asked), (kind, entry)] = told()
    mail = Message.objects.get(kind=kind)
    assert (kind, mail.to_email, mail.method) == ("speaker table", "kim@example.org", "REQUEST")
    assert (entry["UID"], entry["SEQUENCE"]) == (asked["UID"], 1)
    assert entry["LOCATION"] == "Harbour Hall, Northvale; Table 1 (Library)"
    assert "You look after Table 1 (Library)." in str(entry["DESCRIPTION"]).splitlines()
    assert judge(mail.calendar.encode()).faults == 0
    assert mail.subject == "Your table: Workshop 1, Wednesday 11 March 2026"
    assert "\n\nYou look after Table 1 (Library).\n\n" in mail.text
    assert services.publish_groups(event, by=None, at=at + 2 * HOUR, tell=True) == 0
    assert len(told()) == 2


def test_whoever_was_invited_to_this_table_is_told_nothing_twice(event, at):
    ask(event, at, group=table(event, 1))
    services.publish_groups(event, by=None, at=at + HOUR)
    assert changes.publish_changes(event, by=None, at=at + 2 * HOUR) == 0
    assert kinds() == ["speaker invitation"]


def test_another_table_is_silent_and_told_when_the_organiser_asks_for_it(event, at):
    post = ask(event, at, group=table(event, 1))
    services.publish_groups(event, by=None, at=at)
    give(post, table(event, 2), at + HOUR)
    assert services.publish_groups(event, by=None, at=at + HOUR) == 0
    assert changes.publish_changes(event, by=None, at=at + HOUR) == 0
    assert kinds() == ["speaker invitation"]
    assert services.publish_groups(event, by=None, at=at + 2 * HOUR, tell=True) == 1
    kind, entry = told()[-1]
    assert (kind, entry["SEQUENCE"]) == ("speaker table", 1)
    assert str(entry["LOCATION"]).endswith("Table 2 (Canal Room)")


def test_another_room_of_the_same_table_is_told_with_the_changes(event, at):
    ask(event, at, group=table(event, 1))
    services.publish_groups(event, by=None, at=at)
    event.sessions.get().groups.filter(name="Table 1").update(room=make_room(event, "Attic"))
    services.publish_groups(event, by=None, at=at + HOUR)
    assert kinds() == ["speaker invitation"]
    assert changes.publish_changes(event, by=None, at=at + HOUR) == 1
    assert "Workshop 1: was Library, is now Attic" in Message.objects.get(kind="changed").text
    assert str(told()[-1][1]["LOCATION"]).endswith("Table 1 (Attic)")


def test_once_groups_are_told_a_first_table_is_told_at_once(event, at):
    post, late = ask(event, at), make_appearance(event.sessions.get(), role="scribe")
    services.publish_groups(event, by=None, at=at)
    give(post, table(event, 2), at + HOUR)
    give(late, table(event, 2), at + HOUR)
    assert kinds() == ["speaker invitation", "speaker table"]
    assert Message.objects.get(kind="speaker table").to_email == "kim@example.org"


def test_nobody_is_told_of_a_workshop_that_is_over_or_of_a_part_that_others_play(event, at):
    post, other = ask(event, at), ask(event, at, email="lee@example.org", role="scribe")
    for one in (post, other):
        give(one, table(event, 1), at)
    speaking.replace(other, speaker=make_speaker(event.project, email=""), by=None, at=at)
    before = kinds()
    workshop = event.sessions.get()
    services.publish_groups(event, by=None, at=workshop.ends_at)
    assert kinds() == before
    assert speaking.tell_tables(event, at=at) == 1
