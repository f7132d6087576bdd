"""Never one place too many: many post at once over HTTP, while places are given back and given by hand.

    python benchmarks/places.py --database-url URL [--runs 20]

Each run has an event of its own with 50 places. 20 threads post 400 forms to two web processes, every fifth
of them twice at the same instant; meanwhile others cancel and an organiser gives places before their turn.
Prints for each run and in all: posted, errors (5xx), oversold (places over capacity), miscounted (taken
beside the rows that hold a place), inversions (somebody got a place from the waiting list although another
one was before them, by the clock and by the row), duplicates (second rows or second mails of one form).
"""

import argparse
import json
import random
import threading
import time
from collections import Counter
from contextlib import suppress
from importlib import import_module
from itertools import count
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Count
from django.utils import timezone
from registration import answers, make_event
from serving import Served, Visitor, served

PLACES, POSTS, THREADS = 50, 400, 20
FROM_THE_LIST = ("place_from_waiting", "offered")


def post(number: int, site: Served, address: str, told: Counter[str]) -> None:
    """One contender; every fifth presses the button twice."""
    visitors = [Visitor(site.port) for _ in range(2 if number % 5 == 0 else 1)]
    _, page = visitors[0].ask(address)
    form = answers(number, page)
    for visitor in visitors:
        visitor.cookies = visitors[0].cookies
        visitor.send(address, form)
    for visitor in visitors:
        status, _, _ = visitor.answer()
        told["posted"] += 1
        told["errors"] += status >= 500
        visitor.close()


def contend(site: Served, address: str, told: Counter[str]) -> None:
    """All contenders, 20 at a time."""
    numbers = count()

    def work() -> None:
        while (number := next(numbers)) < POSTS:
            post(number, site, address, told)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def disturb(event: Any, organiser: Any, is_over: threading.Event, by_hand: set[int]) -> None:
    """Cancel a random place, and give a random waiting delegate one before their turn, again and again."""
    services, verdicts = import_module("registrations.services"), import_module("dissemination.core.verdicts")
    dice = random.Random(event.pk)
    while not is_over.wait(0.02):
        placed = list(event.registrations.holding_a_place())
        if placed:
            services.cancel(dice.choice(placed), at=timezone.now())
        waiting = list(event.registrations.waiting())
        with suppress(verdicts.Refused):
            if waiting:
                chosen = dice.choice(waiting)
                services.promote(chosen, by=organiser, at=timezone.now(), reason="Speaks")
                by_hand.add(chosen.pk)
    connection.close()


def judged(event: Any, by_hand: set[int]) -> Counter[str]:
    """What the rows say."""
    event.refresh_from_db()
    rows, mails = event.registrations, event.messages
    holding = rows.exclude(state__in=("waiting", "cancelled", "pending", "transferred")).count()
    keys = mails.filter(kind__in=FROM_THE_LIST).values_list("key", flat=True)
    served_in_turn = rows.filter(pk__in={int(key.split(":")[1]) for key in keys} - by_hand)
    last = served_in_turn.order_by("registered_at").last()
    passed = (
        rows.waiting().filter(pk__lt=last.pk, registered_at__lt=last.registered_at) if last else rows.none()
    )
    twice = rows.live().values("email").annotate(times=Count("pk")).filter(times__gt=1).count()
    mailed = mails.filter(kind__in=("confirmation", "waiting")).values("to_email").annotate(times=Count("pk"))
    return Counter(
        oversold=max(0, holding - event.capacity),
        miscounted=abs(holding - event.taken),
        inversions=passed.count(),
        duplicates=twice + mailed.filter(times__gt=1).count(),
    )


def run(site: Served) -> Counter[str]:
    """One event, one rush."""
    event, told, by_hand, is_over = make_event(PLACES), Counter[str](), set[int](), threading.Event()
    user = apps.get_model("accounts", "User").objects.create_user(f"{time.time_ns()}@example.org")
    event.team.create(user=user, role="organiser")
    others = [threading.Thread(target=disturb, args=(event, user, is_over, by_hand)) for _ in range(2)]
    for other in others:
        other.start()
    contend(site, f"/events/{event.slug}/register/", told)
    is_over.set()
    for other in others:
        other.join()
    return told + judged(event, by_hand)


def main() -> None:
    """Print each run, and all together."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url", required=True, help="a PostgreSQL database to fill")
    parser.add_argument("--runs", type=int, default=20)
    asked = parser.parse_args()
    names, every = ("posted", "errors", "oversold", "miscounted", "inversions", "duplicates"), Counter[str]()
    with served(database_url=asked.database_url, processes=2) as site:
        for _ in range(asked.runs):
            found = run(site)
            every += found
            print(json.dumps({name: found[name] for name in names}), flush=True)
    print(json.dumps({"runs": asked.runs} | {name: every[name] for name in names}))


if __name__ == "__main__":
    main()
