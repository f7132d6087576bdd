"""A rush for places: contenders fill in the real form over HTTP, some at a time, until all have an answer.

    python benchmarks/registration.py [--database-url URL] [--json | --profile]

Without a URL: SQLite in a folder that goes afterwards, one web process as start.py has it. With the URL of a
PostgreSQL database, which keeps what is written: two. `--outage` takes broker and mail server away.

Prints completed (places), refused, waiting, oversold, per_second (places over the time to the last one),
p95_ms (from asking for the form to reading the confirmation), round_trips, cpu_s_each (all web CPU over all
contenders). `--profile` prints instead where the CPU of each of the three requests goes, and how many
statements it asks of the database: one contender after the other, in one process and without a network.
"""

import argparse
import json
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode

from costs import Application, Caller, Cost, counted, in_process, table
from django.apps import apps
from django.utils import timezone
from serving import Served, Visitor, served, share

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
OUTAGE = {"CELERY_BROKER_URL": "redis://127.0.0.1:1/0", "EMAIL_URL": "smtp://127.0.0.1:1"}
WORDS = {"You have a place": "completed", "You are on the waiting list": "waiting"}


@dataclass
class Tally:
    """What came of it."""

    began: float = 0.0
    ended: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    last_place: float = 0.0
    round_trips: int = 0


def answers(number: int, page: str, **own: str) -> str:
    """The form of the page, filled in by one contender; `own` in place of what they would say."""
    told = {
        "name": f"Contender {number}",
        "email": f"contender-{number}-{os.getpid()}@example.org",
        "job_title": "Officer",
        "organisation": f"Borough Council {number % 40}",
        "sector": "local",
        "kind": "newcomer",
        "listing": "participants",
        "photograph": "no",
        "dietary": "Vegetarian" if number % 4 == 0 else "",
    }
    return urlencode(dict(HIDDEN.findall(page)) | told | own)


def contend(number: int, port: int, address: str, tally: Tally) -> None:
    """Ask for the form, send it, read the confirmation."""
    start = time.perf_counter()
    visitor = Visitor(port)
    _, form = visitor.ask(address)
    _, page = visitor.ask(address, answers(number, form))
    end = time.perf_counter()
    visitor.close()
    outcome = next((outcome for words, outcome in WORDS.items() if f"<h1>{words}" in page), "refused")
    tally.ended[outcome] += 1
    tally.seconds.append(end - start)
    tally.round_trips = max(tally.round_trips, visitor.round_trips)
    if outcome == "completed":
        tally.last_place = max(tally.last_place, end)


def rush(site: Served, address: str, *, contenders: int, at_a_time: int) -> Tally:
    """All contenders, so many at a time."""
    numbers, tally = count(), Tally(began=time.perf_counter())

    def work() -> None:
        while (number := next(numbers)) < contenders:
            contend(number, site.port, address, tally)

    threads = [threading.Thread(target=work) for _ in range(at_a_time)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def make_event(places: int) -> Any:
    """An event of its own, open for registration, in the database of the environment."""
    now, name = timezone.now(), f"rush-{time.time_ns()}"
    event, project, venue = (apps.get_model("events", model) for model in ("Event", "Project", "Venue"))
    where = {"name": "Harbour Hall", "city": "Northvale", "address": "1 Quay Street\nNorthvale"}
    return event.objects.create(
        project=project.objects.create(title="Spreading what works", slug=name),
        title="Spreading what works",
        slug=name,
        aims="To bring people together.",
        venue=venue.objects.create(**where),
        starts_at=now + timedelta(days=30),
        ends_at=now + timedelta(days=30, hours=7),
        capacity=places,
        state="open",
        contact_name="Robin Example",
        contact_email="events@example.org",
    )


def measured(asked: argparse.Namespace) -> dict[str, Any]:
    """Run it once, and say what was found."""
    told = OUTAGE if asked.outage else {}
    processes = asked.processes or (2 if asked.database_url else 1)
    with served(database_url=asked.database_url, processes=processes, **told) as site:
        event = make_event(asked.places)
        address = f"/events/{event.slug}/register/"
        warm = [Visitor(site.port) for _ in range(4 * processes)]
        for visitor in warm:
            visitor.ask(address)
            visitor.close()
        before = site.web_cpu()
        tally = rush(site, address, contenders=asked.contenders, at_a_time=asked.at_a_time)
        spent = site.web_cpu() - before
        confirmed = event.registrations.holding_a_place().count()
    return {
        "completed": tally.ended["completed"],
        "refused": tally.ended["refused"],
        "waiting": tally.ended["waiting"],
        "oversold": max(0, confirmed - asked.places),
        "per_second": round(tally.ended["completed"] / (tally.last_place - tally.began), 1),
        "p95_ms": round(share(tally.seconds, 0.95) * 1000, 1),
        "round_trips": tally.round_trips,
        "cpu_s_each": round(spent / asked.contenders, 5),
    }


def profiled(asked: argparse.Namespace) -> Iterable[str]:
    """What each request costs: half of the contenders for the CPU, half for the functions."""
    costs = {name: Cost() for name in ("form", "post", "confirmation")}
    with in_process(asked.database_url) as application:
        address = f"/events/{make_event(asked.places).slug}/register/"
        for number in range(-20, 0):  # the first ones load what all others find loaded
            walk(number, application, address, {name: Cost() for name in costs})
        for number in range(asked.contenders):
            walk(number, application, address, costs, is_profiled=number % 2 == 1)
        walk(asked.contenders, application, address, costs, is_counted=True)
    return table(costs, most=40)


def walk(
    number: int,
    application: Application,
    address: str,
    costs: dict[str, Cost],
    *,
    is_profiled: bool = False,
    is_counted: bool = False,
) -> None:
    """One contender in this process: form, post, confirmation."""
    caller, page, sent = Caller(application), "", ""
    for name, cost in costs.items():
        with counted(cost) if is_counted else nullcontext():
            page = caller.ask(address, cost, sent, is_profiled=is_profiled)
        sent = answers(number, page) if name == "form" else ""
        address = page if name == "post" else address


def main() -> None:
    """Print what one rush gave."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url", default="", help="a PostgreSQL database to fill")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--profile", action="store_true", help="where the CPU goes")
    parser.add_argument("--outage", action="store_true", help="broker and mail server are both down")
    parser.add_argument("--contenders", type=int, default=400)
    parser.add_argument("--places", type=int, default=120)
    parser.add_argument("--at-a-time", type=int, default=16)
    parser.add_argument(
        "--processes", type=int, default=0, help="web processes (1 on SQLite, 2 on PostgreSQL)"
    )
    asked = parser.parse_args()
    if asked.profile:
        print("\n".join(profiled(asked)))
        return
    found = measured(asked)
    print(
        json.dumps(found) if asked.json else "\n".join(f"{name:12} {value}" for name, value in found.items())
    )


if __name__ == "__main__":
    main()
