"""Whether the time of an answer tells that an address is known (P19): sign-in and lost link, n = 200.

Run from the checkout: `python -m benchmarks.enumeration`. Known and unknown addresses take turns in a
database in memory; told are the medians in milliseconds. The promise is a difference below 5 ms.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta

ROUNDS = 200
PROMISED_MS = 5.0


def _prepare() -> None:
    os.environ |= {"DATABASE_URL": "sqlite://:memory:", "CELERY_BROKER_URL": "memory://"}
    os.environ |= {"DATA_DIR": tempfile.mkdtemp(), "DJANGO_SETTINGS_MODULE": "dissemination.settings"}
    import django

    django.setup()
    from django.conf import settings
    from django.core.cache import cache
    from django.core.management import call_command

    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()


def _ways() -> dict[str, Callable[[str], object]]:
    """By name, how somebody asks about an address."""
    from django.test import Client
    from django.utils import timezone

    from dissemination.core import middleware
    from tests.factories import make_event, make_registration

    middleware.SENT_BY_STRANGERS = 10**9
    now = timezone.now()
    event = make_event(
        capacity=ROUNDS + 1, starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=10)
    )
    for number in range(ROUNDS + 1):
        make_registration(event, email=f"known{number}@example.org")
    place = f"/events/{event.slug}/lost-link/"
    return {
        "sign-in": lambda address: Client().post("/accounts/login/code/", {"email": address}),
        "lost link": lambda address: Client().post(place, {"email": address}),
    }


def _measured(ask: Callable[[str], object], address: str) -> float:
    started = time.perf_counter()
    ask(address)
    return (time.perf_counter() - started) * 1000


def main() -> int:
    """Tell the medians; 1 when one of the promises is broken."""
    _prepare()
    worst = 0.0
    for name, ask in _ways().items():
        _measured(ask, f"known{ROUNDS}@example.org")
        pairs = [
            (_measured(ask, f"known{number}@example.org"), _measured(ask, f"other{number}@example.org"))
            for number in range(ROUNDS)
        ]
        known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
        worst = max(worst, abs(known - unknown))
        print(f"{name}: known {known:.2f} ms, unknown {unknown:.2f} ms, apart {abs(known - unknown):.2f} ms")
    return int(worst >= PROMISED_MS)


if __name__ == "__main__":
    raise SystemExit(main())
