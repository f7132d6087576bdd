"""A prepared query gives what the same query gives, and its SQL is worked out once."""

import uuid

import pytest
from django.db.models import UUIDField

from dissemination.core.prepared import Given, Prepared
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
