"""Somebody who is here and has no table gets one at once: theirs if it is free, else where it hurts least."""

from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.groups import services
from dissemination.groups.services.problem import room_of
from dissemination.groups.services.standing import Standing
from registrations.models import GroupPlace, KeepRule, Need, Registration
from sessions.models import Group
from tests.factories import (
    DAY,
    make_event,
    make_member,
    make_organisation,
    make_place,
    make_registration,
    make_workshop,
    tell_place,
)
from tests.groups.tables import make_day, seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(at):
    """Twelve people at three tables in two workshops, told where they sit."""
    event = make_day(people=12, tables=3, workshops=2)
    services.allocate(event, by=None, at=at, steps=60)
    services.publish_groups(event, by=None, at=at)
    event.refresh_from_db()
    return event


@pytest.fixture
def desk(event):
    return make_member(event, "desk")


def left_out(event):
    """Somebody who was counted as absent, lost their seats, and comes after all; and where they sat."""
    late = event.registrations.first()
    was = {key: table for key, table in seats(event).items() if key[0] == late.name}
    Registration.objects.filter(pk=late.pk).update(state="absent")
    services.repair(event, how="fewest", by=None, at=DAY, steps=20)
    assert not late.places.exists()
    return arrived(late), was


def arrived(registration):
    Registration.objects.filter(pk=registration.pk).update(state="attended")
    registration.refresh_from_db()
    return registration


def told(registration):
    return {key[1]: name for key, name in seats(registration.event, "told_group").items()
            if key[0] == registration.name}  # fmt: skip


def only_tables(event, *names):
    """All other tables are full."""
    for group in Group.objects.filter(session__event=event).exclude(name__in=names):
        Group.objects.filter(pk=group.pk).update(max_size=group.places.count())


def test_who_comes_after_all_gets_the_same_tables_and_nobody_else_moves(event, desk):
    before = seats(event)
    late, was = left_out(event)
    made = services.seat_now(late, by=desk, at=DAY)
    assert seats(event) == before == seats(event, "told_group")
    assert {key: seats(event)[key] for key in was} == was
    assert [(place.registration_id, place.is_to_tell) for place in made] == [(late.pk, False)] * 2
    assert AuditEntry.objects.filter(verb="groups.seat_now", event_id=event.pk).count() == 1


@pytest.mark.parametrize("is_printed", [True, False])
def test_a_badge_says_the_same_table_still(event, desk, is_printed):
    late, _was = left_out(event)
    Registration.objects.filter(pk=late.pk).update(badge_printed_at=DAY if is_printed else None)
    made = services.seat_now(late, by=desk, at=DAY)
    assert [place.printed_group_id == place.told_group_id for place in made] == [is_printed] * 2


def test_where_the_old_table_is_full_another_one_is_found(event, desk):
    late, was = left_out(event)
    free = next(f"Table {number}" for number in (1, 2, 3) if f"Table {number}" not in was.values())
    only_tables(event, free)
    services.seat_now(late, by=desk, at=DAY)
    assert set(told(late).values()) == {free}


def test_a_table_that_people_leave_without_knowing_it_yet_is_not_free(event, desk):
    late, _was = left_out(event)
    only_tables(event)
    for session in event.sessions.all():
        here, there = session.groups.all()[:2]
        place = here.places.first()
        GroupPlace.objects.filter(pk=place.pk).update(group=there)
    with pytest.raises(Refused, match="No table has a free seat"):
        services.seat_now(late, by=desk, at=DAY)
    services.publish_groups(event, by=None, at=DAY, although=9)
    services.seat_now(late, by=desk, at=DAY)
    assert set(told(late).values()) == {"Table 1"}


def test_a_newcomer_sits_where_the_table_offers_what_they_need(event, desk):
    group = Group.objects.get(session=event.sessions.first(), name="Table 3")
    Group.objects.filter(pk=group.pk).update(features=["hearing_loop"])
    one = make_registration(event, state="attended", walked_in=True)
    Need.objects.create(registration=one, features=["hearing_loop"])
    services.seat_now(one, by=desk, at=DAY)
    assert told(one) == {"Workshop 1": "Table 3"}


def test_a_newcomer_whom_no_table_takes_hears_whom_to_ask(event, desk):
    one = make_registration(event, state="attended", name="Wanda Walkin")
    Need.objects.create(registration=one, features=["hearing_loop"])
    with pytest.raises(Refused, match="all that Wanda Walkin needs"):
        services.seat_now(one, by=desk, at=DAY)
    assert not one.places.exists()


