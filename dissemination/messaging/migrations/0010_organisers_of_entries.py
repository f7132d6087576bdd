"""Entries that stand in diaries keep the organiser whom they name today."""

from typing import Any

from django.conf import settings
from django.db import migrations
from django.db.models import Case, F, OuterRef, Subquery, Value, When


def keep_organisers(apps: Any, schema_editor: Any) -> None:
    """As `diary` names whoever a new entry answers to."""
    model = apps.get_model("messaging", "Invitation")
    events = apps.get_model("events", "Event").objects.filter(pk=OuterRef("event"))
    named = Case(When(contact_name="", then=F("project__title")), default=F("contact_name"))
    contact = Subquery(events.values("contact_email"))
    model.objects.filter(organiser_email="").update(
        organiser_name=Subquery(events.values(name=named)),
        organiser_email=Value(settings.MAIL_FROM) if settings.RETURNS_URL else contact,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0009_organiser_of_an_entry"),
    ]

    operations = [
        migrations.RunPython(keep_organisers, migrations.RunPython.noop),
    ]
