"""A prepared query gives what the same query gives, and its SQL is worked out once."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, Count, OuterRef, Subquery, UUIDField
from django.test.utils import CaptureQueriesContext

from dissemination.accounts.models import User
from dissemination.core.prepared import Change, Columns, Given, Insertion, Prepared
from dissemination.events.models import Event
from registrations.models import Registration
from tests.factories import make_event, make_registration


@pytest.fixture
def registrations(db):
    event = make_event()
    return [make_registration(event, name=name) for name in ("Ann Example", "Ben Example")]


def test_it_gives_the_rows_of_what_it_is_given(registrations):
    rows = Registration.objects.filter(form_key=Given("key", UUIDField()))
    query = Prepared(rows.values_list("pk", "name"))
    found = [query.all(key=one.form_key) for one in registrations]
    assert found == [[(one.pk, one.name)] for one in registrations]
    assert (query.first(key=registrations[1].form_key), query.first(key=uuid.uuid4())) == (found[1][0], None)


def test_its_sql_is_worked_out_once(registrations, monkeypatch):
    query = Prepared(Registration.objects.filter(name=Given("name")).values_list("name"))
    assert query.first(name="Ann Example") == ("Ann Example",)
    monkeypatch.setattr(query, "_rows", None)
    assert query.first(name="Ben Example") == ("Ben Example",)


def _counted(name):
    """A column of events: how many are registered by this name."""
    own = Registration.objects.filter(event=OuterRef("pk"), name=name).order_by().values("event")
    return Event.objects.annotate(number=Subquery(own.annotate(number=Count("pk")).values("number")))


def test_columns_are_those_that_the_query_itself_would_have(registrations):
    columns, mine = Columns(_counted(Given("name"))), Event.objects.filter(capacity=20).values("pk")
    make_event(capacity=30)
    for name in ("Ann Example", "Nobody", "Ben Example"):
        for rows in (Event.objects.all(), Event.objects.select_related("venue").filter(pk__in=mine)):
            as_asked = _counted(name).filter(pk__in=rows.values("pk")).order_by("pk")
            found = columns.added_to(rows, name=name).order_by("pk")
            assert list(found.values_list("pk", "number")) == list(as_asked.values_list("pk", "number"))
            assert [one.number for one in found] == [one.number for one in as_asked]


def test_columns_are_worked_out_once(registrations, monkeypatch):
    columns = Columns(_counted(Given("name")))
    assert columns.added_to(Event.objects.all(), name="Ann Example").get().number == 1
    monkeypatch.setattr(columns, "_query", None)
    assert columns.added_to(Event.objects.all(), name="Nobody").get().number is None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite prepares no statement by a name")
def test_postgresql_keeps_the_plan(registrations):
    query = Prepared(Registration.objects.filter(name=Given("name")).values_list("name"))
    with CaptureQueriesContext(connection) as asked:
        found = [query.first(name="Ann Example") for _ in range(3)]
    assert (found, len(asked)) == ([("Ann Example",)] * 3, 3)  # they count among the queries
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ['%"name" = ($1)%']
        )
        assert cursor.fetchone() == (1,)


def test_a_change_is_made_to_the_rows_of_what_it_is_given(registrations):
    rename = Change(Registration.objects.filter(name=Given("name")), name=Given("now", CharField()))
    assert [rename.make(name=name, now="Cleo Example") for name in ("Ann Example", "Nobody")] == [1, 0]
    assert {one.name for one in Registration.objects.all()} == {"Cleo Example", "Ben Example"}


def test_a_new_row_is_written_as_a_model_writes_it(db):
    insertion = Insertion(User)
    first, second = User(email="ann@example.org"), User(email="ben@example.org", is_staff=True)
    assert [insertion.write(first), insertion.write(second)] == [True, True]
    found = User.objects.order_by("pk")
    assert [(one.pk, one.email, one.is_staff) for one in found] == [
        (first.pk, "ann@example.org", False),
        (second.pk, "ben@example.org", True),
    ]
    second.is_staff = False
    second.save()  # it knows that it is there
    assert User.objects.count() == 2


def test_a_row_is_not_written_beside_another_of_the_same_name(db):
    insertion, told = Insertion(User, unless="email"), User(email="ann@example.org")
    assert insertion.write(User(email="ann@example.org"))
    assert not insertion.write(told)
    assert (told.pk, User.objects.count()) == (None, 1)


def test_many_rows_are_written_without_those_that_are_there(db):
    insertion = Insertion(User, unless="email")
    insertion.write_all(User(), [{"email": f"{name}@example.org"} for name in ("ann", "ben", "ann")])
    insertion.write_all(User(), [])
    assert sorted(User.objects.values_list("email", flat=True)) == ["ann@example.org", "ben@example.org"]


def test_each_of_many_rows_has_its_own_values_and_those_it_shares_with_the_row_before(db):
    named = [("ann", True), ("ben", True), ("cas", False)]
    rows = [{"email": f"{name}@example.org", "is_staff": is_staff} for name, is_staff in named]
    Insertion(User, unless="email").write_all(User(), rows)
    Insertion(User).write_all(User(), [{"email": "dee@example.org"}])  # in the same transaction
    assert list(User.objects.order_by("email").values_list("email", "is_staff")) == [
        ("ann@example.org", True),
        ("ben@example.org", True),
        ("cas@example.org", False),
        ("dee@example.org", False),
    ]


def test_no_other_fault_is_passed_over(db):
    insertion = Insertion(User, unless="email")
    faulty = User(email="ann@example.org", is_staff=None)
    for write in (
        lambda: insertion.write(faulty),
        lambda: insertion.write_all(User(), [{"email": "ann@example.org", "is_staff": None}]),
        lambda: insertion.write_all(faulty, [{"email": "ann@example.org"}]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
