"""What runs on our own machines: settings, database, clocks, broker, worker, mail server, files."""

import shutil
import uuid
import zoneinfo
from datetime import datetime, timedelta
from pathlib import Path

import tzdata
from django.conf import settings
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Now
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dissemination.celery import app
from dissemination.messaging import letterbox, lookup
from dissemination.messaging.models import Heartbeat, Message
from dissemination.messaging.querysets import SWEEP_IS_LATE
from dissemination.workspace.services.doctor.asking import Ill

LATE = timedelta(hours=1)
APART = timedelta(seconds=30)
ROOM = 1_000_000_000  # bytes that a day of slides may need
KNOWS_ZONES_FOR = 1  # years after which rules of somewhere have changed


def mode() -> str:
    """Nothing is open that has to be shut (`check --deploy`)."""
    if settings.DEBUG:
        raise Ill(_("DEBUG is on: whoever meets a fault reads our settings."), _("Take DEBUG away."))
    if not settings.PRODUCTION:
        return _("MODE=local: for this machine alone. Readers need MODE=production.")
    open_doors = checks.run_checks(include_deployment_checks=True)
    if serious := [each for each in open_doors if each.level >= checks.WARNING]:
        says = " ".join(str(each.msg) for each in serious)
        raise Ill(says, _("Run manage.py check --deploy, and follow it."))
    return str(settings.SITE_URL)


def database() -> str:
    """It answers, and every migration has run."""
    if number := waiting_migrations():
        raise Ill(
            ngettext("%(number)s migration has not run.", "%(number)s migrations have not run.", number)
            % {"number": number},
            _("Run manage.py migrate."),
        )
    return str(connection.vendor)


def waiting_migrations() -> int:
    """How many have not run."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def broker() -> str:
    """It takes a nudge."""
    with app.connection_for_write() as line:
        line.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    return _("It takes nudges.")


def sweep(at: datetime) -> str:
    """The worker has looked for mail within the last minute and a half."""
    last = Heartbeat.objects.filter(name="sweep").values_list("at", flat=True).first()
    to_do = _("Start the worker (celery -A dissemination worker), and read what it says.")
    if last is None:
        raise Ill(_("No worker has ever looked for mail."), to_do)
    told = {"ago": timesince(last, at)}
    if last < at - SWEEP_IS_LATE:
        raise Ill(_("No worker has looked for mail for %(ago)s.") % told, to_do)
    return _("A worker looked for mail within a minute and a half.")


def waiting(at: datetime) -> str:
    """No mail has waited for an hour."""
    late = Message.objects.on_the_way(at - LATE)
    if number := late.count():
        why = late.exclude(last_error="").values_list("last_error", flat=True).first()
        raise Ill(
            ngettext(
                "%(number)s mail has waited for more than an hour.",
                "%(number)s mails have waited for more than an hour.",
                number,
            )
            % {"number": number},
            _("The mail server said: %(why)s") % {"why": why} if why else _("Look whether the worker runs."),
        )
    return _("No mail waits for longer than an hour.")


def mail_server() -> str:
    """It lets us in."""
    if settings.EMAIL_BACKEND == lookup.WRITES_FILES:
        return _("Mails are written into %(folder)s and leave this machine in no other way.") % {
            "folder": settings.MAIL_DIR
        }
    lookup.knock()
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def returns() -> str:
    """The mailbox to which bounces and diaries' answers come opens, and lets its mails be read."""
    if not settings.RETURNS_URL:
        return _("None is named (RETURNS_URL): nobody reads bounces and diaries' answers by machine.")
    try:
        with letterbox.opened() as letters:
            next(letters, None)
    except letterbox.Unreachable as fault:
        raise Ill(
            str(fault), _("See that RETURNS_URL names it, with its user, password and folder.")
        ) from fault
    return _("It opens.")


def files() -> str:
    """A file is kept, read and deleted again where slides are."""
    content = uuid.uuid4().bytes
    name = default_storage.save("doctor", ContentFile(content))
    try:
        with default_storage.open(name) as kept:
            if kept.read() != content:
                raise Ill(_("A file did not come back as it was kept."), _("Look at the disk or the bucket."))
    finally:
        default_storage.delete(name)
    free = shutil.disk_usage(settings.DATA_DIR).free
    told = {"free": free // ROOM, "folder": settings.DATA_DIR}
    if free < ROOM:
        raise Ill(_("Less than 1 GB is free in %(folder)s.") % told, _("Make room there."))
    return _("Files are kept and read; %(free)s GB are free in %(folder)s.") % told


def zones(at: datetime) -> str:
    """The rules of the clocks are those of this year or the last."""
    version = zone_version()
    told = {"version": version}
    if not version[:4].isdecimal() or int(version[:4]) < at.year - KNOWS_ZONES_FOR:
        raise Ill(
            _("The time zones are of %(version)s; rules have changed since.") % told,
            _("Bring the machine's tzdata up to date, or Python's: pip install --upgrade tzdata"),
        )
    return version


def zone_version() -> str:
    """The edition of the rules that Python reads: those of the machine, else those that came with us."""
    folders = [Path(folder) for folder in zoneinfo.TZPATH if (Path(folder) / "Europe" / "London").exists()]
    if not folders:
        return str(tzdata.IANA_VERSION)
    for kept in (folders[0] / "+VERSION", folders[0] / "tzdata.zi"):
        if kept.exists():
            return kept.read_text().split("\n")[0].removeprefix("# version ").strip()
    return _("an edition that does not say its year")


def clocks(at: datetime) -> str:
    """This machine and the database have the same time."""
    told = _database_time()
    if abs(told - at) > APART:
        raise Ill(
            _("This machine says %(here)s, the database %(there)s.")
            % {"here": f"{at:%H:%M:%S}", "there": f"{told:%H:%M:%S}"},
            _("Let both keep time by NTP (timedatectl set-ntp true)."),
        )
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _database_time() -> datetime:
    """Asked through a table that always holds a row."""
    rows = MigrationExecutor(connection).recorder.migration_qs.annotate(told=Now())
    told: datetime = rows.values_list("told", flat=True)[0]
    return told
