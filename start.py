#!/usr/bin/env python3
"""Set up, serve, test and check Onward, with nothing but Python 3.11 or newer.

    python3 start.py          set up what is missing, then serve, with a sample in an empty database
    python3 start.py setup    the same without serving
    python3 start.py test     the tests; --postgres, --matrix and --browser run the rest
    python3 start.py check    the laws of the house

Everything installed goes into `.venv` beside this file, everything else written into `--data DIR`.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
    sys.exit("Onward needs Python 3.11, 3.12 or 3.13. Install one, then run: python3.11 start.py")

import argparse
import hashlib
import importlib.util
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = str(BIN / "python")
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_SECONDS = 60
BROKER_PORTS = {"redis": 6379, "rediss": 6379, "amqp": 5672, "amqps": 5671}
LAST_WORDS_SECONDS = 10

WORKER = (
    "-m celery --quiet -A dissemination worker --pool threads --concurrency 2 --without-gossip "
    "--without-mingle --loglevel WARNING"
)

Environment = dict[str, str]
Children = dict[str, "subprocess.Popen[bytes]"]


class Stopped(Exception):
    """Nothing more can be done here. The sentence says why, and what to do about it."""


def say(sentence: str) -> None:
    """Tell the person at the keyboard, at once."""
    print(sentence, flush=True)


def _make_venv() -> None:
    if (BIN / "pip").exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        raise Stopped(f"This Python cannot install packages yet. Run: sudo apt-get install -y {package}")
    say("Making the virtual environment in .venv …")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        raise Stopped(f"The virtual environment cannot be made: {_last_line(made.stdout + made.stderr)}")


def _last_line(text: str) -> str:
    """The line of an output that names what went wrong: its last one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it did not say why."


def _stamp(requirements: str) -> str:
    """What a requirements file and this Python look like; the packages are installed anew when it changes."""
    content = (ROOT / requirements).read_bytes()
    return f"{hashlib.sha256(content).hexdigest()} {_venv_home()}"


def _venv_home() -> str:
    """Which Python the virtual environment was made from."""
    note = VENV / "pyvenv.cfg"
    lines = note.read_text().splitlines() if note.exists() else []
    return " ".join(line for line in lines if line.startswith(("home", "version")))


