"""No mail is lost and none goes twice although workers are killed all the time.

    python benchmarks/kills.py [--database-url URL] [--mails 6000] [--kills 300] [--fault none|refuse|hang]

Without a URL a SQLite file is used. Workers are forked from a process that has the product loaded, do the
worker's own duty (the sweep) and are killed (SIGKILL) after 30 to 120 milliseconds, two at a time. The mail
server keeps each mail with fsync before it says 250. `refuse` and `hang` make it misbehave for the second
quarter of the kills. Prints lost, doubled, ambiguous (found by the look-up), and the seconds from the last
kill until everything had left; at least the 30 seconds of a lease where a worker died holding one.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEPT = re.compile(rb"message-id=(<[^>]+>)")
PATIENCE_SECONDS = 900


def prepared(folder: Path, database_url: str, port: int) -> Any:
    """The product, set up on an empty database and speaking to the sink; its Message model."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "dissemination.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url or f"sqlite:///{folder}/kills.sqlite3",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "MAIL_LOG": str(folder / "mail.log"),
        "CELERY_BROKER_URL": "memory://",
    }
    import_module("django").setup()
    management = import_module("django.core.management")
    management.call_command("migrate", verbosity=0)
    import_module(
        "dissemination.messaging.tasks"
    )  # what a worker does before it is killed should be its work
    import_module("django.conf").settings.EMAIL_TIMEOUT = 5
    return import_module("django.apps").apps.get_model("messaging", "Message")


def promise(model: Any, number: int) -> None:
    """So many mails, all due."""
    model.objects.all().delete()
    now = datetime.now(UTC)
    model.objects.bulk_create(
        [
            model(
                key=f"kill:{each}",
                kind="kill",
                to_email=f"a{each}@example.org",
                subject="Hello",
                text="Hello.\n",
                html="<p>Hello.</p>",
                message_id=f"<{each}.{now.timestamp():.0f}@example.org>",
                dated_at=now,
                due_at=now,
            )
            for each in range(number)
        ],
        batch_size=1000,
    )


def worker() -> int:
    """A child that does the sweep until it is killed; its number, when it has begun."""
    begun, begins = os.pipe()
    child = os.fork()
    if child == 0:
        tasks = import_module("dissemination.messaging.tasks")
        import_module("django.db").connection.ensure_connection()
        os.write(begins, b".")
        while True:
            try:
                tasks.sweep()
            except Exception:
                import_module("django.db").connection.close()
            time.sleep(0.02)
    os.read(begun, 1)
    os.close(begun)
    os.close(begins)
    return child


def await_work(model: Any) -> None:
    """Until something is there to take: what the dead had leased is free after 30 seconds."""
    while True:
        now = datetime.now(UTC)
        if model.objects.due(now).exists() or model.objects.abandoned(now).exists():
            return import_module("django.db").connections.close_all()
        time.sleep(0.2)


def kill_all_along(model: Any, kills: int, fault: str, told: Path) -> int:
    """Two workers at a time, each killed after a moment; the fault holds for a quarter of the kills.

    Returns how many of them had something in hand when they were killed.
    """
    dice, hits = random.Random(7), 0
    for number in range(kills // 2):
        await_work(model)
        if fault != "none" and number == kills // 8:
            told.write_text(fault)
        if number == kills // 4:
            told.unlink(missing_ok=True)
        begun = datetime.now(UTC)
        children = [worker(), worker()]
        for child in children:
            time.sleep(dice.uniform(0.030, 0.120))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        hits += leases_since(model, begun)
    return hits


def leases_since(model: Any, begun: datetime) -> int:
    """How many workers have leased something since then and not come back: each lease has its own end."""
    lease = import_module("dissemination.messaging.leases").LEASE
    mine = model.objects.filter(state="leased", leased_until__gt=begun + lease)
    return mine.order_by().values("leased_until").distinct().count()


def recover(model: Any) -> float:
    """The seconds that two workers, left alone, need until everything has left."""
    begun = time.monotonic()
    children = [worker(), worker()]
    while model.objects.exclude(state="sent").exists() and time.monotonic() - begun < PATIENCE_SECONDS:
        time.sleep(0.2)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return time.monotonic() - begun


def run(asked: argparse.Namespace, folder: Path, port: int) -> dict[str, object]:
    """One rush of kills, and what the mail server has kept in the end."""
    model = prepared(folder, asked.database_url, port)
    promise(model, asked.mails)
    import_module("django.db").connections.close_all()
    hits = kill_all_along(model, asked.kills, asked.fault, folder / "mail.log.fault")
    held = model.objects.filter(state="leased").count()
    import_module("django.db").connections.close_all()
    seconds = recover(model)
    kept = Counter(KEPT.findall((folder / "mail.log").read_bytes()))
    return {
        "database": "postgresql" if asked.database_url else "sqlite",
        "fault": asked.fault,
        "kills": asked.kills // 2 * 2,
        "killed with mails in hand": hits,
        "mails": asked.mails,
        "leased when the kills ended": held,
        "tried more than once": model.objects.filter(attempts__gt=1).count(),
        "lost": asked.mails - len(kept),
        "doubled": sum(times - 1 for times in kept.values()),
        "seconds to recover": round(seconds, 1),
    }


def main() -> None:
    """Print one line of JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url", default="")
    parser.add_argument("--mails", type=int, default=6000)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--fault", choices=("none", "refuse", "hang"), default="none")
    asked = parser.parse_args()
    folder, port = Path(tempfile.mkdtemp(prefix="onward-kills-")), 20000 + os.getpid() % 20000
    sink = subprocess.Popen(
        [sys.executable, str(ROOT / "benchmarks" / "sink.py"), str(port), str(folder / "mail.log")]
    )
    try:
        time.sleep(1)
        print(json.dumps(run(asked, folder, port)))
    finally:
        sink.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
