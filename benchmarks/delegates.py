"""An event with 50,000 registrations as its organiser meets it: list, search, figures, exports over HTTP.

    python benchmarks/delegates.py [--database-url URL] [--json] [--people 50000]

Starts the product as start.py does, fills one event (with answers and seats), signs an organiser in and asks
for each page some times. Prints for each the milliseconds to its first byte (the slowest of the tries), for
each export those to its last byte and its size too, and `export_mb`: by how much the web's memory grew.
"""

import argparse
import http.client
import json
import random
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db import connection
from django.utils import timezone
from serving import Served, served

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
STATES = ("confirmed", "confirmed", "confirmed", "attended", "waiting", "cancelled", "absent")
SECTORS = ("central", "local", "regulator", "provider", "service_users", "research", "other")
FORENAMES = ("Ann", "Ben", "Chris", "Dana", "Eli", "Femi", "Gale", "Hana", "Ida", "Jo")
AT_ONCE = 2000
PAGES = {
    "list": "",
    "last_page": "?page=500",
    "by_name": "?sort=name",
    "search_name": "?q=Gale+4999",
    "search_organisation": "?q=council+77",
    "search_nothing": "?q=nobody+at+all",
    "state": "?state=waiting",
    "not_answered": "?answer=-{question}",
    "in_group": "?group={group}",
    "figures": "figures/",
    "export_page": "export/",
}


def model(label: str) -> Any:
    """A model of the product, once it has been set up."""
    return apps.get_model(label)


def make_event(people: int) -> Any:
    """One full event with that many registrations, answers to two questions, and a group for each."""
    now = timezone.now()
    number = model("events.Event").objects.count() + 1
    project = model("events.Project").objects.create(title="Project", slug=f"project-{number}-{now:%H%M%S}")
    event = model("events.Event").objects.create(
        project=project, title="Large", slug=f"large-{now:%Y%m%d%H%M%S}", capacity=people, state="open",
        taken=people, starts_at=now + timedelta(days=30), ends_at=now + timedelta(days=30, hours=7),
        contact_email="events@example.org", asks_more=True,
    )  # fmt: skip
    organisations = [
        model("events.Organisation")(name=f"Borough Council {i} of {event.slug}", short_name=f"BC{i}")
        for i in range(2000)
    ]
    organisations = model("events.Organisation").objects.bulk_create(organisations, AT_ONCE)
    rows = list(registrations(event, organisations, people))
    fill(event, model("registrations.Registration").objects.bulk_create(rows, AT_ONCE))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what PostgreSQL does by itself a minute after so many rows
    return event


def registrations(event: Any, organisations: list[Any], people: int) -> Iterator[Any]:
    """Names, addresses and states that differ as real ones do."""
    dice = random.Random(1)
    for i in range(people):
        yield model("registrations.Registration")(
            event=event, name=f"{FORENAMES[i % 10]} Example {i}", email=f"person{i}@{event.slug}.example.org",
            organisation=dice.choice(organisations), sector=dice.choice(SECTORS), state=dice.choice(STATES),
            kind=dice.choice(("key", "newcomer")), listing=dice.choice(("nobody", "participants", "public")),
            registered_at=timezone.now() - timedelta(minutes=dice.randrange(60 * 24 * 60)),
        )  # fmt: skip


def fill(event: Any, rows: list[Any]) -> None:
    """Answers to two questions, and a place in one of a thousand groups."""
    ask = model("questionnaires.FormQuestion").objects.create
    lunch = ask(event=event, text="Which lunch?", kind="choice", options=["Soup", "Salad", "Pie"], order=1)
    days = ask(event=event, text="Which days?", kind="several", options=["One", "Two", "Three"], order=2)
    said = {lunch: ("Soup", "Salad", "Pie"), days: (["One"], ["One", "Two"], ["Three"])}
    answers = [
        model("registrations.Answer")(
            registration=one, question=question, asked=question.text, value=values[i % 3],
            answered_at=event.starts_at,
        )
        for question, values in said.items() for i, one in enumerate(rows) if i % 10
    ]  # fmt: skip
    model("registrations.Answer").objects.bulk_create(answers, AT_ONCE)
    workshop = model("programme.Session").objects.create(
        event=event, title="Sharing", kind="workshop", starts_at=event.starts_at, ends_at=event.ends_at
    )
    groups = [model("programme.Group")(session=workshop, name=f"Table {i}", order=i) for i in range(200)]
    groups = model("programme.Group").objects.bulk_create(groups)
    places = [
        model("registrations.GroupPlace")(registration=one, session=workshop, group=groups[i % 200])
        for i, one in enumerate(rows) if one.state in ("confirmed", "attended")
    ]  # fmt: skip
    model("registrations.GroupPlace").objects.bulk_create(places, AT_ONCE)


class Organiser:
    """The organiser's browser: what it asks, and when the first and the last byte of the answer came."""

    def __init__(self, site: Served, event: Any) -> None:
        from django.test import Client

        user = model("accounts.User").objects.create_user(
            f"organiser@{event.slug}.example.org", is_staff=True
        )
        event.team.create(user=user, role="organiser")
        client = Client()
        client.force_login(user)
        self.cookies = f"sessionid={client.cookies['sessionid'].value}"
        self.port, self.base = site.port, f"/admin/event/{event.slug}/delegates/"

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[float, float, bytes]:
        """Milliseconds to the first and to the last byte, and the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": self.cookies, "Host": f"127.0.0.1:{self.port}"}
        if form is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://{headers['Host']}",
            }
        began = time.perf_counter()
        connection.request(
            "GET" if form is None else "POST", self.base + path, urlencode(form or {}), headers
        )
        answer = connection.getresponse()
        content = answer.read(1)
        first = time.perf_counter() - began
        content += answer.read()
        last = time.perf_counter() - began
        assert answer.status == 200, (answer.status, path, content[:300])
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookies += "; " + cookie.partition(";")[0]
        connection.close()
        return first * 1000, last * 1000, content


def memory(site: Served) -> float:
    """Megabytes that the web's processes have held at most, so far."""
    found = (re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in site.web())
    return sum(int(line[1]) for line in found if line) / 1024


def measured(asked: argparse.Namespace) -> dict[str, Any]:
    """Run it once, and say what was found."""
    with served(database_url=asked.database_url, processes=2 if asked.database_url else 1) as site:
        event = make_event(asked.people)
        organiser = Organiser(site, event)
        known = {
            "question": event.form_questions.first().pk,
            "group": event.sessions.get().groups.first().pk,
        }
        paths = {name: path.format(**known) for name, path in PAGES.items()}
        organiser.ask("")
        found = {
            name: round(max(organiser.ask(path)[0] for _ in range(asked.tries)))
            for name, path in paths.items()
        }
        page = organiser.ask("export/")[2].decode()
        before = memory(site)
        for kind in ("csv", "xlsx"):
            form = {"csrfmiddlewaretoken": TOKEN.search(page)[1], "take": f"delegates.{kind}", "filters": ""}  # type: ignore[index]
            first, last, content = organiser.ask("export/", form)
            found |= {kind: round(first), f"{kind}_whole": round(last), f"{kind}_kb": len(content) // 1024}
        return {"people": asked.people} | found | {"export_mb": round(memory(site) - before, 1)}


def main() -> None:
    """Print what one run gave."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url", default="", help="a PostgreSQL database to fill")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--tries", type=int, default=5)
    asked = parser.parse_args()
    found = measured(asked)
    lines = "\n".join(f"{name:20} {value}" for name, value in found.items())
    print(json.dumps(found) if asked.json else lines)


if __name__ == "__main__":
    main()
