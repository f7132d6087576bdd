"""Rules that the plan as it stands does not keep any more: each is said in a sentence, and put right."""

import pytest

from dissemination.groups import services
from dissemination.groups.services.broken import broken
from dissemination.groups.services.problem import room_of
from registrations.models import GroupPlace, Need
from sessions.models import Group
from tests.factories import make_appearance, make_registration, make_speaker
from tests.groups.tables import make_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(at):
    event = make_day(people=8, tables=2, workshops=1)
    services.allocate(event, by=None, at=at, steps=60)
    return event


def told(event):
    return broken(room_of(event))


def two(event, *, at_one_table):
    """Two delegates who share a table, or do not; and the first one's table."""
    first = (
        GroupPlace.objects.filter(registration__event=event).select_related("group", "registration").first()
    )
    others = GroupPlace.objects.filter(registration__event=event).exclude(pk=first.pk)
    alike = others.filter(group=first.group) if at_one_table else others.exclude(group=first.group)
    return first, alike.select_related("group", "registration").first()


def put_right(event, at):
    """What is still broken when the fewest moves have put the groups right."""
    services.repair(event, how="fewest", by=None, at=at, steps=60)
    return told(event)


def test_a_plan_that_keeps_every_rule_breaks_none(event):
    assert told(event) == []
    assert told(make_day(people=2)) == []  # no plan yet


def test_a_need_told_after_the_groups_were_made_is_named_and_put_right(event, at):
    one, _other = two(event, at_one_table=True)
    Need.objects.create(registration=one.registration, features=["wheelchair"])
    table = one.group.name
    assert told(event) == [
        f"“Workshop 1”: {one.registration.name} needs: Wheelchair access. {table} does not offer it."
    ]
    Group.objects.filter(session=one.session).exclude(pk=one.group_id).update(features=["wheelchair"])
    assert put_right(event, at) == []
    assert GroupPlace.objects.get(pk=one.pk).group.features == ["wheelchair"]


def test_two_who_are_kept_apart_afterwards_are_named_and_parted(event, at):
    one, other = two(event, at_one_table=True)
    services.keep(one.registration, other.registration, kind="apart", by=None, at=at)
    names = f"{one.registration.name} and {other.registration.name}"
    assert told(event) == [f"“Workshop 1”: {names} are kept apart, and sit at {one.group.name}."]
    assert put_right(event, at) == []


def test_two_who_are_kept_together_afterwards_are_named_and_brought_together(event, at):
    one, other = two(event, at_one_table=False)
    services.keep(one.registration, other.registration, kind="together", by=None, at=at)
    names, tables = (f"{getattr(one, part)} and {getattr(other, part)}" for part in ("registration", "group"))
    assert told(event) == [f"“Workshop 1”: {names} are kept together, and sit at {tables}."]
    assert put_right(event, at) == []


def test_a_table_that_is_too_small_or_too_large_is_named(event, at):
    Group.objects.filter(name="Table 1").update(max_size=3, min_size=0)
    Group.objects.filter(name="Table 2").update(max_size=6, min_size=5)
    assert told(event) == [
        "“Workshop 1”: Table 1 seats 3, and 4 sit there.",
        "“Workshop 1”: Table 2 needs at least 5, and 4 sit there.",
    ]
    assert put_right(event, at) == []


def test_who_looks_after_another_table_is_named_and_seated_there(event, at):
    one, other = two(event, at_one_table=False)
    speaker = make_speaker(event.project, person=one.registration.person)
    make_appearance(one.session, role="facilitator", group=other.group, speaker=speaker)
    assert told(event) == [
        f"“Workshop 1”: {one.registration.name} looks after {other.group.name} and sits at {one.group.name}."
    ]
    assert put_right(event, at) == []


def test_a_rule_about_somebody_who_does_not_come_breaks_nothing(event, at):
    one, other = two(event, at_one_table=True)
    services.keep(one.registration, other.registration, kind="apart", by=None, at=at)
    type(event).objects.get(pk=event.pk).registrations.filter(pk=other.registration_id).update(state="absent")
    make_registration(event)
    assert told(event) == []
