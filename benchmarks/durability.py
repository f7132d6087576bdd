"""What a delegate was told is kept: PostgreSQL is killed under load, and nothing acknowledged may be missing.

    python benchmarks/durability.py [--kills 6] [--acknowledged 20000]

Makes a PostgreSQL cluster of its own in a temporary folder (as the user postgres when run by root), serves
the product on it, and lets clients register without a pause. `pg_ctl stop -m immediate` comes at random
moments. Prints acknowledged (answers that led to the page “you have a place”), kills, lost, errors (answers
5xx and broken connections: nobody was promised anything there), doubled (addresses with two places).
"""

import argparse
import getpass
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.db.models import Count
from registration import answers, make_event
from serving import Served, Visitor, free_port, served


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server that may be killed."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Where the product finds it."""
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it has recovered."""
        told = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        self._call("pg_ctl", "start", "--wait", "-t", "120", "-l", f"{self.folder}/log", "-o", told)

    def kill(self) -> None:
        """End it as a power cut would: no checkpoint, no goodbye."""
        self._call("pg_ctl", "stop", "-m", "immediate")

    def make(self) -> None:
        """An empty cluster, fsync and synchronous commit as they come."""
        self._call("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8")

    def _call(self, program: str, *arguments: str) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
        command = [str(found[-1]) if found else program, "-D", str(self.folder / "data"), *arguments]
        as_postgres = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
        subprocess.run([*as_postgres, *command], check=True, stdout=subprocess.DEVNULL, cwd=self.folder)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running cluster that goes afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="onward-cluster-"))
    if getpass.getuser() == "root":
        shutil.chown(folder, "postgres")
    made = Cluster(folder, free_port())
    made.make()
    made.start()
    try:
        yield made
    finally:
        made.kill()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Rush:
    """What the clients were told so far."""

    acknowledged: list[str] = field(default_factory=list)
    errors: int = 0
    is_over: threading.Event = field(default_factory=threading.Event)


def register_on(site: Served, address: str, name: str, rush: Rush) -> None:
    """One client: one form after the other, each with a key of its own."""
    number = 0
    while not rush.is_over.is_set():
        try:
            visitor = Visitor(site.port)
            _, page = visitor.ask(address)
            while not rush.is_over.is_set():
                number += 1
                email = f"{name}-{number}@example.org"
                visitor.send(address, answers(number, page, email=email, form_key=str(uuid.uuid4())))
                status, target, _ = visitor.answer()
                if status != 302 or not target.endswith("/registered/"):
                    raise ConnectionError
                rush.acknowledged.append(email)
        except (OSError, IndexError, ValueError):
            rush.errors += 1
            time.sleep(0.1)


def killed(server: Cluster, rush: Rush, *, kills: int, wanted: int) -> None:
    """Kill the server so many times, evenly spread over what is to be acknowledged."""
    dice = random.Random(kills)
    for number in range(1, kills + 1):
        while len(rush.acknowledged) < wanted * number / (kills + 1):
            time.sleep(0.05)
        time.sleep(dice.random())
        server.kill()
        server.start()
        print(f"kill {number} after {len(rush.acknowledged)} acknowledged", file=sys.stderr, flush=True)
    while len(rush.acknowledged) < wanted:
        time.sleep(0.05)


def main() -> None:
    """Print what was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--acknowledged", type=int, default=20000)
    parser.add_argument("--clients", type=int, default=8)
    asked = parser.parse_args()
    rush = Rush()
    with cluster() as server, served(database_url=server.url, processes=2) as site:
        event = make_event(1_000_000)
        work = [(site, f"/events/{event.slug}/register/", f"c{n}", rush) for n in range(asked.clients)]
        clients = [threading.Thread(target=register_on, args=one) for one in work]
        for client in clients:
            client.start()
        killed(server, rush, kills=asked.kills, wanted=asked.acknowledged)
        rush.is_over.set()
        for client in clients:
            client.join()
        connection.close()  # ours was made before the kills
        kept = set(event.registrations.holding_a_place().values_list("email", flat=True))
        doubled = event.registrations.values("email").annotate(times=Count("pk")).filter(times__gt=1).count()
    found = {"acknowledged": len(rush.acknowledged), "kills": asked.kills}
    found |= {"lost": len(set(rush.acknowledged) - kept), "errors": rush.errors, "doubled": doubled}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
