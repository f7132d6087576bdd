"""`manage.py sample`: put the sample into an empty database, or print its sign-in links."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dissemination.workspace.services import sample


class Command(BaseCommand):
    help = "Load the sample project with its three events, or print the links that open it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--links", action="store_true", help="print the links")

    def handle(self, *args: Any, links: bool, **options: Any) -> None:
        if links:
            self._print_links()
        elif sample.is_loaded():
            raise CommandError("The sample is here already. See its links with: manage.py sample --links")
        else:
            sample.load(at=timezone.now())
            self.stdout.write("The sample is loaded: one project, three events.")

    def _print_links(self) -> None:
        if not sample.is_loaded():
            return
        sample.bring_up_to_date(at=timezone.now())
        shown = sample.links()
        width = max(len(link.who) for link in shown)
        for link in shown:
            self.stdout.write(f"{link.who:<{width}}  {link.url}")
