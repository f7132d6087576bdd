"""What is counted: exactly the engine's counts, who is behind them, and what a move would change."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dissemination.groups import services
from dissemination.groups.services import counts
from dissemination.groups.services.counts import counts_of, wishes_of
from dissemination.groups.services.moves import Wish, exchanges, outcome_of
from dissemination.groups.services.problem import room_of
from dissemination.groups.services.standing import Standing
from registrations import allocation
from registrations.allocation import measures
from registrations.models import GroupPlace, Registration, WorkshopSeat
from tests.chance import examples
from tests.factories import DAY, make_registration, make_workshop
from tests.groups.tables import make_day

pytestmark = pytest.mark.django_db
WALK = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


def a_day(at, *, topics=False, people=9, pairs=()):
    """An event with groups, some of them kept together."""
    event = make_day(people=people, tables=3)
    if topics:
        for session in event.sessions.all():
            for group, topic in zip(session.groups.all(), ("Trust", "Law", "Money"), strict=True):
                session.groups.filter(pk=group.pk).update(topic=topic)
            wishes = {str(one.pk): ["Law", "Trust"] for one in event.sessions.all()}
            event.registrations.update(topics=wishes)
    listed = list(event.registrations.all())
    for one, other in pairs:
        services.keep(listed[one], listed[other], kind="together", by=None, at=at)
    services.allocate(event, by=None, at=at, steps=3)
    return event


@pytest.mark.parametrize("topics", [False, True])
def test_the_counts_are_those_of_the_engine(at, topics):
    room = room_of(a_day(at, topics=topics, pairs=[(0, 1)]))
    standing = Standing(room)
    read = allocation.read(room.instance())
    assert standing.counts() == measures.counts(read, standing.plan)


@settings(max_examples=examples(15), **WALK)
@given(who=st.integers(0, 8), where=st.integers(0, 2), workshop=st.integers(0, 1))
def test_what_a_move_would_change_is_what_it_changes(at, who, where, workshop):
    event = a_day(at, topics=bool(who % 2), pairs=[(2, 5)])
    event.sessions.all()[0].groups.update(min_size=0, max_size=9)
    event.sessions.all()[1].groups.update(min_size=0, max_size=9)
    room = room_of(event)
    group = list(event.sessions.planned()[workshop].groups.all())[where]
    outcome = outcome_of(room, Wish(room.people[who].pk, group), standing := Standing(room))
    if not outcome.verdict:
        return
    moved = services.move(Registration.objects.get(pk=room.people[who].pk), group, by=None, at=at)
    now, before = Standing(room_of(event)).counts(), standing.counts()
    changes = {name: outcome.after[name] - count for name, count in outcome.before.items()}
    assert {name: count - before[name] for name, count in now.items()} == changes
    assert Standing(moved.room).counts() == now


def test_a_full_table_offers_exchanges_the_best_first(at):
    event = a_day(at)
    session = event.sessions.planned()[0]
    session.groups.update(max_size=3, min_size=3)
    place = GroupPlace.objects.filter(session=session).first()
    group = session.groups.exclude(pk=place.group_id).first()
    room, wish = room_of(event), Wish(place.registration_id, group)
    outcome = outcome_of(room, wish, Standing(room))
    assert "Change places with somebody there" in str(outcome.verdict.reason)
    found = exchanges(room, wish, Standing(room))
    assert len(found) == 3
    assert [one.gain for _who, one in found] == sorted((one.gain for _who, one in found), reverse=True)


def test_bounds_are_remembered_for_some_events(at, monkeypatch):
    room = room_of(a_day(at))
    monkeypatch.setattr(counts, "KEPT", 0)
    assert counts_of(room) == counts_of(room_of(room.event))


def test_nothing_is_counted_before_groups_are_made():
    room = room_of(make_day(people=3))
    assert counts_of(room) == []
    assert wishes_of(Standing(room)) is None


def test_who_is_behind_the_counts_is_named(at):
    event = make_day(people=4, tables=2)
    for session in event.sessions.all():
        group = session.groups.first()
        for one in event.registrations.all():
            GroupPlace.objects.create(registration=one, session=session, group=group)
    faults = Standing(room_of(event)).faults
    a, b, c, d = event.registrations.values_list("pk", flat=True)
    assert sorted(faults.colleagues) == [(0, 0, a, c), (0, 0, b, d), (1, 0, a, c), (1, 0, b, d)]
    assert set(faults.again.values()) == {2}
    assert len(faults.again) == 6
    assert len(faults.met) == 12


def test_fairness_names_who_is_furthest_from_their_wish(at):
    event = make_day(people=3, tables=2, workshops=1)
    trust, law = event.sessions.get().groups.all()
    for group, topic in ((trust, "Trust"), (law, "Law")):
        event.sessions.get().groups.filter(pk=group.pk).update(topic=topic)
    a, b, c = event.registrations.all()
    asked = {str(trust.session_id): ["Trust", "Law"]}
    Registration.objects.filter(pk__in=(a.pk, b.pk)).update(topics=asked)
    for one, group in ((a, trust), (b, law), (c, law)):
        GroupPlace.objects.create(registration=one, session=group.session, group=group)
    wishes = wishes_of(Standing(room_of(event)))
    assert (wishes.share, wishes.first, wishes.asked, wishes.distance) == (50, 1, 2, 1)
    assert wishes.worst == [b.name]
    assert {count.name: count.count for count in counts_of(room_of(event))}["pref"] == 1


def test_topics_without_a_wish_tell_no_fairness(at):
    event = make_day(people=2, tables=2, workshops=1)
    event.sessions.get().groups.update(topic="Trust")
    Registration.objects.update(topics={"999": ["Law"]})
    services.allocate(event, by=None, at=at, steps=5)
    assert wishes_of(Standing(room_of(event))) is None


def test_a_workshop_with_limited_seats_gets_groups_of_those_who_chose_it(at):
    event = make_day(people=8, tables=2, workshops=1)
    visit = make_workshop(event, groups=2, seats=5, title="Visit", starts_at=DAY.replace(hour=15))
    chosen = list(event.registrations.all()[:4])
    for one in chosen:
        WorkshopSeat.objects.create(registration=one, session=visit)
    empty = make_workshop(event, groups=1, seats=5, title="Nobody", starts_at=DAY.replace(hour=16))
    services.allocate(event, by=None, at=at, steps=60)
    assert room_of(event).unseated == []
    seated = set(GroupPlace.objects.filter(session=visit).values_list("registration", flat=True))
    assert (seated, empty.places.count()) == ({one.pk for one in chosen}, 0)
    assert all(group.places.count() == 2 for group in visit.groups.all())
    gone = chosen[0]
    Registration.objects.filter(pk=gone.pk).update(state="absent")
    late = make_registration(event, state="attended")
    moves = services.repair(event, how="fewest", by=None, at=at, steps=60)
    assert {move.registration.pk for move in moves if move.was is None} == {late.pk}
    assert visit.places.count() == 3


def test_an_event_with_limited_workshops_alone_gets_groups_too(at):
    event = make_day(people=4, workshops=0)
    visit = make_workshop(event, groups=2, seats=5)
    for one in event.registrations.all():
        WorkshopSeat.objects.create(registration=one, session=visit)
    plan = services.allocate(event, by=None, at=at, steps=20)
    assert (plan.assign, visit.places.count()) == ([], 4)
    assert {count.bound for count in counts_of(room_of(event))} == {0}
