"""Moving one person to another table by hand, within every rule."""

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.groups import services
from registrations import services as registrations
from registrations.models import GroupPlace, KeepRule, Need
from tests.factories import make_appearance, make_member, make_place, make_registration, make_speaker
from tests.groups.tables import make_day, seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """One workshop: four delegates at the first of three tables."""
    event = make_day(people=4, tables=3, workshops=1)
    for registration in event.registrations.all():
        make_place(registration, table(event, 1))
    return event


def table(event, number):
    return event.sessions.get().groups.get(name=f"Table {number}")


def place_of(event, number=0):
    return GroupPlace.objects.filter(registration__event=event).order_by("pk")[number]


def move(event, at, number=2, *, by=None, place=None, **more):
    """The first delegate goes to the table with this number."""
    person = (place or place_of(event)).registration
    return services.move(person, table(event, number), by=by, at=at, **more)


def refused(event, at, number=2):
    with pytest.raises(Refused) as refusal:
        move(event, at, number)
    assert set(seats(event).values()) == {"Table 1"}
    return str(refusal.value)


def test_a_person_moves_to_the_chosen_table(event, at):
    organiser = make_member(event)
    moved = move(event, at, by=organiser)
    assert [one.name for one in moved.people] == [place_of(event).registration.name]
    assert place_of(event).group.name == "Table 2"
    assert sorted(seats(event).values()) == ["Table 1", "Table 1", "Table 1", "Table 2"]
    assert AuditEntry.objects.get(verb="groups.move").actor_id == organiser.pk


def test_a_pin_comes_along(event, at):
    services.pin(place_of(event), by=None, at=at)
    move(event, at)
    assert place_of(event).is_pinned is True


def test_those_kept_together_move_together(event, at):
    a, b, c, _ = event.registrations.all()
    KeepRule.objects.create(event=event, kind="together", one=b, other=a)
    KeepRule.objects.create(event=event, kind="together", one=b, other=c)
    move(event, at)
    assert list(seats(event).values()) == ["Table 2", "Table 2", "Table 2", "Table 1"]


def test_a_full_table_is_refused(event, at):
    table(event, 2).places.all().delete()
    event.sessions.get().groups.filter(name="Table 2").update(max_size=1)
    make_place(make_registration(event), table(event, 2))
    with pytest.raises(Refused, match="Table 2 seats 1"):
        move(event, at)


def test_a_table_keeps_the_fewest_people_it_needs(event, at):
    event.sessions.get().groups.update(min_size=4)
    assert refused(event, at) == "Table 1 needs at least 4. Move somebody there first."


def test_two_people_change_places_where_nobody_else_has_room(event, at):
    event.sessions.get().groups.filter(name="Table 2").update(max_size=1)
    other = make_registration(event)
    make_place(other, table(event, 2))
    first = place_of(event).registration
    moved = move(event, at, other=other)
    assert {one.name for one in moved.people} == {first.name, other.name}
    assert (seats(event)[first.name, "Workshop 1"], seats(event)[other.name, "Workshop 1"]) == (
        "Table 2",
        "Table 1",
    )


def test_people_at_one_table_or_kept_with_others_do_not_change_places(event, at):
    a, b, c, d = event.registrations.all()
    with pytest.raises(Refused, match=f"{a.name} and {b.name} sit at one table"):
        move(event, at, 1, other=b)
    GroupPlace.objects.filter(registration__in=(c, d)).update(group=table(event, 2))
    KeepRule.objects.create(event=event, kind="together", one=c, other=d)
    with pytest.raises(Refused, match="is kept together with others"):
        move(event, at, 2, other=c)


def test_who_has_gone_from_the_table_is_not_exchanged(event, at):
    _a, b, _c, _d = event.registrations.all()
    with pytest.raises(Refused, match=f"{b.name} sits at Table 1 now"):
        move(event, at, 2, other=b)
    GroupPlace.objects.filter(registration=b).delete()
    with pytest.raises(Refused, match=f"{b.name} has no seat any more"):
        move(event, at, 2, other=b)


