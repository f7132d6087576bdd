"""The audit is append-only: the database itself refuses change and deletion."""

import pytest
from django.db import IntegrityError, connection, transaction

from dissemination.accounts import services
from dissemination.accounts.models import AuditEntry
from tests.factories import make_event, make_user


@pytest.fixture
def entry(db, audit_law, at):
    audit_law.code(None, connection.schema_editor())
    administrator = make_user(is_superuser=True)
    return services.record("publish", make_event(), by=administrator, at=at, event_id=7)


def test_an_entry_holds_keys_alone(entry, at):
    kept = AuditEntry.objects.about_event(7).get()
    assert (kept.at, kept.verb, kept.actor_id) == (at, "publish", entry.actor_id)
    assert kept.subject.startswith("events.Event:")
    assert str(kept) == f"publish {kept.subject}"


def test_an_entry_cannot_be_changed(entry):
    with pytest.raises(IntegrityError, match=r"The audit is append-only\."), transaction.atomic():
        AuditEntry.objects.update(verb="nothing")


def test_an_entry_cannot_be_deleted(entry):
    with pytest.raises(IntegrityError, match=r"The audit is append-only\."), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_entries_are_read_by_administrators_alone(entry):
    assert AuditEntry.objects.for_user(make_user(is_staff=True)).count() == 0
    assert AuditEntry.objects.for_user(make_user(is_superuser=True)).count() == 1
