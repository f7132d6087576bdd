"""The start script: what it says when it cannot go on, and that it leaves nothing running."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread, Timer

import pytest

import start


@pytest.fixture
def place(tmp_path):
    return start.Place(port=8765, data=tmp_path)


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A checkout with one requirements file, and an environment that could be its own."""
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "BIN", tmp_path / ".venv" / "bin")
    monkeypatch.setattr(start, "PYTHON", str(tmp_path / ".venv" / "bin" / "python"))
    (tmp_path / "requirements.txt").write_text("")
    return tmp_path


def _program(house, script):
    """Put a program in the place of the environment's Python (and pip, which tells that it is whole)."""
    (house / ".venv" / "bin").mkdir(parents=True)
    (house / ".venv" / "bin" / "pip").touch()
    program = house / ".venv" / "bin" / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def _sleeper(script="sleep 30 & sleep 30"):
    return subprocess.Popen(["sh", "-c", script], start_new_session=True)


def test_web_and_worker_are_told_where_they_are_and_what_the_caller_set(place, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example.org/onward")
    monkeypatch.delenv("SITE_URL", raising=False)
    told = place.environment()
    assert [told[key] for key in ("MODE", "DATA_DIR", "SITE_URL", "DATABASE_URL")] == [
        "local",
        str(place.data),
        "http://localhost:8765",
        "postgres://db.example.org/onward",
    ]


def test_an_address_that_the_caller_set_is_kept(place, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://events.example.org")
    assert place.environment()["SITE_URL"] == "https://events.example.org"


def test_a_free_port_is_taken_without_a_word():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]
    start.refuse_taken_port(free)


def test_a_taken_port_is_named_with_another_to_try():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(start.Stopped, match=f"Port {port} cannot be used.*--port {port + 1}"):
            start.refuse_taken_port(port)


def test_a_port_that_does_not_exist_is_refused():
    with pytest.raises(start.Stopped, match=r"Port 70000 cannot be used.*--port 8000"):
        start.refuse_taken_port(70000)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(start.Stopped, match=r"Nothing can be written in .*file.*--data DIR"):
        start.refuse_closed_folder(tmp_path / "file")


def test_packages_are_installed_once(house):
    _program(house, 'echo "$@" >> calls')
    start.install("requirements.txt")
    start.install("requirements.txt")
    assert (house / "calls").read_text().count("--require-hashes") == 1


def test_packages_are_installed_again_when_the_file_changes(house):
    _program(house, 'echo "$@" >> calls')
    start.install("requirements.txt")
    (house / "requirements.txt").write_text("# another pin\n")
    start.install("requirements.txt")
    assert (house / "calls").read_text().count("--require-hashes") == 2


def test_what_tests_need_holds_what_serving_needs(house):
    (house / "requirements-dev.txt").write_text("# pins\n")
    _program(house, 'echo "$@" >> calls')
    start.install("requirements-dev.txt")
    start.install("requirements.txt")
    assert (house / "calls").read_text().count("--require-hashes") == 1


def test_a_failed_installation_says_what_pip_said_and_is_tried_again(house):
    _program(house, "echo ERROR: no route to host >&2; exit 1")
    for _attempt in range(2):
        with pytest.raises(start.Stopped, match=r"Check the network.* pip said: ERROR: no route to host"):
            start.install("requirements.txt")


def test_a_python_without_ensurepip_is_told_the_line_that_mends_it(house, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    with pytest.raises(start.Stopped, match=f"Run: sudo apt-get install -y python{version}-venv"):
        start.install("requirements.txt")


def test_a_refusal_while_preparing_is_passed_on_in_its_own_words(house, place):
    _program(house, "echo Traceback >&2; echo 'CommandError: The sample file is broken.' >&2; exit 1")
    with pytest.raises(start.Stopped, match=r"^The sample file is broken\.$"):
        start.prepare(place, empty=False)


def test_a_failure_that_was_not_foreseen_points_to_its_log(house, place):
    _program(house, "echo \"KeyError: 'ENGINE'\" >&2; exit 1")
    with pytest.raises(
        start.Stopped, match=r"^Onward cannot start: KeyError: 'ENGINE' \(more in .*prepare.log\)$"
    ):
        start.prepare(place, empty=False)


def test_the_links_are_there_once_the_database_is_prepared(place):
    child = _sleeper("sleep 30")
    Timer(0.1, place.links.write_text, ["Organiser  http://localhost:8765/sample/"]).start()
    assert start.wait_until_prepared(place, {"web": child}) == "Organiser  http://localhost:8765/sample/"
    start.stop({"web": child})


@pytest.mark.parametrize("kind", ["CommandError", "django.core.exceptions.ImproperlyConfigured"])
def test_a_refusal_of_the_web_is_passed_on_in_its_own_words(place, kind):
    place.log("web").write_text(f"{kind}: The database cannot be used. Check DATABASE_URL.\n")
    child = _sleeper("exit 1")
    child.wait()
    with pytest.raises(start.Stopped, match=r"^The database cannot be used\. Check DATABASE_URL\.$"):
        start.wait_until_prepared(place, {"web": child})


def _is_gone(group):
    """Nobody of the process group is left; the dead may take a moment to be collected."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_stopping_ends_a_program_and_everything_it_started():
    child = _sleeper()
    start.stop({"web": child})
    assert _is_gone(child.pid)


def test_a_program_that_does_not_listen_is_ended_all_the_same(monkeypatch):
    monkeypatch.setattr(start, "LAST_WORDS_SECONDS", 0)
    child = _sleeper("trap '' TERM; while :; do sleep 30; done")
    time.sleep(0.05)
    start.stop({"worker": child})
    assert child.returncode == -signal.SIGKILL


def test_the_program_that_ended_by_itself_is_named_with_its_last_words(place):
    place.log("worker").write_text("starting\nno broker\n")
    child = _sleeper("exit 4")
    child.wait()
    with pytest.raises(start.Stopped, match=r"The worker has stopped \(status 4\).*It said last: no broker"):
        start.refuse_dead_child(place, {"worker": child})


class _Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(self.server.answers.pop(0))
        self.end_headers()

    def log_message(self, *arguments):
        pass


def test_it_waits_until_the_first_page_answers_200(tmp_path):
    with HTTPServer(("127.0.0.1", 0), _Page) as server:
        server.answers = [500, 404, 200]
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        start.wait_for_first_page(start.Place(port=server.server_port, data=tmp_path), {})
        server.shutdown()
    assert server.answers == []


def test_a_first_page_that_never_comes_is_not_waited_for_without_end(place, monkeypatch):
    monkeypatch.setattr(start, "PATIENCE_SECONDS", -1)
    with pytest.raises(start.Stopped, match=r"The first page does not answer. Look into .*web.log"):
        start.wait_for_first_page(place, {})


def test_an_unknown_argument_is_named(monkeypatch, capsys):
    monkeypatch.setattr(start, "ENDINGS", ())
    with pytest.raises(SystemExit):
        start.main(["--prot=80"])
    assert capsys.readouterr().err.splitlines()[-1] == "start.py: error: unknown: --prot=80"


def test_arguments_of_a_test_run_go_on_to_it(monkeypatch):
    monkeypatch.setattr(start, "ENDINGS", ())
    monkeypatch.setattr(start, "_run", lambda script, *arguments: (script, arguments))
    assert start.main(["test", "--postgres", "-k", "badges"]) == ("tests.py", ("--postgres", "-k", "badges"))


@pytest.mark.parametrize("line", ["--port 9 --empty setup", "setup --port 9 --empty"])
def test_where_it_serves_may_stand_before_or_after_the_command(line):
    options = start._options(line.split())
    assert (options.command, options.port, options.empty) == (start.setup, 9, True)


def test_it_serves_in_as_many_processes_as_were_asked_for(tmp_path):
    options = start._options(["--processes", "2"])
    place = start.Place(port=options.port, data=tmp_path, processes=options.processes)
    assert place.web == f"manage.py serve --port {place.port} --processes 2"


def test_production_is_not_served_from_here(monkeypatch):
    start.refuse_production()
    monkeypatch.setenv("MODE", "production")
    with pytest.raises(start.Stopped, match="see the README"):
        start.refuse_production()


def test_a_broker_that_does_not_answer_is_told(place, monkeypatch):
    assert start.silent_broker(place) == ""
    with socket.create_server(("127.0.0.1", 0)) as broker:
        monkeypatch.setenv("CELERY_BROKER_URL", f"redis://:secret@127.0.0.1:{broker.getsockname()[1]}/0")
        assert start.silent_broker(place) == ""
    said = start.silent_broker(place)
    assert "does not answer (CELERY_BROKER_URL)" in said
    assert "secret" not in said


def test_without_a_sample_it_is_told_how_somebody_gets_in(place):
    said = start.no_organiser(place)
    assert f"DATA_DIR={place.data}" in said
    assert "createsuperuser" in said


@pytest.mark.parametrize("number", ["0", "-1", "65", "two"])
def test_a_wrong_number_of_processes_is_refused(number, capsys):
    with pytest.raises(SystemExit):
        start._options(["--processes", number])
    assert "a number from 1 to 64" in capsys.readouterr().err
