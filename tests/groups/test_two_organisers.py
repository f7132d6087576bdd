"""Two organisers at one board: nobody undoes, tells, pins, sets up or takes what they have not seen."""

import pytest

from dissemination.core.verdicts import Refused
from dissemination.groups import services
from dissemination.groups.models import Draft, Step
from registrations.models import GroupPlace
from tests.factories import make_speaker
from tests.groups.tables import make_day, seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(at):
    event = make_day(people=6, tables=2, workshops=1)
    services.allocate(event, by=None, at=at, steps=30)
    return event


@pytest.fixture
def place(event):
    return GroupPlace.objects.filter(registration__event=event).first()


def last(event):
    return Step.objects.filter(event=event).standing().last().pk


def move_on(place, at):
    """The other organiser moves somebody."""
    elsewhere = place.session.groups.exclude(pk=place.group_id).get()
    services.move(place.registration, elsewhere, by=None, at=at)


def test_what_somebody_else_did_meanwhile_is_not_undone(event, place, at):
    seen = last(event)
    move_on(place, at)
    now = seats(event)
    with pytest.raises(Refused, match="Somebody changed the groups meanwhile: somebody was moved"):
        services.undo(event, by=None, at=at, seen=seen)
    assert seats(event) == now
    services.undo(event, by=None, at=at, seen=last(event))
    assert seats(event) != now


def test_what_somebody_else_took_back_is_not_taken_back_twice(event, at):
    seen = last(event)
    services.undo(event, by=None, at=at)
    with pytest.raises(Refused, match="Somebody took back what was done last"):
        services.undo(event, by=None, at=at, seen=seen)


def test_nobody_is_told_what_the_organiser_has_not_seen(event, place, at):
    seen = last(event)
    move_on(place, at)
    with pytest.raises(Refused, match="Look again, then press once more"):
        services.publish_groups(event, by=None, at=at, seen=seen)
    assert set(seats(event, "told_group").values()) == {None}
    assert services.publish_groups(event, by=None, at=at, seen=last(event)) == 6


@pytest.mark.parametrize("verb", [services.pin, services.unpin])
def test_nobody_is_pinned_to_a_table_where_the_organiser_did_not_see_them(event, place, at, verb):
    seen = place.group_id
    move_on(place, at)
    with pytest.raises(Refused, match="somebody moved them meanwhile"):
        verb(place, by=None, at=at, was=seen)
    place.refresh_from_db()
    assert (place.is_pinned, place.group_id != seen) == (False, True)


def test_nobody_is_pinned_who_has_lost_the_seat(event, place, at):
    gone = GroupPlace.objects.get(pk=place.pk)
    place.delete()
    with pytest.raises(Refused, match="has no seat any more"):
        services.pin(gone, by=None, at=at, was=gone.group_id)


def test_a_table_set_up_by_somebody_else_is_not_overwritten_unseen(event, place, at):
    make_speaker(event.project, name="Fay Lead")
    told = {"by": None, "at": at, "stood": "another card"}
    services.set_up_table(place.group, features=["bsl"], facilitator="Fay Lead", scribe="", by=None, at=at)
    said = "meanwhile: British Sign Language, Facilitator Fay Lead. Save again to put yours in its place."
    with pytest.raises(Refused, match=said):
        services.set_up_table(place.group, features=[], facilitator="", scribe="", **told)
    services.undo(event, by=None, at=at)
    with pytest.raises(Refused, match="meanwhile: nothing"):
        services.set_up_table(place.group, features=["quiet"], facilitator="", scribe="", **told)


def test_a_draft_is_used_or_left_only_by_who_has_looked_at_it(event, at):
    first = services.ask_for_draft(event, how="make", by=None, at=at).pk
    services.drop_draft(event, by=None, at=at, seen=first)
    second = services.ask_for_draft(event, how="make", by=None, at=at)
    for verb in (services.stop_draft, services.drop_draft):
        with pytest.raises(Refused, match="Somebody asked for another draft meanwhile"):
            verb(event, by=None, at=at, seen=first)
    services.work_on(second, at=at, steps=30)
    with pytest.raises(Refused, match="Somebody asked for another draft meanwhile"):
        services.use_draft(event, by=None, at=at, seen=first)
    assert Draft.objects.filter(pk=second.pk).exists()


def test_a_draft_is_not_used_over_a_plan_with_which_it_was_not_compared(event, place, at):
    draft, seen = services.ask_for_draft(event, how="make", by=None, at=at), last(event)
    services.work_on(draft, at=at, steps=30)
    move_on(place, at)
    now = seats(event)
    with pytest.raises(Refused, match="Somebody changed the groups meanwhile"):
        services.use_draft(event, by=None, at=at, seen=draft.pk, step=seen)
    assert seats(event) == now
    services.use_draft(event, by=None, at=at, seen=draft.pk, step=last(event))
