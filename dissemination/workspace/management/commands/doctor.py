"""`manage.py doctor`: what is well, what is wrong, and what to do about it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.workspace.services import doctor

INDENT = " " * 21


class Command(BaseCommand):
    help = "Look at settings, database, broker, worker, files, clocks and the domain of the mail."
    requires_system_checks: list[str] = []  # what they say is one of the findings

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="", help="who hands mail on to the world, if not EMAIL_URL")
        parser.add_argument("--selector", default="", help="of the key that signs, if not DKIM_SELECTOR")

    def handle(self, *args: Any, host: str, selector: str, **options: Any) -> None:
        found = doctor.examine(at=timezone.now(), names=doctor.Names(), host=host, selector=selector)
        for one in found:
            mark = _("ok") if one.is_well else _("wrong")
            self.stdout.write(f"{mark:<7}{one.title:<14}{one.says}")
            if one.to_do:
                self.stdout.write(f"{INDENT}{one.to_do}")
        if wrong := sum(not one.is_well for one in found):
            told = ngettext("%(number)s thing to put right.", "%(number)s things to put right.", wrong)
            self.stdout.write(told % {"number": wrong})
            sys.exit(1)
        self.stdout.write(_("All is well."))
