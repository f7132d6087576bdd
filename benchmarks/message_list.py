"""How long an organiser waits for the list of mails where there are very many.

    python benchmarks/message_list.py --database-url URL [--mails 1000000] [--events 1]

Fills the database named by the URL, which should be empty, with mails of so many events. Prints the
milliseconds in which each page comes that an organiser of all these events can ask for, the median of 3, and
how many statements it took.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "first page": "",
    "page 50": "?p=50",
    "did not arrive": "?arrival=failed",
    "on its way": "?arrival=open",
    "state sent": "?state=sent",
    "state failed": "?state=failed",
    "state held, none": "?state=held",
    "about confirmations": "?kind=confirmation",
    "about something rare": "?kind=allotment",
    "about mailings": "?kind=mailing",
    "search, one address": "?q=delegate999@example.org",
    "search, part of many": "?q=example",
    "search, nothing": "?q=zzzzzz",
}
COLUMNS = (
    "key, kind, event_id, to_email, to_name, from_name, reply_to, subject, text, html, calendar, method, "
    "unsubscribe, is_secret, is_bulk, message_id, dated_at, due_at, state, attempts, sent_at, last_error"
)
ROWS = """
INSERT INTO messaging_message ({columns})
SELECT 'k' || n, CASE WHEN n % 3 = 0 THEN 'mailing ' || n % 7 ELSE 'confirmation' END, {first} + n % {events},
       'delegate' || n || '@example.org', 'Delegate ' || n, 'Robin', 'r@example.org', 'You have a place',
       {text}, {text}, '', '', '', {no}, {bulk}, '<' || n || '@x>', {now}, {now},
       CASE WHEN n % 5000 = 0 THEN 'failed' WHEN n % 7001 = 0 THEN 'queued' ELSE 'sent' END, 1,
       CASE WHEN n % 5000 = 0 OR n % 7001 = 0 THEN NULL ELSE {now} END, ''
FROM numbers
"""
NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {mails})",
    "postgresql": "WITH numbers AS (SELECT generate_series(1, {mails}) AS n)",
}


def prepared(folder: Path, database_url: str) -> Any:
    """The product, set up on the database; finds models by their names."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "dissemination.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": "memory://",
    }
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", verbosity=0)
    return import_module("django.apps").apps.get_model


def filled(model: Any, *, mails: int, events: int) -> Any:
    """So many mails of so many events, all of which the returned user organises."""
    now = datetime.now(UTC)
    project = model("events", "Project").objects.create(title="P", slug="p")
    user = model("accounts", "User").objects.create_user("robin@example.org", is_staff=True)
    made = [
        model("events", "Event").objects.create(
            project=project, title=f"Event {n}", slug=f"e-{n}", capacity=9, state="open",
            contact_email="e@x.org", starts_at=now + timedelta(days=9),
            ends_at=now + timedelta(days=9, hours=7),
        )
        for n in range(events)
    ]  # fmt: skip
    for event in made:
        model("events", "TeamMember").objects.create(event=event, user=user, role="organiser")
    connection = import_module("django.db").connection
    is_sqlite = connection.vendor == "sqlite"
    rows = ROWS.format(
        columns=COLUMNS,
        first=made[0].pk,
        events=events,
        text="printf('%.*c', 600, 'x')" if is_sqlite else "repeat('x', 600)",
        no="0" if is_sqlite else "false",
        bulk="n % 3 = 0",
        now="datetime('now')" if is_sqlite else "now()",
    )
    with connection.cursor() as cursor:
        numbers = NUMBERS[connection.vendor].format(mails=mails)
        into, _, select = rows.partition("SELECT")
        statement = f"{numbers} {rows}" if not is_sqlite else f"{into} {numbers} SELECT {select}"
        cursor.execute(statement)
        if not is_sqlite:  # where nobody would
            cursor.execute("ANALYZE")
    return user


def waited(client: Any, address: str) -> tuple[int, int]:
    """(milliseconds for the page, statements it took)."""
    connection = import_module("django.db").connection
    seen = import_module("django.test.utils").CaptureQueriesContext
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        with seen(connection) as statements:
            answer = client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    if os.environ.get("SLOW"):
        for one in statements.captured_queries:
            if float(one["time"]) > 0.1:
                print(one["time"], one["sql"][:1500])
    return round(statistics.median(times)), len(statements)


def main() -> None:
    """Print one line of JSON for each page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--mails", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=1)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="onward-message-list-"))
    try:
        model = prepared(folder, asked.database_url)
        user = model("accounts", "User").objects.filter(email="robin@example.org").first()
        user = user or filled(model, mails=asked.mails, events=asked.events)
        client = import_module("django.test").Client(headers={"host": "localhost"})
        client.force_login(user)
        event = model("events", "Event").objects.order_by("pk").first()
        pages = {name: f"/admin/messaging/message/{query}" for name, query in PAGES.items()}
        pages["of one event"] = f"/admin/messaging/message/?event__id__exact={event.pk}"
        pages["path of one event"] = import_module("django.urls").reverse(
            "admin:event_path", args=[event.slug]
        )
        for name, address in pages.items():
            milliseconds, statements = waited(client, address)
            print(json.dumps({"page": name, "ms": milliseconds, "statements": statements}), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
