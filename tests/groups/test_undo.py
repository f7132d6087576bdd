"""Whatever was done to the plan can be taken back, step by step."""

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.groups import services
from dissemination.groups.models import Step
from dissemination.groups.services import steps
from registrations import services as registrations
from registrations.models import GroupPlace, KeepRule
from tests.factories import make_member, make_registration
from tests.groups.tables import make_day, seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(at):
    event = make_day(people=6, tables=3, workshops=1)
    services.allocate(event, by=None, at=at, steps=20)
    return event


def move_one(event, at, number=0):
    """Somebody goes to another table; returns their seat before."""
    place = GroupPlace.objects.filter(registration__event=event).order_by("pk")[number]
    other = place.session.groups.exclude(pk=place.group_id).first()
    services.move(place.registration, other, by=None, at=at)
    return place


def test_steps_are_taken_back_one_after_the_other(event, at):
    organiser, made = make_member(event), seats(event)
    move_one(event, at)
    once = seats(event)
    move_one(event, at, 1)
    assert str(services.undo(event, by=organiser, at=at)) == "Somebody was moved"
    assert seats(event) == once
    services.undo(event, by=organiser, at=at)
    assert seats(event) == made
    services.undo(event, by=organiser, at=at)
    assert seats(event) == {}
    with pytest.raises(Refused, match="There is nothing to undo"):
        services.undo(event, by=organiser, at=at)
    assert AuditEntry.objects.filter(verb="groups.undo", actor_id=organiser.pk).count() == 3


def test_a_seat_that_was_told_is_not_taken_away(event, at):
    services.publish_groups(event, by=None, at=at)
    with pytest.raises(Refused, match="People have been told the tables of that plan"):
        services.undo(event, by=None, at=at)
    assert len(seats(event)) == 6


def test_a_pin_is_taken_back(event, at):
    place = GroupPlace.objects.first()
    services.pin(place, by=None, at=at)
    services.pin(place, by=None, at=at)  # nothing changes: no step
    services.undo(event, by=None, at=at)
    place.refresh_from_db()
    assert place.is_pinned is False
    assert str(Step.objects.last()) == "Somebody was pinned"


def test_who_has_left_since_is_not_brought_back(event, at):
    registrations.cancel(move_one(event, at).registration, at=at)
    with pytest.raises(Refused, match="Everybody who was moved sits elsewhere by now"):
        services.undo(event, by=None, at=at)


def test_a_rule_made_since_holds_against_undoing(event, at):
    place = GroupPlace.objects.order_by("pk").first()
    mate = GroupPlace.objects.filter(group=place.group).exclude(pk=place.pk).first()
    mate = mate or move_there(event, place, at)
    move_one(event, at)
    one, other = place.registration, mate.registration
    KeepRule.objects.create(event=event, kind="apart", one=one, other=other)
    with pytest.raises(Refused, match=f"{one.name} and {other.name} are kept apart"):
        services.undo(event, by=None, at=at)


def move_there(event, place, at):
    other = GroupPlace.objects.exclude(pk=place.pk).first()
    services.move(other.registration, place.group, by=None, at=at)
    return other


def test_two_who_are_kept_together_since_are_not_parted_by_undoing(event, at):
    place = GroupPlace.objects.order_by("pk").first()
    other = GroupPlace.objects.exclude(group=place.group).order_by("pk").first()
    services.move(place.registration, other.group, by=None, at=at)
    one, mate = place.registration, other.registration
    KeepRule.objects.create(event=event, kind="together", one=one, other=mate)
    with pytest.raises(Refused, match=f"{one.name} and {mate.name} are kept together"):
        services.undo(event, by=None, at=at)


def test_a_table_that_is_gone_is_said(event, at):
    place = move_one(event, at)
    GroupPlace.objects.filter(group=place.group).delete()
    place.group.delete()
    with pytest.raises(Refused, match="A table of that plan is gone"):
        services.undo(event, by=None, at=at)


def test_only_the_last_steps_are_kept(event, at, monkeypatch):
    monkeypatch.setattr(steps, "KEPT", 2)
    make_registration(event)
    for number in range(3):
        move_one(event, at, number)
    assert Step.objects.filter(event=event).count() == 2
