"""Somebody is there for one delegate: interprets, say, or cares. They sit at one table."""

from datetime import timedelta

import pytest

from dissemination.accounts.models import AuditEntry
from dissemination.core.verdicts import Refused
from dissemination.desk.services import day, tables
from dissemination.groups import services as groups
from registrations import services
from registrations.models import GroupPlace, KeepRule, Registration
from tests.factories import (
    DAY,
    make_event,
    make_member,
    make_place,
    make_registration,
    make_workshop,
    tell_place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_event(slug="works", capacity=60)


@pytest.fixture
def organiser(event):
    return make_member(event)


@pytest.fixture
def ann(event):
    return make_registration(event, name="Dr Ann Example")


@pytest.fixture
def iris(event):
    return make_registration(event, name="Iris Interpreter")


def write_down(client, event, iris, **values):
    """The organiser's form about Iris, sent."""
    told = {
        "name": iris.name,
        "email": iris.email,
        "sector": iris.sector,
        "kind": iris.kind,
        "mode": iris.mode,
    }
    told |= {"listing": iris.listing, "photograph": iris.photograph}
    return client.post(f"/admin/registrations/registration/{iris.pk}/change/", told | values)


def test_they_sit_at_one_table_whenever_groups_are_made(event, organiser, ann, iris, at):
    make_workshop(event, groups=3).groups.update(max_size=4)
    for _ in range(7):
        make_registration(event)
    services.sit_with(iris, ann, by=organiser, at=at)
    groups.allocate(event, by=organiser, at=at, steps=50)
    mine, hers = (GroupPlace.objects.get(registration=one).group for one in (ann, iris))
    assert mine == hers
    assert AuditEntry.objects.filter(verb="registrations.sit_with").count() == 1


def test_the_papers_say_for_whom_somebody_is_there(event, organiser, ann, iris, at):
    table = make_workshop(event, groups=1).groups.get()
    for one in (ann, iris):
        tell_place(make_place(one, table))
    services.sit_with(iris, ann, by=organiser, at=at)
    assert {one.name: one.note for one in day.arrivals(event)} == {
        "Dr Ann Example": "",
        "Iris Interpreter": "With Dr Ann Example",
    }
    assert [(one.name, one.note) for one in tables.sheets(event, {})[0].neighbours] == [
        ("Ann", ""),
        ("Iris", "With Ann"),
    ]


def test_another_delegate_takes_the_place_of_the_first_and_nobody_ends_it(event, organiser, ann, iris, at):
    bo = make_registration(event, name="Bo")
    for delegate in (ann, ann, bo):
        services.sit_with(iris, delegate, by=organiser, at=at)
    assert services.whom_they_are_with(iris) == bo
    assert KeepRule.objects.count() == 1
    services.sit_with(iris, None, by=organiser, at=at)
    assert (services.whom_they_are_with(iris), KeepRule.objects.count()) == (None, 0)


def test_who_may_be_there_for_whom(event, organiser, ann, iris, at):
    with pytest.raises(Refused, match="nobody comes with themselves"):
        services.sit_with(ann, ann, by=organiser, at=at)
    with pytest.raises(Refused, match="two people of the same event"):
        services.sit_with(iris, make_registration(make_event()), by=organiser, at=at)
    event.keep_rules.create(kind="apart", one=ann, other=iris)
    with pytest.raises(Refused, match="Iris Interpreter and Dr Ann Example are kept apart"):
        services.sit_with(iris, ann, by=organiser, at=at)
    with pytest.raises(Refused, match="Only the event's organisers"):
        services.sit_with(iris, ann, by=make_member(event, "desk"), at=at)
    with pytest.raises(Refused, match="over"):
        services.sit_with(iris, ann, by=organiser, at=DAY + timedelta(days=2))


@pytest.mark.parametrize("typed", ["name", "ticket"])
def test_an_organiser_types_the_name_or_the_ticket(client, event, organiser, ann, iris, typed):
    Registration.objects.filter(pk=ann.pk).update(name="Ann")
    ann.refresh_from_db()
    client.force_login(organiser)
    event.__class__.objects.update(starts_at=DAY + timedelta(days=4000), ends_at=DAY + timedelta(days=4001))
    assert write_down(client, event, iris, sits_with=getattr(ann, typed)).status_code == 302
    assert services.whom_they_are_with(iris) == ann
    page = client.get(f"/admin/registrations/registration/{iris.pk}/change/")
    assert page.context["adminform"].form.initial["sits_with"] == "Ann"
    assert write_down(client, event, iris, sits_with="Ann").status_code == 302
    assert write_down(client, event, iris, sits_with="").status_code == 302
    assert services.whom_they_are_with(iris) is None


def test_a_name_that_nobody_or_several_have_is_answered_in_words(client, event, organiser, ann, iris):
    client.force_login(organiser)
    assert (
        "Nobody of this name takes part." in write_down(client, event, iris, sits_with="Zoe").content.decode()
    )
    make_registration(event, name=ann.name)
    answer = write_down(client, event, iris, sits_with=ann.name).content.decode()
    assert "Several people have this name. Enter the ticket of the one you mean." in answer
    assert KeepRule.objects.count() == 0


def test_a_new_row_without_an_event_says_what_is_missing(client, event, organiser, ann):
    client.force_login(organiser)
    answer = client.post("/admin/registrations/registration/add/", {"name": "Iris", "sits_with": ann.name})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["event"]
