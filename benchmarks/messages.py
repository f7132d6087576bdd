"""How fast mail is promised, found and delivered where there is much of it.

    python benchmarks/messages.py --database-url URL [--mails 50000] [--old 1000000] [--delivered 2000]

Fills the database named by the URL, which should be empty. Prints the seconds in which a message to many is
written into the outbox, the CPU seconds of this process for it and the memory that it took on top (MiB), the
mails that one worker hands to a local mail server each second, with the CPU milliseconds of each, and the
milliseconds in which the sweep finds that nothing is due among old rows.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def prepared(folder: Path, database_url: str, port: int) -> Any:
    """The product, set up on the database and speaking to the sink; finds models by their names."""
    sys.path.insert(0, str(ROOT))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "dissemination.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "CELERY_BROKER_URL": "memory://",
        "MAILINGS_PER_MINUTE": "100000000",
    }
    import_module("django").setup()
    import_module("django.core.management").call_command("migrate", verbosity=0)
    return import_module("django.apps").apps.get_model


def crowded(model: Any, number: int) -> Any:
    """A message to so many delegates of one event, about to be written into the outbox."""
    now = datetime.now(UTC)
    project = model("events", "Project").objects.create(title="P", slug=f"p-{now.timestamp():.0f}")
    day = {"starts_at": now + timedelta(days=9), "ends_at": now + timedelta(days=9, hours=7)}
    event = model("events", "Event").objects.create(
        project=project,
        title="E",
        slug=project.slug,
        capacity=number,
        state="open",
        contact_email="e@x.org",
        **day,
    )
    registration = model("registrations", "Registration")
    people = (
        registration(
            event=event, name=f"D{n}", email=f"d{n}@example.org", state="confirmed", registered_at=now
        )
        for n in range(number)
    )
    registration.objects.bulk_create(people, batch_size=2000)
    words = import_module("dissemination.messaging.texts").standard("mailings/joining")
    return model("mailings", "Mailing").objects.create(
        event=event, subject=words.subject, body=words.body, state="sending", begun_at=now, sends_at=now
    )


def fan_out(mailing: Any) -> dict[str, float]:
    """Seconds and memory that the outbox took."""
    services = import_module("dissemination.mailings.services")
    emails = import_module("dissemination.mailings.emails")
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    busy = time.process_time()
    services.write_all(mailing, emails.Post, at=datetime.now(UTC))
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"fan-out seconds": round(seconds, 1), "CPU": round(busy, 1), "fan-out MiB": round(more, 1)}


def delivered(model: Any, number: int) -> dict[str, float]:
    """Mails a second, by one worker."""
    delivery = import_module("dissemination.messaging.delivery")
    rows = model("messaging", "Message").objects.filter(state="queued")
    rows.exclude(pk__in=rows.order_by("pk").values("pk")[:number]).update(state="held")
    begun, busy = time.perf_counter(), time.process_time()
    sent = delivery.deliver_due(at=datetime.now(UTC) + timedelta(hours=1))
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    return {
        "delivered": sent,
        "mails a second": round(sent / seconds, 1),
        "CPU ms": round(busy / sent * 1000, 2),
    }


def swept(model: Any, number: int) -> dict[str, float]:
    """Milliseconds in which nothing is found among so many old rows, the median of 20."""
    message, now = model("messaging", "Message"), datetime.now(UTC)
    message.objects.exclude(state="sent").update(state="cancelled")
    for first in range(0, number, 5000):
        old = [
            message(key=f"old:{n}", kind="old", to_email=f"o{n}@x.org", subject="Old", text="Old",
                    state="sent", message_id=f"<o{n}@x.org>", dated_at=now, due_at=now, sent_at=now)
            for n in range(first, min(first + 5000, number))
        ]  # fmt: skip
        message.objects.bulk_create(old, ignore_conflicts=True, batch_size=5000)
    connection = import_module("django.db").connection
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE messaging_message")
    delivery = import_module("dissemination.messaging.delivery")
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        delivery.deliver_some(at=datetime.now(UTC))
        times.append((time.perf_counter() - begun) * 1000)
    return {"old rows": number, "sweep ms": round(statistics.median(times), 2)}


def main() -> None:
    """Print one line of JSON for each thing that is measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--mails", type=int, default=50_000)
    parser.add_argument("--old", type=int, default=1_000_000)
    parser.add_argument("--delivered", type=int, default=2000)
    asked = parser.parse_args()
    folder, port = Path(tempfile.mkdtemp(prefix="onward-messages-")), 20000 + os.getpid() % 20000
    sink = subprocess.Popen(
        [sys.executable, str(ROOT / "benchmarks" / "sink.py"), str(port), str(folder / "log")]
    )
    try:
        model = prepared(folder, asked.database_url, port)
        mailing = crowded(model, asked.mails)
        print(json.dumps({"mails": asked.mails} | fan_out(mailing)), flush=True)
        print(json.dumps(delivered(model, asked.delivered)), flush=True)
        print(json.dumps(swept(model, asked.old)), flush=True)
    finally:
        sink.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
