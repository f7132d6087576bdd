"""Moving one person to another table by hand, within every rule."""

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.groups import services
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


def refused(event, at, number=2):
    with pytest.raises(Refused) as refusal:
        services.move(place_of(event), table(event, number), by=None, at=at)
    assert set(seats(event).values()) == {"Table 1"}
    return str(refusal.value)


def test_a_person_moves_to_the_chosen_table(event, at):
    organiser = make_member(event)
    moved = services.move(place_of(event), table(event, 2), by=organiser, at=at)
    assert ([one.group.name for one in moved], place_of(event).group.name) == (["Table 2"], "Table 2")
    assert sorted(seats(event).values()) == ["Table 1", "Table 1", "Table 1", "Table 2"]
    assert AuditEntry.objects.get(verb="groups.move").actor_id == organiser.pk


def test_a_pin_comes_along(event, at):
    services.pin(place_of(event), by=None, at=at)
    services.move(place_of(event), table(event, 2), by=None, at=at)
    assert place_of(event).is_pinned is True


def test_those_kept_together_move_together(event, at):
    a, b, c, _ = event.registrations.all()
    KeepRule.objects.create(event=event, kind="together", one=b, other=a)
    KeepRule.objects.create(event=event, kind="together", one=b, other=c)
    services.move(place_of(event), table(event, 2), by=None, at=at)
    assert list(seats(event).values()) == ["Table 2", "Table 2", "Table 2", "Table 1"]


def test_a_full_table_is_refused(event, at):
    table(event, 2).places.all().delete()
    event.sessions.get().groups.filter(name="Table 2").update(max_size=1)
    make_place(make_registration(event), table(event, 2))
    with pytest.raises(Refused, match="Table 2 seats 1"):
        services.move(place_of(event), table(event, 2), by=None, at=at)


def test_a_table_keeps_the_fewest_people_it_needs(event, at):
    event.sessions.get().groups.update(min_size=4)
    assert refused(event, at) == "Table 1 needs at least 4. Move somebody there first."


def test_a_need_is_not_left_behind(event, at):
    someone = place_of(event).registration
    Need.objects.create(registration=someone, features=["bsl"])
    words = f"{someone.name} needs a table with: British Sign Language. Table 2 is not one."
    assert refused(event, at) == words
    event.sessions.get().groups.filter(name="Table 2").update(features=["bsl"])
    services.move(place_of(event), table(event, 2), by=None, at=at)
    assert place_of(event).group.name == "Table 2"


def test_those_kept_apart_do_not_meet(event, at):
    a, b, *_ = event.registrations.all()
    KeepRule.objects.create(event=event, kind="apart", one=a, other=b)
    GroupPlace.objects.filter(registration=b).update(group=table(event, 3))
    with pytest.raises(Refused, match=f"{a.name} and {b.name} are kept apart"):
        services.move(place_of(event), table(event, 3), by=None, at=at)


def test_who_looks_after_a_table_stays_there(event, at):
    session, delegate = event.sessions.get(), place_of(event).registration
    speaker = make_speaker(event.project, person=delegate.person)
    make_appearance(session, speaker=speaker, role="facilitator", group=table(event, 1))
    assert refused(event, at) == f"{delegate.name} looks after Table 1 in this workshop and sits there."


def test_somebody_without_an_address_looks_after_no_table(event, at):
    guest = make_registration(event, email="")
    place = make_place(guest, table(event, 1))
    services.move(place, table(event, 2), by=None, at=at)
    assert seats(event)[guest.name, "Workshop 1"] == "Table 2"


def test_the_table_must_be_another_one_of_the_same_workshop(event, at):
    assert "sits there already" in refused(event, at, number=1)
    other = make_day(people=0).sessions.first().groups.first()
    with pytest.raises(Refused, match="of the same workshop"):
        services.move(place_of(event), other, by=None, at=at)


def test_only_organisers_move_and_pin(event, at):
    desk = make_member(event, "desk")
    for verb in (services.pin, services.unpin):
        with pytest.raises(Refused, match="Only the event's organisers"):
            verb(place_of(event), by=desk, at=at)
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.move(place_of(event), table(event, 2), by=desk, at=at)