def test_of_two_organisers_the_second_is_told_that_somebody_was_faster(event, at):
    person, was = place_of(event).registration, table(event, 1).pk
    move(event, at, 2, was=was)
    with pytest.raises(Refused, match=f"{person.name} sits at Table 2 now: somebody moved them meanwhile"):
        move(event, at, 3, was=was)
    assert seats(event)[person.name, "Workshop 1"] == "Table 2"
    GroupPlace.objects.filter(registration=person).delete()
    with pytest.raises(Refused, match=f"{person.name} has no seat any more"):
        services.move(person, table(event, 3), was=was, by=None, at=at)


def test_somebody_without_a_seat_is_given_one(event, at):
    late = make_registration(event)
    services.move(late, table(event, 3), was=0, by=None, at=at)
    assert seats(event)[late.name, "Workshop 1"] == "Table 3"


def test_who_cancels_meanwhile_is_not_moved(event, at):
    person = place_of(event).registration
    registrations.cancel(person, at=at)
    with pytest.raises(Refused, match=f"{person.name} does not take part in this workshop any more"):
        services.move(person, table(event, 2), by=None, at=at)


def test_a_rule_made_since_is_kept_by_the_next_move(event, at):
    a, b, *_ = event.registrations.all()
    GroupPlace.objects.filter(registration=b).update(group=table(event, 2))
    KeepRule.objects.create(event=event, kind="together", one=a, other=b)
    move(event, at, 3)
    assert {seats(event)[one.name, "Workshop 1"] for one in (a, b)} == {"Table 3"}


def test_a_need_is_not_left_behind(event, at):
    someone = place_of(event).registration
    Need.objects.create(registration=someone, features=["bsl"])
    words = f"{someone.name} needs a table with: British Sign Language. Table 2 is not one."
    assert refused(event, at) == words
    event.sessions.get().groups.filter(name="Table 2").update(features=["bsl"])
    move(event, at)
    assert place_of(event).group.name == "Table 2"


def test_those_kept_apart_do_not_meet(event, at):
    a, b, *_ = event.registrations.all()
    KeepRule.objects.create(event=event, kind="apart", one=a, other=b)
    GroupPlace.objects.filter(registration=b).update(group=table(event, 3))
    with pytest.raises(Refused, match=f"{a.name} and {b.name} are kept apart"):
        move(event, at, 3)


def test_a_rule_about_somebody_without_a_seat_stops_nobody(event, at):
    late = make_registration(event)
    KeepRule.objects.create(event=event, kind="apart", one=place_of(event).registration, other=late)
    move(event, at)
    assert place_of(event).group.name == "Table 2"


def test_who_looks_after_a_table_stays_there(event, at):
    session, delegate = event.sessions.get(), place_of(event).registration
    speaker = make_speaker(event.project, person=delegate.person)
    make_appearance(session, speaker=speaker, role="facilitator", group=table(event, 1))
    assert refused(event, at) == (
        f"{delegate.name} looks after Table 1 in this workshop and sits there. "
        "Let somebody else look after it first: open its “Set up”."
    )
    place = place_of(event)
    services.pin(place, by=None, at=at)
    with pytest.raises(Refused, match=f"{delegate.name} looks after Table 1 .*pinned or not"):
        services.unpin(place, by=None, at=at)
    place.refresh_from_db()
    assert place.is_pinned


def test_somebody_without_an_address_looks_after_no_table(event, at):
    guest = make_registration(event, email="")
    place = make_place(guest, table(event, 1))
    move(event, at, place=place)
    assert seats(event)[guest.name, "Workshop 1"] == "Table 2"


def test_the_table_must_be_another_one_of_the_same_workshop(event, at):
    assert "sits there already" in refused(event, at, number=1)
    other = make_day(people=0).sessions.first().groups.first()
    with pytest.raises(Refused, match="of the same workshop"):
        services.move(place_of(event).registration, other, by=None, at=at)


def test_only_organisers_move_and_pin(event, at):
    desk = make_member(event, "desk")
    for verb in (services.pin, services.unpin):
        with pytest.raises(Refused, match="Only the event's organisers"):
            verb(place_of(event), by=desk, at=at)
    with pytest.raises(Refused, match="Only the event's organisers"):
        move(event, at, by=desk)
