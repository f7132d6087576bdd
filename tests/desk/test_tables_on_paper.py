"""The papers of the tables: who sits there, as allowed; one sign a table; plans as the rooms are laid."""

import pytest

from dissemination.desk.services import tables
from dissemination.events.models import Organisation
from sessions.models import Group
from tests.factories import (
    make_appearance,
    make_event,
    make_organisation,
    make_place,
    make_registration,
    make_room,
    make_speaker,
    make_workshop,
    tell_place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Two workshops with two tables each: the first in the Canal Room, the second too."""
    event = make_event(slug="works")
    room = make_room(event, "Canal Room")
    for number in (1, 2):
        workshop = make_workshop(event, groups=2, questions=1, title=f"Workshop {number}")
        workshop.room = room
        workshop.save()
    return event


@pytest.fixture
def table(event):
    return event.sessions.get(title="Workshop 1").groups.get(name="Table 1")


def seated(event, table, **values):
    known = Organisation.objects.filter(name="Harbour Housing").first()
    harbour = known or make_organisation("Harbour Housing")
    registration = make_registration(event, **{"organisation": harbour} | values)
    tell_place(make_place(registration, table))
    return registration


def first_sheet(event):
    return tables.sheets(event, {})[0]


@pytest.mark.parametrize(
    ("names", "listing", "called"),
    [
        (("Ann Archer", "Ben Archer"), "participants", ("Ann", "Ben")),
        (("Ann Archer", "Dr Ann Baker"), "participants", ("Ann A.", "Ann B.")),
        (("Ann Archer", "ann Ashley", "Ann Ash"), "public", ("Ann Ar.", "ann Ashl.", "Ann Ash")),
        (("Ann", "Ann Archer"), "public", ("Ann", "Ann A.")),
        (("Ann Archer", "Ann Baker"), "nobody", ("Ann", "Ann")),
    ],
)
def test_two_of_one_first_name_are_told_apart_as_far_as_they_let_their_name_be_shown(
    event, table, names, listing, called
):
    for name in names:
        seated(event, table, name=name, listing=listing)
    sheet = first_sheet(event)
    assert sorted(sheet.table.people) == sorted(called)
    assert sorted(one.name for one in sheet.neighbours) == sorted(called)


@pytest.mark.parametrize(
    ("listing", "organisation"),
    [("nobody", ""), ("participants", "Harbour Housing"), ("public", "Harbour Housing")],
)
def test_the_facilitator_reads_first_names_and_the_organisations_of_those_who_let_it_be_shown(
    event, table, listing, organisation
):
    seated(event, table, name="Dr. Ann Example", listing=listing)
    [ann] = first_sheet(event).neighbours
    assert (ann.name, ann.organisation) == ("Ann", organisation)
    assert first_sheet(event).table.people == ("Ann",)


def test_somebody_without_an_organisation_is_named_alone(event, table):
    seated(event, table, name="Ann", organisation=None, listing="public")
    assert first_sheet(event).neighbours[0].organisation == ""


@pytest.mark.parametrize(("name", "called"), [("Ann", "Ann"), ("王小明", "王小明"), ("Prof Dr", "Prof Dr")])
def test_a_name_of_one_word_is_a_first_name(event, table, name, called):
    assert seated(event, table, name=name).first_name == called


def test_who_does_not_come_is_not_on_the_sheet(event, table):
    seated(event, table, state="absent")
    seated(event, table, state="attended", name="Ben Here")
    assert [one.name for one in first_sheet(event).neighbours] == ["Ben"]


def test_the_sheet_names_who_looks_after_the_table(event, table):
    speaker = make_speaker(event.project, name="Fay Lead")
    make_appearance(table.session, speaker=speaker, role="facilitator", group=table)
    assert first_sheet(event).helpers == ("Fay Lead (Facilitator)",)


def test_a_table_that_stands_in_one_room_all_day_has_one_sign(event, table):
    table.features = ["wheelchair"]
    table.save()
    table.session.event.sessions.get(title="Workshop 2").groups.filter(name="Table 1").update(
        features=["wheelchair"]
    )
    assert [(sign.name, sign.room, sign.offers) for sign in tables.signs(event)] == [
        ("Table 1", "Canal Room", ("Wheelchair access",)),
        ("Table 2", "Canal Room", ()),
    ]


def test_a_table_in_another_room_has_a_sign_of_its_own(event, table):
    table.room = make_room(event, "Attic")
    table.save()
    first, second = (f"Workshop {number} (11:30–12:30)" for number in (1, 2))
    assert [(sign.name, sign.room, sign.workshops) for sign in tables.signs(event)] == [
        ("Table 1", "Attic", first),
        ("Table 2", "Canal Room", ""),
        ("Table 1", "Canal Room", second),
    ]


def test_tables_of_two_workshops_that_differ_by_their_topic_have_signs_that_say_which(event, table):
    Group.objects.filter(session=table.session).update(topic="Records")
    assert [(sign.name, sign.topic, sign.workshops[:10]) for sign in tables.signs(event)] == [
        ("Table 1", "Records", "Workshop 1"),
        ("Table 2", "Records", "Workshop 1"),
        ("Table 1", "", "Workshop 2"),
        ("Table 2", "", "Workshop 2"),
    ]


def test_workshops_for_which_the_room_is_laid_alike_share_a_plan(event):
    [plan] = tables.plans(event)
    assert (plan.room, plan.workshops, plan.legend) == ("Canal Room", "Workshop 1 · Workshop 2", ())
    assert [(spot.name, spot.seats) for spot in plan.spots] == [("Table 1", 10), ("Table 2", 10)]


def test_each_room_has_a_plan_with_marks_for_what_its_tables_offer(event, table):
    table.room, table.features = make_room(event, "Attic"), ["wheelchair", "quiet"]
    table.save()
    attic, first, second = tables.plans(event)
    assert [(plan.room, plan.workshops) for plan in (attic, first, second)] == [
        ("Attic", "Workshop 1"),
        ("Canal Room", "Workshop 1"),
        ("Canal Room", "Workshop 2"),
    ]
    assert attic.spots[0].marks == ("W", "Q")
    assert attic.legend == (("W", "Wheelchair access"), ("Q", "Quiet place"))


def test_three_people_need_as_many_queries_as_one(event, table, django_assert_num_queries):
    for count in (1, 3):
        while event.registrations.count() < count:
            seated(event, table)
        with django_assert_num_queries(6):
            tables.sheets(event, {})
        with django_assert_num_queries(1):
            tables.plans(event)
