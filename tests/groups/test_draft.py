"""A draft beside the plan: asked for, worked on, compared, taken or left; nothing changes before."""

from datetime import timedelta

import pytest

from dissemination.core.verdicts import Refused
from dissemination.groups import services, tasks
from dissemination.groups.models import Draft, Step
from dissemination.groups.services import drafts
from registrations import services as registrations
from registrations.models import GroupPlace, KeepRule, Need
from tests.factories import make_member, make_registration
from tests.groups.tables import make_day, seats

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def event():
    return make_day(people=12, tables=3)


def drafted(event, at, how="make", steps=60):
    """A draft that is ready, or refused."""
    draft = services.ask_for_draft(event, how=how, by=None, at=at)
    return services.work_on(draft, at=at, steps=steps)


def test_a_draft_changes_nothing_before_it_is_used(event, at):
    draft = drafted(event, at)
    assert (draft.state, draft.percent, seats(event)) == ("ready", 100, {})
    assert [name for name, _count, _bound in draft.counts][-2:] == ["org_pairs", "repeats"]
    assert services.use_draft(event, by=make_member(event), at=at) == 12
    assert len(seats(event)) == 24
    assert not Draft.objects.exists()
    assert str(Step.objects.get()) == "A draft was taken"


def test_drafts_and_steps_are_seen_by_the_events_organisers(event, at):
    services.allocate(event, by=None, at=at, steps=5)
    draft, organiser, desk = drafted(event, at), make_member(event), make_member(event, "desk")
    assert str(draft) == "Make again, keep pins"
    for rows in (Draft.objects, Step.objects):
        assert (rows.for_user(organiser).count(), rows.for_user(desk).count()) == (1, 0)


def test_a_draft_is_left(event, at):
    drafted(event, at)
    services.drop_draft(event, by=None, at=at)
    with pytest.raises(Refused, match="There is no draft to use any more"):
        services.use_draft(event, by=None, at=at)
    for verb in (services.drop_draft, services.stop_draft):
        with pytest.raises(Refused, match="There is no draft"):
            verb(event, by=None, at=at)


def test_one_draft_is_worked_on_at_a_time(event, at):
    services.ask_for_draft(event, how="make", by=None, at=at)
    with pytest.raises(Refused, match="A plan is being worked on already"):
        services.ask_for_draft(event, how="make", by=None, at=at)


def test_a_new_draft_takes_the_place_of_one_that_is_ready(event, at):
    first = drafted(event, at)
    assert drafted(event, at).pk != first.pk
    assert Draft.objects.count() == 1


def test_the_worker_takes_what_is_asked_for(event, at, monkeypatch):
    services.ask_for_draft(event, how="make", by=None, at=at)
    monkeypatch.setattr(drafts.work_on, "__kwdefaults__", {"seconds": 0.05, "steps": None})
    tasks.work_on_drafts()
    assert Draft.objects.get().state == "ready"


def test_two_workers_do_not_work_on_the_same_draft(event, at):
    draft = services.ask_for_draft(event, how="make", by=None, at=at)
    Draft.objects.update(state="working", seen_at=at)
    assert services.work_on(draft, at=at, steps=5).state == "asked"  # as it was read: nothing done
    assert list(Draft.objects.to_be_worked_on(at)) == []
    later = at + timedelta(minutes=2)
    assert list(Draft.objects.to_be_worked_on(later)) == [draft]
    assert services.work_on(draft, at=later, steps=5).state == "ready"


def test_a_search_that_is_ended_early_gives_the_best_so_far(event, at, monkeypatch):
    monkeypatch.setattr(drafts, "PACE", 0)
    draft = services.ask_for_draft(event, how="make", by=None, at=at)
    services.stop_draft(event, by=None, at=at)
    draft = services.work_on(draft, at=at, seconds=30)
    assert (draft.state, draft.ended_at < at + timedelta(seconds=10)) == ("ready", True)


def test_what_is_impossible_is_said_in_the_draft(event, at):
    Need.objects.create(registration=event.registrations.first(), features=["wheelchair"])
    draft = drafted(event, at)
    assert (draft.state, draft.is_open) == ("refused", False)
    assert "needs a wheelchair-accessible table" in draft.reason


