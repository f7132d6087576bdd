"""Every mail arrives once although the broker, the database or the mail server is away for a while.

    python benchmarks/outages.py [NAME …] [--mails 600] [--seconds 30] [--postgres]

Each outage has servers of its own that go afterwards: a mail server that keeps each mail with fsync, the real
worker, Redis or RabbitMQ as the broker, and PostgreSQL where it is the one to fail or asked for, else SQLite.
Mails are posted evenly from before the outage to its end, and some more when it is over. Prints for each:
mails that were promised, errors while promising (nobody was told anything), the longest promise in
milliseconds, lost, doubled, and the seconds from the end of the outage until everything promised before it
had arrived.

A NAME is one of: redis-flushed, redis-gone, rabbitmq-flushed, rabbitmq-gone, database, refuse (451 to every
mail), hang (no answer after DATA), away (no mail server). Without any: all of them.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
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
RABBIT = "/usr/lib/rabbitmq/bin/rabbitmq-server"


@dataclass
class Program:
    """A server that can be taken away and put back."""

    command: list[str]
    port: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    running: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it, in a group of its own, and wait until somebody answers at its port."""
        self.running = subprocess.Popen(
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=ROOT,
            env=os.environ | self.settings,
        )
        while self.port and not self._answers():
            time.sleep(0.1)

    def _answers(self) -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0

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
    broker: Program
    database: Cluster | None
    worker: Program
    promised: list[str] = field(default_factory=list)
    errors: int = 0
    longest: float = 0.0

    def fault(self, name: str) -> None:
        """Have the mail server misbehave; no name: no more."""
        (self.folder / "mail.log.fault").write_text(name)


def redis(folder: Path) -> Program:
    """Redis, which keeps nothing on the disk."""
    port = free_port()
    return Program(["redis-server", "--port", str(port), "--save", "", "--dir", str(folder)], port)


def rabbit(folder: Path) -> Program:
    """A node of RabbitMQ beside the one that may run on this machine."""
    port, empty = free_port(), folder / "rabbitmq.conf"
    empty.write_text("")
    told = {
        "HOME": folder,
        "RABBITMQ_CONF_ENV_FILE": empty,
        "RABBITMQ_CONFIG_FILE": empty,
        "RABBITMQ_ENABLED_PLUGINS_FILE": folder / "plugins",
        "RABBITMQ_MNESIA_BASE": folder / "rabbitmq",
        "RABBITMQ_LOG_BASE": folder / "rabbitmq-log",
        "RABBITMQ_NODENAME": f"outage-{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": port,
        "RABBITMQ_DIST_PORT": free_port(),
    }
    return Program([RABBIT], port, {name: str(value) for name, value in told.items()})


def forget(made: "Stage") -> None:
    """Have the broker forget everything that waits in it."""
    with import_module("kombu").Connection(os.environ["CELERY_BROKER_URL"]) as connection:
        connection.channel().queue_purge("celery")


OUTAGES: dict[str, tuple[Callable[[Any], None], Callable[[Any], None]]] = {
    "redis-flushed": (forget, forget),
    "redis-gone": (lambda made: made.broker.kill(), lambda made: made.broker.start()),
    "rabbitmq-flushed": (forget, forget),
    "rabbitmq-gone": (lambda made: made.broker.kill(), lambda made: made.broker.start()),
    "database": (lambda made: made.database.kill(), lambda made: made.database.start()),
    "refuse": (lambda made: made.fault("refuse"), lambda made: made.fault("")),
    "hang": (lambda made: made.fault("hang"), lambda made: made.fault("")),
    "away": (lambda made: made.sink.kill(), lambda made: made.sink.start()),
}


@contextmanager
def stage(name: str, *, on_postgres: bool) -> Iterator[Stage]:
    """Everything started, and the product of this process speaking to it."""
    with ExitStack() as ending:
        folder = Path(tempfile.mkdtemp(prefix="onward-outage-"))
        ending.callback(shutil.rmtree, folder, ignore_errors=True)
        port, log = free_port(), str(folder / "mail.log")
        sink = Program([sys.executable, str(ROOT / "benchmarks/sink.py"), str(port), log], port)
        is_rabbit = name.startswith("rabbitmq")
        broker = rabbit(folder) if is_rabbit else redis(folder)
        database = ending.enter_context(cluster()) if on_postgres or name == "database" else None
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "dissemination.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database.url if database else f"sqlite:///{folder}/outage.sqlite3",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "MAIL_LOG": log,
            "CELERY_BROKER_URL": f"{'amqp' if is_rabbit else 'redis'}://127.0.0.1:{broker.port}//",
        }
        made = Stage(folder, sink, broker, database, Program([sys.executable, *WORKER.split()]))
        for one in (sink, broker, made.worker):
            ending.callback(one.kill)
        subprocess.run([sys.executable, str(ROOT / "manage.py"), "migrate", "-v", "0"], check=True)
        for one in (sink, broker, made.worker):
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


def play(name: str, mails: int, seconds: float, *, on_postgres: bool) -> dict[str, object]:
    """One outage, from the first mail to the last."""
    begin, end = OUTAGES[name]
    with stage(name, on_postgres=on_postgres) as made:
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
        "database": "postgresql" if on_postgres or name == "database" else "sqlite",
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
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    if len(asked.names) == 1:
        told = play(asked.names[0], asked.mails, asked.seconds, on_postgres=asked.postgres)
        print(json.dumps(told), flush=True)
    same = ["--mails", str(asked.mails), "--seconds", str(asked.seconds), *["--postgres"] * asked.postgres]
    for name in asked.names or OUTAGES if len(asked.names) != 1 else ():
        subprocess.run([sys.executable, __file__, name, *same], check=True)


if __name__ == "__main__":
    main()
