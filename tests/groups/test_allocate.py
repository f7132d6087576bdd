"""Making groups: everyone taking part in exactly one group per workshop, every rule kept, nobody told."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.groups import services
from dissemination.groups.services import solving
from dissemination.groups.services.problem import room_of
from dissemination.messaging.models import Message
from registrations import allocation
from registrations import services as registrations
from registrations.models import GroupPlace, KeepRule, Need, Registration
from tests.chance import examples
from tests.factories import (
    DAY,
    make_appearance,
    make_event,
    make_member,
    make_registration,
    make_speaker,
    make_workshop,
)
from tests.groups.tables import make_day, seats

pytestmark = pytest.mark.django_db


def make_groups(event, at, **values):
    return services.allocate(event, by=None, at=at, steps=60, **values)


def test_everybody_taking_part_sits_in_exactly_one_group_of_each_workshop(at):
    event = make_day(people=9, tables=3, workshops=2)
    organiser = make_member(event)
    plan = services.allocate(event, by=organiser, at=at, steps=100)
    names = [(one.name, title) for one in event.registrations.all() for title in ("Workshop 1", "Workshop 2")]
    assert sorted(seats(event)) == sorted(names)
    assert plan.counts["org_pairs"] >= plan.bounds["org_pairs"]
    assert AuditEntry.objects.get(verb="groups.allocate").actor_id == organiser.pk


def test_nobody_is_told_before_the_groups_are_published(at):
    event = make_day()
    make_groups(event, at)
    event.refresh_from_db()
    assert (Message.objects.count(), event.groups_told_at) == (0, None)
    assert set(seats(event, "told_group").values()) == {None}


def test_who_waits_cancels_or_joins_online_has_no_seat(at):
    event = make_day(people=4, online_capacity=5)
    make_registration(event, state="waiting")
    make_registration(event, state="cancelled")
    make_registration(event, mode="online")
    make_groups(event, at)
    assert len(seats(event)) == 8


def test_a_seat_goes_when_its_delegate_no_longer_takes_part(at):
    event = make_day(people=4, workshops=1)
    make_groups(event, at)
    Registration.objects.filter(pk=event.registrations.first().pk).update(state="absent")
    make_groups(event, at)
    assert len(seats(event)) == 3


def test_the_same_seed_makes_the_same_groups(at):
    event = make_day()
    first = make_groups(event, at, seed=7).assign
    GroupPlace.objects.all().delete()
    assert make_groups(event, at, seed=7).assign == first


def test_a_pinned_person_stays_when_the_groups_are_made_again(at):
    event = make_day(people=8, tables=4)
    make_groups(event, at)
    place = services.pin(GroupPlace.objects.order_by("pk").first(), by=None, at=at)
    for seed in range(5):
        make_groups(event, at, seed=seed)
        assert GroupPlace.objects.get(pk=place.pk).group == place.group
    services.unpin(place, by=None, at=at)
    assert GroupPlace.objects.get(pk=place.pk).is_pinned is False


def test_who_is_kept_apart_or_together_is(at):
    event = make_day(people=6, tables=3)
    a, b, c, d = event.registrations.all()[:4]
    KeepRule.objects.create(event=event, kind="together", one=a, other=b)
    KeepRule.objects.create(event=event, kind="apart", one=c, other=d)
    make_groups(event, at)
    told = seats(event)
    for title in ("Workshop 1", "Workshop 2"):
        assert told[a.name, title] == told[b.name, title]
        assert told[c.name, title] != told[d.name, title]


def test_a_need_is_met_by_the_table(at):
    event = make_day(people=4, tables=2, workshops=1)
    session = event.sessions.get()
    session.groups.filter(name="Table 2").update(features=["wheelchair"])
    someone = event.registrations.first()
    Need.objects.create(registration=someone, features=["wheelchair"])
    make_groups(event, at)
    assert seats(event)[someone.name, "Workshop 1"] == "Table 2"


def test_a_delegate_who_looks_after_a_table_sits_there(at):
    event = make_day(people=6, tables=3, workshops=1)
    session, delegate = event.sessions.get(), event.registrations.first()
    speaker = make_speaker(event.project, person=delegate.person)
    make_appearance(session, speaker=speaker, role="scribe", group=session.groups.get(name="Table 3"))
    make_appearance(session, role="facilitator", group=session.groups.get(name="Table 1"))
    make_groups(event, at)
    assert seats(event)[delegate.name, "Workshop 1"] == "Table 3"
    assert len(seats(event)) == 6


def test_the_pin_of_somebody_who_does_not_come_holds_nobody(at):
    event = make_day(people=5, tables=2, workshops=1)
    make_groups(event, at)
    gone = event.registrations.first()
    gone.places.update(is_pinned=True)
    assert len(room_of(event).instance()["pins"]) == 1
    event.registrations.filter(pk=gone.pk).update(state="absent")
    assert room_of(event).instance()["pins"] == []


def test_impossible_wishes_are_refused_in_sentences_and_nothing_changes(at):
    event = make_day(people=5, tables=2, workshops=1, most=2)
    with pytest.raises(Refused) as refusal:
        make_groups(event, at)
    assert str(refusal.value) == "5 people are to be seated, “Workshop 1” has 4 seats."
    assert seats(event) == {}


def test_without_workshops_tables_or_people_nothing_is_made(at):
    event = make_event()
    with pytest.raises(Refused, match="no workshop"):
        make_groups(event, at)
    session = make_workshop(event, title="Debate")
    with pytest.raises(Refused, match="No tables are laid yet for: Debate"):
        make_groups(event, at)
    session.groups.create(name="Table 1")
    with pytest.raises(Refused, match="Nobody takes part"):
        make_groups(event, at)


@pytest.mark.parametrize(
    ("late", "values", "words"),
    [(timedelta(days=60), {}, "is over"), (timedelta(), {"cancelled_at": DAY}, "has been cancelled")],
)
def test_groups_are_made_for_an_event_that_is_still_to_come(at, late, values, words):
    with pytest.raises(Refused, match=words):
        make_groups(make_day(**values), at + late)


def test_only_organisers_make_groups(at):
    event = make_day(people=2)
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.allocate(event, by=make_member(event, "desk"), at=at)


def test_a_change_while_the_engine_works_is_noticed(at, monkeypatch):
    event = make_day(people=4)
    engine = solving.allocation.allocate

    def slow(*args, **values):
        make_registration(event)
        return engine(*args, **values)

    monkeypatch.setattr(solving.allocation, "allocate", slow)
    with pytest.raises(Refused, match="meanwhile"):
        make_groups(event, at)
    assert seats(event) == {}


def test_the_problem_and_plan_are_told_in_the_benchmarks_format_without_names(at):
    event = make_day(people=6)
    stranger = make_registration(event, organisation=None, kind="key")
    Need.objects.create(registration=stranger, features=[])
    make_groups(event, at)
    problem = services.instance_of(event)
    last = problem["delegates"][-1]
    assert last == {
        "id": 6,
        "registration": stranger.pk,
        "org": -stranger.pk,
        "sector": "other",
        "kind": "key",
        "needs": [],
    }
    assert services.plan_of(event, problem)["assign"] == [
        [int(seats(event)[one.name, title][-1]) - 1 for one in event.registrations.all()]
        for title in ("Workshop 1", "Workshop 2")
    ]
    assert allocation.read(json.loads(json.dumps(problem))).rounds == 2


@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["add", "cancel", "pin", "again"]), max_size=8))
def test_no_pin_and_nobody_is_lost_whatever_happens_in_between(at, steps):
    event = make_day(people=4, tables=3, workshops=2)
    make_groups(event, at)
    for number, step in enumerate(steps):
        _play(event, step, at, number)
    pins = {row.pk: row.group_id for row in GroupPlace.objects.filter(is_pinned=True)}
    make_groups(event, at, seed=len(steps))
    kept = GroupPlace.objects.filter(pk__in=pins)
    here = event.registrations.expected_or_here().count()
    assert {row.pk: row.group_id for row in kept} == pins
    assert len(seats(event)) == GroupPlace.objects.filter(registration__event=event).count() == 2 * here
    Registration.objects.all().delete()


def _play(event, step, at, number):
    if step == "add" and event.registrations.expected_or_here().count() < 10:
        make_registration(event)
    if step == "cancel" and event.registrations.expected_or_here().count() > 1:
        registrations.cancel(event.registrations.expected_or_here().first(), at=at)
    seated = list(GroupPlace.objects.filter(registration__event=event).order_by("pk"))
    if step == "pin" and seated:
        services.pin(seated[number % len(seated)], by=None, at=at)
    if step == "again":
        make_groups(event, at, seed=number)
