"""How fast readers of whom nothing is known get an event's page, over real HTTP.

    python benchmarks/pages.py [--database-url URL] [--json]

Starts the product as start.py does and lets some clients ask for the page for a while, one request after the
other. Prints per_second, median_ms, p95_ms, cpu_ms_each (web CPU over all requests), wrong (answers that were
not the page) and stale (pages that did not show a change committed just before they were asked for).
"""

import argparse
import json
import statistics
import threading
import time
from collections import Counter
from typing import Any

from django.db.models import F
from registration import make_event
from serving import Served, Visitor, served, share


def read_on(site: Served, address: str, until: float, seconds: list[float], told: Counter[str]) -> None:
    """One client: the page again and again, until the time is over."""
    visitor = Visitor(site.port)
    while (start := time.perf_counter()) < until:
        status, page = visitor.ask(address)
        seconds.append(time.perf_counter() - start)
        told["wrong"] += not (status == 200 and "<h1>Spreading what works</h1>" in page)
    visitor.close()


def rush(site: Served, address: str, *, clients: int, duration: float) -> tuple[list[float], Counter[str]]:
    """All clients at once; how long each request took, and what went wrong."""
    seconds: list[float] = []
    told: Counter[str] = Counter()
    until = time.perf_counter() + duration
    work = (site, address, until, seconds, told)
    threads = [threading.Thread(target=read_on, args=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds, told


def stale(site: Served, event: Any, address: str, *, changes: int) -> int:
    """How many pages did not show a change that was committed just before they were asked for."""
    visitor, rows, missed = Visitor(site.port), type(event).objects.filter(pk=event.pk), 0
    for number in range(1, changes + 1):
        rows.update(capacity=F("capacity") + 1)
        left = f"<dd>{event.capacity + number}</dd>"
        missed += left not in visitor.ask(address)[1]
    return missed


def measured(asked: argparse.Namespace) -> dict[str, Any]:
    """Run it once, and say what was found."""
    processes = asked.processes or (2 if asked.database_url else 1)
    with served(database_url=asked.database_url, processes=processes) as site:
        event = make_event(120)
        address = f"/events/{event.slug}/"
        rush(site, address, clients=asked.clients, duration=1)
        before = site.web_cpu()
        seconds, told = rush(site, address, clients=asked.clients, duration=asked.seconds)
        spent = site.web_cpu() - before
        missed = stale(site, event, address, changes=asked.changes)
    return {
        "per_second": round(len(seconds) / asked.seconds, 1),
        "median_ms": round(statistics.median(seconds) * 1000, 2),
        "p95_ms": round(share(seconds, 0.95) * 1000, 2),
        "cpu_ms_each": round(spent / len(seconds) * 1000, 3),
        "wrong": told["wrong"],
        "stale": missed,
    }


def main() -> None:
    """Print what one run gave."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url", default="", help="a PostgreSQL database to fill")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--changes", type=int, default=200, help="changes after which the page is asked for")
    parser.add_argument("--processes", type=int, default=0, help="web processes (1; 2 with a URL)")
    asked = parser.parse_args()
    found = measured(asked)
    lines = "\n".join(f"{name:12} {value}" for name, value in found.items())
    print(json.dumps(found) if asked.json else lines)


if __name__ == "__main__":
    main()