def test_a_fault_of_the_engine_ends_the_draft_with_a_sentence_and_is_not_hidden(event, at, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(drafts, "room_of", fail)
    draft = Draft.objects.create(event=event, how="make", asked_at=at)
    with pytest.raises(ZeroDivisionError):
        services.work_on(draft, at=at)
    draft.refresh_from_db()
    assert (draft.state, draft.is_open) == ("failed", False)
    assert "Ask for it once more." in draft.reason
    assert not Draft.objects.to_be_worked_on(at + timedelta(hours=1)).exists()


def test_a_draft_over_which_workers_die_is_not_tried_without_end(event, at):
    draft = services.ask_for_draft(event, how="make", by=None, at=at)
    Draft.objects.update(state="working", seen_at=at, tries=2)
    draft.refresh_from_db()
    assert services.work_on(draft, at=at + timedelta(minutes=2), steps=5).state == "failed"


def test_improving_keeps_pins_and_told_tables(event, at):
    services.allocate(event, by=None, at=at, steps=1)
    services.publish_groups(event, by=None, at=at)
    with pytest.raises(Refused, match="Everybody is pinned or has been told their table"):
        services.ask_for_draft(event, how="improve", by=None, at=at)
    told = seats(event)
    late = make_registration(event)
    drafted(event, at, how="improve")
    services.use_draft(event, by=None, at=at)
    now = seats(event)
    assert {key: now[key] for key in told} == told
    assert (late.name, "Workshop 1") in now


def test_improving_makes_nothing_worse(event, at):
    services.allocate(event, by=None, at=at, steps=1)
    place = services.pin(GroupPlace.objects.first(), by=None, at=at)
    draft = drafted(event, at, how="improve", steps=200)
    services.use_draft(event, by=None, at=at)
    place.refresh_from_db()
    assert place.is_pinned
    assert {name: bound for name, _count, bound in draft.counts}["org_pairs"] > 0


def test_who_cancels_and_who_comes_while_the_engine_works_is_not_lost(event, at):
    services.allocate(event, by=None, at=at, steps=5)
    drafted(event, at)
    gone, late = event.registrations.first(), make_registration(event)
    registrations.cancel(gone, at=at)
    services.use_draft(event, by=None, at=at)
    here = {name for name, _workshop in seats(event)}
    assert (gone.name in here, late.name in here, len(here)) == (False, False, 11)


def test_who_is_absent_loses_the_seat_with_the_draft(event, at):
    services.allocate(event, by=None, at=at, steps=5)
    absent = event.registrations.first()
    event.registrations.filter(pk=absent.pk).update(state="absent")
    drafted(event, at)
    services.use_draft(event, by=None, at=at)
    assert absent.name not in {name for name, _workshop in seats(event)}


def test_a_pin_made_since_is_not_lost(event, at):
    services.allocate(event, by=None, at=at, steps=5)
    draft = drafted(event, at)
    number, session, table = draft.seats[0]
    other = event.sessions.get(pk=session).groups.exclude(pk=table).first()
    place = GroupPlace.objects.get(registration=number, session=session)
    GroupPlace.objects.filter(pk=place.pk).update(group=other, is_pinned=True)
    with pytest.raises(Refused, match=f"{place.registration.name} was pinned meanwhile"):
        services.use_draft(event, by=None, at=at)
    place.refresh_from_db()
    assert (place.group, place.is_pinned) == (other, True)


def test_a_rule_made_since_is_kept_against_the_draft(event, at):
    draft = drafted(event, at)
    session, table = draft.seats[0][1:]
    pair = [number for number, *rest in draft.seats if rest == [session, table]][:2]
    one, other = event.registrations.filter(pk__in=pair)
    KeepRule.objects.create(event=event, kind="apart", one=one, other=other)
    with pytest.raises(Refused, match="are kept apart"):
        services.use_draft(event, by=None, at=at)
    assert seats(event) == {}


def test_a_table_taken_away_since_is_said(event, at):
    draft = drafted(event, at)
    event.sessions.get(pk=draft.seats[0][1]).groups.filter(pk=draft.seats[0][2]).delete()
    with pytest.raises(Refused, match="A table of the draft is gone"):
        services.use_draft(event, by=None, at=at)


def test_a_workshop_taken_away_since_is_left_out(event, at):
    drafted(event, at)
    event.sessions.get(title="Workshop 2").delete()
    services.use_draft(event, by=None, at=at)
    assert {workshop for _name, workshop in seats(event)} == {"Workshop 1"}
