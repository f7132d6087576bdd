"""`manage.py rehearse`: the whole life of an invented event, played in a database of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.workspace.services import rehearsal

WRITTEN = (
    "arriving",
    "badges-new.pdf",
    "badges.pdf",
    "day-pack.pdf",
    "instance.json",
    "mail",
    "media",
    "morning-plan.json",
    "morning.json",
    "morning.md",
    "onward.sqlite3",
    "onward.sqlite3-shm",
    "onward.sqlite3-wal",
    "plan.json",
    "queue",
    "report.html",
    "report.md",
    "secret_key",
    "summary.json",
    "threads.md",
)


class Command(BaseCommand):
    help = "Play the whole life of an invented event, and write all that comes of it into a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delegates", type=int, default=120, help="how many people try to register")
        parser.add_argument("--seed", type=int, default=1, help="the same seed plays the same event")
        parser.add_argument("--out", type=Path, required=True, help="the folder to write into")
        parser.add_argument(
            "--database-url", default="", help="an empty database in place of one in the folder"
        )
        parser.add_argument("--here", action="store_true", help="play in the database of the settings")

    def handle(self, *args: Any, delegates: int, seed: int, out: Path, **options: Any) -> None:
        if not rehearsal.FEWEST <= delegates <= rehearsal.MOST:
            raise CommandError(f"Choose between {rehearsal.FEWEST} and {rehearsal.MOST} delegates.")
        if options["here"]:
            self._play(delegates, seed, out)
        else:
            _clear(out)
            sys.exit(_play_apart(delegates, seed, out.resolve(), options["database_url"]))

    def _play(self, delegates: int, seed: int, out: Path) -> None:
        try:
            call_command("migrate", verbosity=0, interactive=False)
            is_used = Event.objects.exists()
        except DatabaseError as error:
            why = str(error).splitlines()[0]
            raise CommandError(f"The database cannot be used. It said: {why}") from error
        if is_used:
            raise CommandError("There are events in this database. Choose an empty one for a rehearsal.")
        try:
            broken = rehearsal.play(delegates=delegates, seed=seed, out=out, say=self._say)
        except Refused as refusal:
            raise CommandError(f"The rehearsal stopped: {refusal}") from refusal
        refuse_broken(broken)
        self._say(f"Every promise was kept. See {out}.")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def refuse_broken(promises: list[str]) -> None:
    """A rehearsal that broke a promise has failed, and says which."""
    if promises:
        raise CommandError("\n".join(["These promises were broken:", *promises]))


def _clear(out: Path) -> None:
    """An empty folder, or one that holds an earlier rehearsal, which goes."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        found = list(out.iterdir())
        if {entry.name for entry in found} - set(WRITTEN):
            raise CommandError(f"{out} holds other files. Choose an empty folder.")
        for entry in found:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    except OSError as error:
        raise CommandError(f"{out} cannot be written to: {error.strerror}.") from error


def _play_apart(delegates: int, seed: int, out: Path, database_url: str) -> int:
    """Play in a process of its own, whose data, mails and database are those of the rehearsal alone."""
    told = {name: value for name, value in os.environ.items() if name != "EMAIL_URL"}
    told |= {"DATA_DIR": str(out), "MODE": "local", "CELERY_BROKER_URL": "memory://localhost"}
    told["DATABASE_URL"] = database_url or f"sqlite:///{out / 'onward.sqlite3'}"
    manage = Path(__file__).resolve().parents[4] / "manage.py"
    command = [sys.executable, str(manage), "rehearse", "--here"]
    command += ["--delegates", str(delegates), "--seed", str(seed), "--out", str(out)]
    return subprocess.run(command, env=told, check=False).returncode  # noqa: S603 - ourselves
