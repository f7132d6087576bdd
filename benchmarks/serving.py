"""The product as start.py serves it, for benchmarks: started, asked over real HTTP, its CPU seconds read."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
TICK = os.sysconf("SC_CLK_TCK")
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Served:
    """A running installation: where it answers, and the process that started it."""

    port: int
    starter: int

    def web_cpu(self) -> float:
        """CPU seconds that all web processes have used so far, system time included."""
        return sum(map(_cpu, self.web()))

    def web(self) -> list[int]:
        """The processes that answer: the server and its workers, however many there are."""
        roots = [pid for pid in _children(self.starter) if "\0serve\0" in _command(pid)]
        return [pid for root in roots for pid in (root, *_below(root))]


@contextmanager
def served(*, database_url: str = "", processes: int = 1, **told: str) -> Iterator[Served]:
    """start.py on a free port with a data folder of its own; `told` goes into its environment."""
    folder, port = tempfile.mkdtemp(prefix="onward-benchmark-"), free_port()
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"DATA_DIR": folder} | ({"DATABASE_URL": database_url} if database_url else {}) | told
    command = [sys.executable, str(ROOT / "start.py"), "--empty", "--port", str(port), "--data", folder]
    started = subprocess.Popen(
        [*command, "--processes", str(processes)], stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(port, started)
        _share_database()
        yield Served(port, started.pid)
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


class Visitor:
    """One browser, as cheap as can be: one connection, the cookies it was given, redirects counted."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.connection.makefile("rb", buffering=65536)
        self.cookies: dict[str, str] = {}
        self.round_trips = 0

    def ask(self, path: str, form: str = "") -> tuple[int, str]:
        """Status and page of the last address, redirects followed; a form is sent by POST."""
        self.send(path, form)
        status, target, page = self.answer()
        while status in (301, 302, 303):
            self.send(target)
            status, target, page = self.answer()
        return status, page

    def close(self) -> None:
        """Leave."""
        self.reader.close()
        self.connection.close()

    def send(self, path: str, form: str = "") -> None:
        """Send one request, and do not wait for its answer."""
        self.round_trips += 1
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = [f"{'POST' if form else 'GET'} {path} HTTP/1.1", f"Host: {self.host}"]
        head += [f"Cookie: {cookies}"] if cookies else []
        if form:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
        self.connection.sendall("\r\n".join([*head, "", form]).encode())

    def answer(self) -> tuple[int, str, str]:
        """Status, address of a redirect, and page of the request that was sent last."""
        status, target, length = int(self.reader.readline().split()[1]), "", 0
        while line := self.reader.readline().strip().decode():
            name, _, value = line.partition(": ")
            if name.lower() == "content-length":
                length = int(value)
            elif name.lower() == "location":
                target = value
            elif name.lower() == "set-cookie":
                cookie, _, kept = value.partition(";")[0].partition("=")
                self.cookies[cookie] = kept
        return status, target, self.reader.read(length).decode()


def share(values: list[float], part: float) -> float:
    """The value that this part of them does not exceed (0.95: all but the slowest twentieth)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def _share_database() -> None:
    """Let this process ask, through the models, the database that is being served."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "dissemination.settings"
    sys.path.insert(0, str(ROOT))
    django.setup()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(port: int, started: "subprocess.Popen[bytes]") -> None:
    """Return when the first page has been answered and the worker has had time to start."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
            break
        except (urllib.error.URLError, OSError):
            if started.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("start.py did not come up.") from None
            time.sleep(0.2)
    time.sleep(5)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat behind the program's name; nothing when it has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def _children(pid: int) -> list[int]:
    every = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdecimal()]
    return [child for child in every if (stat := _stat(child)) and int(stat[1]) == pid]


def _below(pid: int) -> list[int]:
    return [below for child in _children(pid) for below in (child, *_below(child))]


def _cpu(pid: int) -> float:
    stat = _stat(pid)
    return (int(stat[11]) + int(stat[12])) / TICK if stat else 0.0
