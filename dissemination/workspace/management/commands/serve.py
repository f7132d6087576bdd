"""`manage.py serve`: prepare and serve in one start of Python, because two take twice as long."""

from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

THREADS = 32  # a slow upload holds one for as long as it takes; those that have nothing to do end


class Command(BaseCommand):
    help = "Prepare the database, keep the sample's links in DATA_DIR/links, and serve on this machine."
    requires_system_checks = []  # `start.py check` proves them; here the first page would wait for them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1)
        parser.add_argument("--empty", action="store_true", help="no sample in an empty database")

    def handle(self, *args: Any, port: int, processes: int, empty: bool, **options: Any) -> None:
        links = StringIO()
        call_command("prepare", empty=empty, stdout=links)
        (settings.DATA_DIR / "links").write_text(links.getvalue())
        connections.close_all()  # the server works in a process of its own, which inherits none of them
        server = Granian(
            "dissemination.wsgi:application",
            port=port,
            interface=Interfaces.WSGI,
            workers=processes,
            blocking_threads=THREADS,
            websockets=False,
            log_level=LogLevels.warning,
        )
        server.serve()
