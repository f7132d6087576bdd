"""How fast an organiser works with the groups of a large event, and how fast the engine makes them.

    python benchmarks/board.py [--people 2000] [--tables 200] [--workshops 4] [--times 5]

In a database of its own, in this process, through Django's test client: the whole request, templates and all.
Prints JSON: open_ms, move_ms and what_if_ms (medians and worst), their queries, small_s (120 delegates in 2
workshops, allocated in the request), large_s (the whole event as a draft, by the worker).
"""

import argparse
import gc
import json
import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "dissemination.settings"
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("MODE", "local")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from dissemination.groups import services  # noqa: E402
from registrations.models import Registration  # noqa: E402
from tests.factories import make_event, make_member, make_organisation, make_workshop  # noqa: E402

SECTORS = ("central", "local", "local", "provider", "regulator", "service_users", "research")


def event_with(people: int, tables: int, workshops: int) -> Any:
    """An event in a month with so many delegates of every sector, four to an organisation."""
    starts_at = timezone.now() + timedelta(days=30)
    event = make_event(capacity=people + 10, starts_at=starts_at, ends_at=starts_at + timedelta(hours=8))
    for number in range(workshops):
        session = make_workshop(
            event,
            groups=tables,
            title=f"Workshop {number + 1}",
            starts_at=starts_at + timedelta(hours=number),
        )
        session.groups.update(min_size=people // tables - 2, max_size=people // tables + 2)
    organisations = [make_organisation(sector=SECTORS[i % len(SECTORS)]) for i in range(people // 4 + 1)]
    Registration.objects.bulk_create(
        Registration(
            event=event,
            name=f"Delegate {number}",
            email=f"delegate{number}@example.org",
            organisation=organisations[number // 4],
            sector=organisations[number // 4].sector,
            kind="key" if number % 3 else "interested",
            state="confirmed",
            registered_at=starts_at - timedelta(days=60) + timedelta(seconds=number),
        )
        for number in range(people)
    )
    return event


def timed(work: Any, times: int) -> tuple[dict[str, float], int]:
    """Median and worst of so many times, and the CPU's median, in milliseconds; the queries of the last."""
    seconds, cpu = [], []
    for number in range(times):
        with CaptureQueriesContext(connection) as asked:
            start, began = time.perf_counter(), time.process_time()
            answer = work(number)
            cpu.append(time.process_time() - began)
            seconds.append(time.perf_counter() - start)
        assert answer.status_code == 200, answer.content[:500]
    return {
        "median": round(1000 * statistics.median(seconds), 1),
        "worst": round(1000 * max(seconds), 1),
        "cpu": round(1000 * statistics.median(cpu), 1),
    }, len(asked)


def measured(asked: argparse.Namespace) -> dict[str, Any]:
    """Everything, once."""
    call_command("migrate", verbosity=0)
    now, found = timezone.now(), {}
    small = event_with(120, 12, 2)
    start = time.perf_counter()
    services.allocate(small, by=None, at=now, seconds=0.6)
    found["small_s"] = round(time.perf_counter() - start, 2)
    event = event_with(asked.people, asked.tables, asked.workshops)
    organiser = make_member(event)
    start = time.perf_counter()
    draft = services.ask_for_draft(event, how="make", by=organiser, at=now)
    draft = services.work_on(draft, at=now)
    found["large_s"], found["counts"] = round(time.perf_counter() - start, 2), draft.counts
    start = time.perf_counter()
    services.use_draft(event, by=organiser, at=now)
    found["use_s"] = round(time.perf_counter() - start, 2)
    return found | pages(event, organiser, asked.times)


def pages(event: Any, organiser: Any, times: int) -> dict[str, Any]:
    """The board of one workshop opened, and people moved on it."""
    client, session = Client(SERVER_NAME="localhost"), event.sessions.first()
    client.force_login(organiser)
    board = f"/admin/event/{event.slug}/groups/{session.pk}/"
    client.get(board)
    gc.collect()
    gc.freeze()  # as dissemination.wsgi does
    open_ms, open_queries = timed(lambda _n: client.get(board), times)
    groups = list(session.groups.order_by("pk"))
    session.groups.update(min_size=0, max_size=99)  # so that every move is allowed

    def sent(number: int) -> dict[str, object]:
        here, there = groups[2 * number], groups[2 * number + 1]
        place = here.places.first()
        return {"who": f"{place.registration_id}:{here.pk}", "group": there.pk}

    wishes = [sent(number) for number in range(times)]
    what_if_ms, what_if_queries = timed(lambda n: client.get(f"{board}what-if/", wishes[n]), times)
    fetch = {"X-Requested-With": "fetch"}
    move_ms, move_queries = timed(
        lambda n: client.post(board, {"move": ""} | wishes[n], headers=fetch), times
    )
    return {
        "open_ms": open_ms,
        "open_queries": open_queries,
        "page_kb": len(client.get(board).content) // 1024,
        "what_if_ms": what_if_ms,
        "what_if_queries": what_if_queries,
        "move_ms": move_ms,
        "move_queries": move_queries,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--tables", type=int, default=200)
    parser.add_argument("--workshops", type=int, default=4)
    parser.add_argument("--times", type=int, default=5)
    print(json.dumps(measured(parser.parse_args()), indent=1))