def test_a_companion_who_has_no_table_either_sits_with_them_and_knows_it(event, desk):
    Group.objects.filter(session__event=event).update(max_size=8)
    one, beside, friend = (make_registration(event, state="attended") for _ in range(3))
    together = KeepRule.Kind.TOGETHER
    event.keep_rules.create(kind=together, one=beside, other=one, is_companion=True)
    event.keep_rules.create(kind=together, one=friend, other=one)
    services.seat_now(one, by=desk, at=DAY)
    assert told(one) == told(beside) == told(friend) != {}
    to_tell = GroupPlace.objects.to_tell().values_list("registration", flat=True)
    assert set(to_tell) == {friend.pk}


def test_who_is_kept_together_with_somebody_seated_goes_to_their_table(event, desk):
    seated = event.registrations.last()
    one = make_registration(event, state="attended")
    event.keep_rules.create(kind=KeepRule.Kind.TOGETHER, one=one, other=seated)
    services.seat_now(one, by=desk, at=DAY)
    assert told(one) == told(seated)


def test_a_workshop_that_is_over_needs_no_table(event, desk):
    one = make_registration(event, state="attended")
    first = event.sessions.first()
    services.seat_now(one, by=desk, at=first.ends_at)
    assert list(told(one)) == ["Workshop 2"]
    with pytest.raises(Refused, match="has a table in every workshop that is still to come"):
        services.seat_now(one, by=desk, at=first.ends_at)


def test_a_table_set_up_meanwhile_says_nothing_about_seats(event, desk):
    late, was = left_out(event)
    group = Group.objects.filter(session__event=event).first()
    services.set_up_table(group, features=["hearing_loop"], facilitator="", scribe="", by=None, at=DAY)
    services.seat_now(late, by=desk, at=DAY)
    assert list(told(late).values()) == list(was.values())


def test_the_table_is_one_with_no_colleague_and_nobody_whom_they_met(at):
    event = make_event(capacity=50)
    for number in (1, 2):
        make_workshop(event, groups=2, title=f"W{number}", starts_at=DAY + timedelta(hours=2 * number))
    council = make_organisation()
    mate, met = make_registration(event, organisation=council), make_registration(event)
    one = make_registration(event, organisation=council, state="attended")
    first, second = (list(session.groups.all()) for session in event.sessions.in_order())
    for person, table in ((mate, first[0]), (met, first[1]), (mate, second[0]), (met, second[1])):
        tell_place(make_place(person, table))
    tell_place(make_place(one, first[1]))
    event.refresh_from_db()
    services.seat_now(one, by=make_member(event, "desk"), at=DAY)
    assert told(one)["W2"] == "Table 2"  # met again (6) hurts less than a colleague (10)


def test_prices_are_what_the_counts_would_say(event):
    one = make_registration(event, state="attended")
    for number, workshop in enumerate(event.sessions.in_order()):
        workshop.groups.filter(name="Table 1").update(topic="Tea")
        workshop.groups.exclude(name="Table 1").update(topic="Toast")
        one.topics[str(workshop.pk)] = ["Toast", "Tea"] if number else ["Tea", "Toast"]
    one.save()
    first, second = event.sessions.in_order()
    make_place(one, first.groups.last())
    room = room_of(event)
    prices = Standing(room).prices([one.pk], 1)
    weights = {"mix.sector": 10, "mix.kind": 4, "org_pairs": 10, "repeats": 6, "pref": 1}
    now = Standing(room).counts()
    for price, group in zip(prices, second.groups.all(), strict=True):
        then = Standing(room.with_seats({(one.pk, second.pk): group.pk})).counts()
        assert price == sum(weights[name] * (then[name] - count) for name, count in now.items())


@pytest.mark.parametrize("state", ["confirmed", "cancelled"])
def test_only_who_is_here_is_given_a_table(event, desk, state):
    with pytest.raises(Refused, match="Check them in first"):
        services.seat_now(make_registration(event, state=state), by=desk, at=DAY)


def test_a_table_is_given_by_the_desk_where_groups_are_told_and_until_the_end(event, desk):
    one = make_registration(event, state="attended")
    with pytest.raises(Refused, match="Only organisers and the desk"):
        services.seat_now(one, by=make_member(event, "analyst"), at=DAY)
    with pytest.raises(Refused, match="is over"):
        services.seat_now(one, by=desk, at=event.ends_at)
    online = make_registration(event, mode="online", state="waiting")
    Registration.objects.filter(pk=online.pk).update(state="attended")
    with pytest.raises(Refused, match="Check them in first"):
        services.seat_now(online, by=desk, at=DAY)
    event.groups_told_at = None
    event.save()
    with pytest.raises(Refused, match="Ask an organiser to publish"):
        services.seat_now(one, by=desk, at=DAY)
