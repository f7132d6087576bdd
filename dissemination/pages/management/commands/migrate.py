"""`manage.py migrate`: Django's own, and afterwards the database counts the changes of what readers see."""

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections

from dissemination.core.counting import Watched, watch

# Every table that a kept page reads.
SEEN = (
    "events.Project",
    "events.Event",
    "events.Venue",
    "events.Organisation",
    "questionnaires.FormQuestion",
    "programme.Room",
    "programme.Session",
    "programme.Question",
    "programme.Perspective",
    "programme.Group",
    "speakers.Speaker",
    "speakers.Appearance",
    "speakers.Material",
    "speakers.MaterialVersion",
    "outcomes.Outcome",
)
# How many places are taken is asked each time: a rush for places shall not throw every other page away.
ASKED_EACH_TIME = {"events.Event": ("taken", "online_taken")}
# A new organisation is seen once something names it, and that counts by itself.
VERBS = {"events.Organisation": ("UPDATE", "DELETE")}


class Command(migrate.Command):
    # SQLite changes a table by making it anew, without its triggers. So they are set after every migration.

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        watch(connections[options["database"]], [_watched(label) for label in SEEN])


def _watched(label: str) -> Watched:
    return Watched(
        table=apps.get_model(label)._meta.db_table,
        verbs=VERBS.get(label, ("INSERT", "UPDATE", "DELETE")),
        ignored=ASKED_EACH_TIME.get(label, ()),
    )
