"""What `start.py` runs before it serves."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from dissemination.events.models import Event


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_is_still_to_be_run_is_run_and_an_empty_database_stays_empty():
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("accounts", "0003_shared_cache")
    out = io.StringIO()
    call_command("prepare", empty=True, stdout=out)
    assert ("accounts", "0003_shared_cache") in recorder.applied_migrations()
    assert (out.getvalue(), Event.objects.count()) == ("", 0)


@pytest.mark.django_db
def test_a_database_with_somebody_elses_tables_is_told_in_one_sentence():
    MigrationRecorder.Migration.objects.all().delete()
    with pytest.raises(
        CommandError, match=r"^The database cannot be used\. Check DATABASE_URL\. It said: .+$"
    ):
        call_command("prepare")
