"""`manage.py retain`: delete what its time is over for, or say what would go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from dissemination.retention import services


class Command(BaseCommand):
    help = "Delete personal data whose time is over. The worker does it every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and delete nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        done = services.due(at=now) if dry_run else services.retain(at=now)
        for one in done:
            self.stdout.write(f"{one.event.slug}  {one.rule.key}  {one.rows}")
        word = "would go" if dry_run else "went"
        self.stdout.write(f"{sum(one.rows for one in done)} rows {word}.")
