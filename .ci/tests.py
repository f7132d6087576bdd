"""Run the tests: the main run on SQLite, or the rest by name. `python3 start.py test` starts this."""

import argparse
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = "postgres://postgres@127.0.0.1:5432/onward"
REDIS = "redis://127.0.0.1:6379/15"
NOT_RUN = 3
IN_MEMORY = {"DATABASE_URL": "sqlite://:memory:", "CELERY_BROKER_URL": "memory://"}
ON_ALL_CORES = ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]
WITHOUT_BROWSER = [*ON_ALL_CORES, "-p", "no:playwright"]


def _pytest(*arguments: str, **told: str) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    kept = {"PYTHONDONTWRITEBYTECODE": ""}  # else each process of each run compiles everything anew
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **kept, **told}).returncode


def _not_run(why: str) -> int:
    print(f"not run: {why}", flush=True)
    return NOT_RUN


def _listens(url: str, *, port: int) -> bool:
    """Whether somebody answers where this URL points."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or port), timeout=2).close()
    except OSError:
        return False
    return True


def _where(url: str) -> str:
    """The part of a URL that may be shown: host and port, no name and no password."""
    return urlsplit(url).netloc.rpartition("@")[2]


def on_sqlite(arguments: list[str]) -> int:
    """The main run: no server needed."""
    return _pytest(*WITHOUT_BROWSER, *arguments, **IN_MEMORY)


def on_postgresql(arguments: list[str]) -> int:
    """The same tests, and those that need it, on PostgreSQL; nudges go through Redis where it answers."""
    database = os.environ.get("DATABASE_URL", POSTGRESQL)
    broker = os.environ.get("CELERY_BROKER_URL", REDIS)
    if not _listens(database, port=5432):
        return _not_run(f"no PostgreSQL at {_where(database)} (set DATABASE_URL)")
    if not _listens(broker, port=6379):
        print(f"without Redis: nothing answers at {_where(broker)} (set CELERY_BROKER_URL)", flush=True)
        broker = "memory://"
    told = {"DATABASE_URL": database, "CELERY_BROKER_URL": broker}
    return _pytest(*WITHOUT_BROWSER, "-m", "not matrix", *arguments, **told)


def matrix(arguments: list[str]) -> int:
    """Every address, method, role, and object of one's own and of others."""
    return _pytest(*WITHOUT_BROWSER, "-m", "matrix", *arguments, **IN_MEMORY)


def in_browser(arguments: list[str]) -> int:
    """The walks through the product in Chromium."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium or not Path(chromium).exists():
        return _not_run("no Chromium (install chromium, or set CHROMIUM to its path)")
    named = any((ROOT / argument.partition("::")[0]).exists() for argument in arguments)
    folder = [] if named else ["tests/browser"]
    told = {"CHROMIUM": chromium, "DJANGO_ALLOW_ASYNC_UNSAFE": "true", **IN_MEMORY}
    return _pytest(*ON_ALL_CORES, *folder, *arguments, **told)


def main() -> int:
    """Run what was asked for, one after the other; the worst status counts."""
    parser = argparse.ArgumentParser(
        prog="start.py test", description="Run the tests.", epilog="More arguments go to pytest."
    )
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL and Redis")
    parser.add_argument("--matrix", action="store_true", help="who may do what at every address")
    parser.add_argument("--browser", action="store_true", help="the walks in Chromium")
    options, rest = parser.parse_known_args()
    asked: dict[Callable[[list[str]], int], bool] = {
        on_postgresql: options.postgres,
        matrix: options.matrix,
        in_browser: options.browser,
    }
    runs = [run for run, wanted in asked.items() if wanted] or [on_sqlite]
    return max(run(rest) for run in runs)


if __name__ == "__main__":
    sys.exit(main())
