"""Where the CPU of a request goes: the product's WSGI application called in this process, without a network.

CPU is the same on a busy machine, so that two versions can be compared.
"""

import cProfile
import io
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import django
from serving import ROOT

Application = Callable[..., Any]
ORDERS = {"all functions, own time": (2, ""), "ours, with all that they call": (3, str(ROOT))}


@contextmanager
def in_process(database_url: str = "") -> Iterator[Application]:
    """The application as `manage.py serve` has it, with a data folder of its own and a prepared database."""
    with tempfile.TemporaryDirectory(prefix="onward-benchmark-", ignore_cleanup_errors=True) as folder:
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {"DATA_DIR": folder} | ({"DATABASE_URL": database_url} if database_url else {})
        os.environ["DJANGO_SETTINGS_MODULE"] = "dissemination.settings"
        sys.path.insert(0, str(ROOT))
        django.setup()
        from django.core.management import call_command

        from dissemination.wsgi import application

        call_command("prepare", empty=True, stdout=io.StringIO())
        yield application


@dataclass
class Cost:
    """What one kind of request has cost so far."""

    seconds: list[float] = field(default_factory=list)
    queries: int = 0
    profile: cProfile.Profile = field(default_factory=cProfile.Profile)

    @property
    def milliseconds(self) -> float:
        """CPU of one request."""
        return sum(self.seconds) / max(1, len(self.seconds)) * 1000

    def top(self, order: str, most: int) -> list[str]:
        """The functions in which most is spent, with their part of it."""
        stats: Any = pstats.Stats(self.profile)
        column, folder = ORDERS[order]
        shown = [
            row for row in stats.stats.items() if row[0][0].startswith(folder) and ".venv" not in row[0][0]
        ]
        rows = sorted(shown if folder else stats.stats.items(), key=lambda row: -row[1][column])[:most]
        return [f"{row[column] / stats.total_tt:6.1%} {row[1]:8} calls  {_where(*at)}" for at, row in rows]


class Caller:
    """A browser that calls the application itself, and notes what each request costs."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, cost: Cost, form: str = "", *, is_profiled: bool = False) -> str:
        """The page, or the address of a redirect. `cost` takes the CPU, or the profile."""
        told: dict[str, str] = {}
        environ = self._environ(path, form)
        if is_profiled:
            cost.profile.enable()
        began = time.process_time()
        answer = self.application(environ, lambda status, headers: self._take(headers, told))
        page = b"".join(answer).decode()
        answer.close()
        spent = time.process_time() - began
        cost.profile.disable()
        if not is_profiled:
            cost.seconds.append(spent)
        return told.get("Location") or page

    def _take(self, headers: list[tuple[str, str]], told: dict[str, str]) -> None:
        told.update(headers)
        for name, value in headers:
            if name == "Set-Cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}

    def _environ(self, path: str, form: str) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "POST" if form else "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(form)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(form.encode()),
            "wsgi.errors": sys.stderr,
        }


@contextmanager
def counted(cost: Cost) -> Iterator[None]:
    """The statements that the database is asked inside are those that one request needs."""
    from django.db import connection

    def count(execute: Callable[..., Any], *given: Any) -> Any:
        cost.queries += 1
        return execute(*given)

    with connection.execute_wrapper(count):
        yield


def table(costs: dict[str, Cost], *, most: int) -> Iterable[str]:
    """One line for each request, and then the functions in which its time goes."""
    yield f"{'request':14} {'CPU ms':>7} {'queries':>8}"
    for name, cost in costs.items():
        yield f"{name:14} {cost.milliseconds:7.2f} {cost.queries:8}"
    yield f"{'all':14} {sum(cost.milliseconds for cost in costs.values()):7.2f}"
    for name, cost in costs.items():
        for order in ORDERS:
            yield from ("", f"{name}, by {order}:", *cost.top(order, most))


def _where(file: str, line: int, name: str) -> str:
    return f"{'/'.join(Path(file).parts[-3:])}:{line} {name}" if line else name
