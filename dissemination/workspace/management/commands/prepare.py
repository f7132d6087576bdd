"""`manage.py prepare`: what `start.py` runs before it serves, in one start of Python."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dissemination.events.models import Event


class Command(BaseCommand):
    help = "Bring the database up to date, put the sample into an empty one, and print its sign-in links."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="no sample in an empty database")

    def handle(self, *args: Any, empty: bool, **options: Any) -> None:
        try:
            _migrate()
        except DatabaseError as error:
            why = str(error).splitlines()[0]
            raise CommandError(f"The database cannot be used. Check DATABASE_URL. It said: {why}") from error
        if not empty and not Event.objects.exists():
            call_command("sample", stdout=self.stdout)
        call_command("sample", links=True, stdout=self.stdout)


def _migrate() -> None:
    """Run the migrations that are still to be run; asking first is much faster than running none."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