def install(requirements: str) -> None:
    """Have the pinned packages of this file, hashes checked. Does nothing when they are there already."""
    kept = VENV / f"{requirements}.stamp"
    if Path(PYTHON).exists() and kept.exists() and kept.read_text() == _stamp(requirements):
        return
    _make_venv()
    say(f"Installing {requirements} (only when it has changed) …")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(
        [*pip, "--require-hashes", "--no-deps", "--no-compile", "-r", requirements],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        why = _last_line("\n".join(errors) or done.stderr)
        raise Stopped(f"The packages cannot be installed. Check the network and start again. pip said: {why}")
    for installed in {requirements, "requirements.txt"}:  # the file for tests holds the other one's pins too
        (VENV / f"{installed}.stamp").write_text(_stamp(installed))


@dataclass(frozen=True)
class Place:
    """Where one installation runs: its port, the folder that holds all it writes, and its web processes."""

    port: int
    data: Path
    processes: int = 1

    @property
    def address(self) -> str:
        """The address for people; passkeys need this name."""
        return f"http://localhost:{self.port}"

    @property
    def web(self) -> str:
        """The command that serves, in as many processes as were asked for."""
        return f"manage.py serve --port {self.port} --processes {self.processes}"

    def environment(self) -> Environment:
        """What the web and the worker are told, over what the caller has set (`DATABASE_URL`, say)."""
        told = {"MODE": "local", "DATA_DIR": str(self.data)}
        return {"SITE_URL": self.address, "PYTHONUNBUFFERED": "1", **os.environ, **told}

    @property
    def links(self) -> Path:
        """The file that holds the sample's sign-in links from the moment when the database is prepared."""
        return self.data / "links"

    def log(self, name: str) -> Path:
        """The file that keeps what one program said."""
        folder = self.data / "log"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.log"


def refuse_taken_port(port: int) -> None:
    """Say it now when somebody else listens on the port, not after a minute of installing."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            other = port + 1 if port < 65535 else 8000
            raise Stopped(
                f"Port {port} cannot be used. Stop what is using it, or choose another: --port {other}"
            ) from None


def refuse_production() -> None:
    """Serve on this machine alone: with the sample's links whoever knows them is signed in."""
    if os.environ.get("MODE", "local") != "local":
        raise Stopped(
            "start.py serves this machine alone. For MODE=production see the README, or leave it away."
        )


def silent_broker(place: Place) -> str:
    """A sentence when the broker that is set does not answer; empty when it does, or none is set."""
    parts = urlsplit(place.environment().get("CELERY_BROKER_URL", ""))
    if not parts.hostname:
        return ""
    where = (parts.hostname, parts.port or BROKER_PORTS.get(parts.scheme, 0))
    try:
        socket.create_connection(where, timeout=2).close()
    except OSError:
        told = f"The broker at {where[0]}:{where[1]} does not answer (CELERY_BROKER_URL)."
        return f"{told} Everything works without it; a mail may leave 15 seconds later."
    return ""


def refuse_closed_folder(data: Path) -> None:
    """Say it now when nothing can be written where everything is to be kept."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=data).close()
    except OSError as error:
        why = f"Nothing can be written in {data} ({error.strerror})."
        raise Stopped(f"{why} Choose another folder: --data DIR") from None


def _refusal(last_line: str) -> str:
    """The sentence of a refusal that was meant for the person; empty where something unforeseen happened."""
    for kind in ("CommandError", "django.core.exceptions.ImproperlyConfigured"):
        before, _mark, reason = last_line.partition(f"{kind}: ")
        if reason and not before:
            return reason
    return ""


def prepare(place: Place, *, empty: bool) -> None:
    """Migrate, and put the sample into an empty database."""
    say("Preparing the database …")
    command = [PYTHON, "manage.py", "prepare", *(["--empty"] if empty else [])]
    done = subprocess.run(command, cwd=ROOT, env=place.environment(), capture_output=True, text=True)
    (log := place.log("prepare")).write_text(done.stdout + done.stderr)
    if done.returncode:
        last = _last_line(done.stderr)
        raise Stopped(_refusal(last) or f"Onward cannot start: {last} (more in {log})")


def _start(place: Place, name: str, arguments: str) -> "subprocess.Popen[bytes]":
    """Start one program in a process group of its own, so that all it starts can be stopped with it."""
    with place.log(name).open("wb") as log:
        return subprocess.Popen(
            [PYTHON, *arguments.split()],
            cwd=ROOT,
            env=place.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _tell_group(child: "subprocess.Popen[bytes]", number: int) -> None:
    with suppress(ProcessLookupError):  # the whole group has gone already, which is what was wanted
        os.killpg(child.pid, number)


def stop(children: Children) -> None:
    """Ask every program to end, wait a little, and end what is left of them."""
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + LAST_WORDS_SECONDS
    for child in children.values():
        while child.poll() is None and time.monotonic() < deadline:
            with suppress(subprocess.TimeoutExpired):
                child.wait(0.5)
            child.terminate()  # again: one that is just starting may not have heard
        _tell_group(child, signal.SIGKILL)
        child.wait()


@contextmanager
def stopped_in_the_end() -> Iterator[Children]:
    """The programs that are put in here are stopped in the end, whatever happens between."""
    children: Children = {}
    try:
        yield children
    finally:
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)  # it is ending already
        stop(children)


def refuse_dead_child(place: Place, children: Children) -> None:
    """When one program has ended by itself, say which, and what it said last."""
    for name, child in children.items():
        if child.poll() is not None:
            log = place.log(name)
            last = _last_line(log.read_text(errors="replace"))
            raise Stopped(
                _refusal(last)
                or f"The {name} has stopped (status {child.returncode}), so everything is stopped. "
                f"It said last: {last} (more in {log})"
            )


def _status_of_first_page(place: Place) -> int:
    """What the first page answers: a status, or 0 while nobody listens yet."""
    here = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with here.open(f"http://127.0.0.1:{place.port}/", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_until_prepared(place: Place, children: Children) -> str:
    """Return the sign-in links when the web has prepared its database, however long that takes."""
    while not place.links.exists():
        refuse_dead_child(place, children)
        time.sleep(0.05)
    return place.links.read_text()


def wait_for_first_page(place: Place, children: Children) -> None:
    """Return when the first page answers 200."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    status = 0
    while status != 200:
        refuse_dead_child(place, children)
        if time.monotonic() > deadline:
            told = f"answers {status}" if status else "does not answer"
            raise Stopped(f"The first page {told}. Look into {place.log('web')}")
        time.sleep(0.05)
        status = _status_of_first_page(place)


def _set_up(options: argparse.Namespace) -> Place:
    place = Place(port=options.port, data=options.data.resolve(), processes=options.processes)
    refuse_closed_folder(place.data)
    install("requirements.txt")
    return place


def setup(options: argparse.Namespace) -> int:
    """Packages, database and sample; all but serving."""
    place = _set_up(options)
    prepare(place, empty=options.empty)
    say("Ready. Start it with: python3 start.py")
    return 0


def serve(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    refuse_production()
    refuse_taken_port(options.port)
    place = _set_up(options)
    if not place.links.exists():
        say("Preparing the database …")
    place.links.unlink(missing_ok=True)
    with stopped_in_the_end() as children:
        children["web"] = _start(place, "web", f"{place.web} {'--empty' if options.empty else ''}")
        links = wait_until_prepared(place, children)
        wait_for_first_page(place, children)
        children["worker"] = _start(place, "worker", WORKER)  # now: nobody waits for it
        told = [f"Onward is at {place.address}", *_lines(links.strip() or no_organiser(place))]
        told += _lines(silent_broker(place))
        say("\n".join(["", *told, "", "Ctrl-C stops it."]))
        while True:
            refuse_dead_child(place, children)
            time.sleep(0.3)


def no_organiser(place: Place) -> str:
    """How somebody gets in where there is no sample."""
    return (
        "No sample is loaded. Where nobody can sign in yet, make the first administrator, who signs in by a\n"
        f"code in a mail ({place.data / 'mail'}):\n"
        f"    DATA_DIR={place.data} {PYTHON} manage.py createsuperuser"
    )


def _lines(text: str) -> list[str]:
    """The text, with an empty line before it; nothing when there is none."""
    return ["", *text.splitlines()] if text.strip() else []


def _run(script: str, *arguments: str) -> int:
    """Run one of the house's own scripts with what tests need; returns its exit status."""
    install("requirements-dev.txt")
    return subprocess.run([PYTHON, str(ROOT / ".ci" / script), *arguments], cwd=ROOT).returncode


def test(options: argparse.Namespace) -> int:
    """Run the tests that were asked for."""
    return _run("tests.py", *options.rest)


def check(options: argparse.Namespace) -> int:
    """Prove every law of the house; fails when one is broken."""
    return _run("laws.py", *options.rest)


def _add_place(parser: argparse.ArgumentParser, *, port: object, data: object, empty: object) -> None:
    parser.add_argument("--port", type=int, default=port, metavar="N", help="serve here (8000)")
    parser.add_argument("--data", type=Path, default=data, metavar="DIR", help="write here (var)")
    parser.add_argument("--empty", action="store_true", default=empty, help="no sample in an empty database")


def _number(text: str) -> int:
    """A number of processes, from 1 on."""
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError("a number from 1 to 64")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="start.py", description="Serve Onward on this machine.")
    parser.set_defaults(command=serve)
    _add_place(parser, port=8000, data=ROOT / "var", empty=False)
    parser.add_argument("--processes", type=_number, default=1, metavar="N", help="web processes (1)")
    commands = parser.add_subparsers(title="commands", metavar="command")
    only_setup = commands.add_parser("setup", help="all but serve")
    only_setup.set_defaults(command=setup)
    _add_place(only_setup, port=argparse.SUPPRESS, data=argparse.SUPPRESS, empty=argparse.SUPPRESS)
    tests = commands.add_parser("test", add_help=False, help="run the tests (test --help tells more)")
    tests.set_defaults(command=test)
    commands.add_parser("check", help="prove the laws of the house").set_defaults(command=check)
    return parser


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command is not test:
        parser.error(f"unknown: {' '.join(rest)}")
    options.rest = rest
    return options


def _end(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Do what was asked; returns the exit status."""
    for number in ENDINGS:
        signal.signal(number, _end)
    try:
        options = _options(arguments)
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
