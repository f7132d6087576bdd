"""Every mail arrives once although the broker, the database or the mail server is away for a while.

    python benchmarks/outages.py [NAME …] [--mails 600] [--seconds 30]

Each outage has servers of its own that go afterwards: a mail server that keeps each mail with fsync, the real
worker, Redis or RabbitMQ as the broker, PostgreSQL where it is the one to fail (SQLite elsewhere). Mails are
posted evenly from before the outage to its end, and some more when it is over. Prints for each: mails that
were promised, errors while promising (nobody was told anything), the longest promise in milliseconds, lost,
doubled, and the seconds from the end of the outage until everything promised before it had arrived.

A NAME is one of: redis-flushed, redis-gone, rabbitmq, database, refuse, hang, away. Without any: all but
rabbitmq, which has to be running on this machine and is found by RABBITMQ_URL.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from durability import Cluster, cluster
from serving import free_port

ROOT = Path(__file__).resolve().parents[1]
KEPT = re.compile(rb"message-id=(<[^>]+>)")
WORKER = "-m celery --quiet -A dissemination worker --pool threads --concurrency 2 --without-gossip"
PATIENCE_SECONDS = 300
NAMES = ("redis-flushed", "redis-gone", "database", "refuse", "hang", "away")


@dataclass
class Program:
    """A server that can be taken away and put back."""

    command: list[str]
    running: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it, in a group of its own."""
        self.running = subprocess.Popen(
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=ROOT,
        )
        time.sleep(1)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.running:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.running = None


@dataclass
class Stage:
    """One installation and what can fail around it."""

    folder: Path
    sink: Program
    broker: Program | None
    database: Cluster | None
    worker: Program
    promised: list[str] = field(default_factory=list)
    errors: int = 0
    longest: float = 0.0

    def fault(self, name: str) -> None:
        """Have the mail server misbehave; no name: no more."""
        (self.folder / "mail.log.fault").write_text(name)


def flush(broker: Program) -> None:
    """Forget everything that waits in Redis."""
    subprocess.run(["redis-cli", "-p", broker.command[2], "flushall"], check=True, stdout=subprocess.DEVNULL)


OUTAGES: dict[str, tuple[Callable[[Any], None], Callable[[Any], None]]] = {
    "redis-flushed": (lambda stage: flush(stage.broker), lambda stage: flush(stage.broker)),
    "redis-gone": (lambda stage: stage.broker.kill(), lambda stage: stage.broker.start()),
    "rabbitmq": (lambda stage: None, lambda stage: None),
    "database": (lambda stage: stage.database.kill(), lambda stage: stage.database.start()),
    "refuse": (lambda stage: stage.fault("refuse"), lambda stage: stage.fault("")),
    "hang": (lambda stage: stage.fault("hang"), lambda stage: stage.fault("")),
    "away": (lambda stage: stage.sink.kill(), lambda stage: stage.sink.start()),
}


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Everything started, and the product of this process speaking to it."""
    with ExitStack() as ending:
        folder = Path(tempfile.mkdtemp(prefix="onward-outage-"))
        ending.callback(shutil.rmtree, folder, ignore_errors=True)
        port, redis = str(free_port()), str(free_port())
        sink = Program([sys.executable, str(ROOT / "benchmarks/sink.py"), port, str(folder / "mail.log")])
        broker = None if name == "rabbitmq" else Program(["redis-server", "--port", redis, "--save", ""])
        database = ending.enter_context(cluster()) if name == "database" else None
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "dissemination.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database.url if database else f"sqlite:///{folder}/outage.sqlite3",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "MAIL_LOG": str(folder / "mail.log"),
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{redis}/0" if broker else os.environ["RABBITMQ_URL"],
        }
        made = Stage(folder, sink, broker, database, Program([sys.executable, *WORKER.split()]))
        for one in (sink, broker, made.worker):
            if one:
                ending.callback(one.kill)
        subprocess.run([sys.executable, str(ROOT / "manage.py"), "migrate", "-v", "0"], check=True)
        for one in (sink, broker, made.worker):
            if one:
                one.start()
        sys.path.insert(0, str(ROOT))
        import_module("django").setup()
        time.sleep(5)
        yield made


def promise(made: Stage, number: int) -> None:
    """Promise one mail as a service would, and note how long that took."""
    outbox, texts = (import_module(f"dissemination.messaging.{name}") for name in ("outbox", "texts"))
    database = import_module("django.db")
    letter = texts.Letter("Hello", "Hello.\n", "<p>Hello.</p>")
    key, begun = f"outage:{number}", time.monotonic()
    to, at = outbox.Recipient(f"a{number}@example.org"), datetime.now(UTC)
    try:
        with database.transaction.atomic():
            outbox.post(letter, key=key, kind="outage", to=to, at=at)
        made.promised.append(key)
    except database.Error:
        made.errors += 1
        database.connection.close()
    made.longest = max(made.longest, time.monotonic() - begun)


def play(name: str, mails: int, seconds: float) -> dict[str, object]:
    """One outage, from the first mail to the last."""
    begin, end = OUTAGES[name]
    with stage(name) as made:
        for number in range(mails):
            if number == mails // 3:
                begin(made)
            if number == mails * 2 // 3:
                end(made)
                ended = time.monotonic()
                recover(made)
                seconds_to_recover = time.monotonic() - ended
            promise(made, number)
            time.sleep(seconds * 3 / mails)
        lost = recover(made)
        kept = Counter(KEPT.findall((made.folder / "mail.log").read_bytes()))
        import_module("django.db").connection.close()
    return {
        "outage": name,
        "mails": len(made.promised),
        "errors": made.errors,
        "longest promise ms": round(made.longest * 1000),
        "lost": lost,
        "doubled": sum(times - 1 for times in kept.values()),
        "seconds to recover": round(seconds_to_recover, 1),
    }


def recover(made: Stage) -> int:
    """Wait until everything promised has arrived; returns how many mails have not when patience ends."""
    messages = import_module("django.apps").apps.get_model("messaging", "Message").objects
    wanted = {
        one.encode() for one in messages.filter(key__in=made.promised).values_list("message_id", flat=True)
    }
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        missing = wanted - set(KEPT.findall((made.folder / "mail.log").read_bytes()))
        if not missing or time.monotonic() > deadline:
            return len(missing) + len(made.promised) - len(wanted)
        time.sleep(0.2)


def main() -> None:
    """Print one line of JSON for each outage, which has a process and servers of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--mails", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=30.0, help="how long the outage lasts")
    asked = parser.parse_args()
    if len(asked.names) == 1:
        print(json.dumps(play(asked.names[0], asked.mails, asked.seconds)), flush=True)
    for name in asked.names or NAMES if len(asked.names) != 1 else ():
        told = [name, "--mails", str(asked.mails), "--seconds", str(asked.seconds)]
        subprocess.run([sys.executable, __file__, *told], check=True)


if __name__ == "__main__":
    main()
