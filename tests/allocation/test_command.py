import json
import runpy
import subprocess
import sys

import pytest

from registrations.allocation.__main__ import main
from tests.allocation.problems import problem


def write(folder, raw):
    path = folder / "problem.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return str(path)


def test_a_plan_is_written_and_the_steps_are_told(tmp_path, capsys):
    out = tmp_path / "plan.json"
    assert main([write(tmp_path, problem(people=9)), "--out", str(out), "--steps", "50"]) == 0
    assert [len(row) for row in json.loads(out.read_text())["assign"]] == [9, 9]
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("mix.sector ")
    assert any(line.startswith("steps ") for line in told)


def test_seconds_may_be_the_budget(tmp_path):
    out = tmp_path / "plan.json"
    assert main([write(tmp_path, problem()), "--out", str(out), "--seconds", "0.05"]) == 0


def test_a_repair_is_asked_for_by_moves_or_by_offer(tmp_path):
    path, out = write(tmp_path, problem(before=[[0, 1] * 4] * 2)), tmp_path / "plan.json"
    for wish in (["--moves", "0"], ["--repair", "best"]):
        assert main([path, "--out", str(out), "--steps", "20", *wish]) == 0


def test_an_impossible_problem_writes_nothing_and_says_why(tmp_path, capsys):
    out = tmp_path / "plan.json"
    assert main([write(tmp_path, problem(people=30, rounds=1)), "--out", str(out), "--steps", "1"]) == 2
    assert capsys.readouterr().err == "30 people are to be seated, round 1 has 10 seats.\n"
    assert not out.exists()


def test_a_misshapen_problem_writes_nothing_and_says_why(tmp_path, capsys):
    out = tmp_path / "plan.json"
    assert main([write(tmp_path, {}), "--out", str(out), "--steps", "1"]) == 2
    assert capsys.readouterr().err == "The problem cannot be read: 'delegates' is missing.\n"
    assert not out.exists()


def test_the_module_runs_as_a_program(tmp_path, monkeypatch):
    out = tmp_path / "plan.json"
    monkeypatch.delitem(sys.modules, "registrations.allocation.__main__")
    monkeypatch.setattr(sys, "argv", ["x", write(tmp_path, problem()), "--out", str(out), "--steps", "1"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("registrations.allocation.__main__", run_name="__main__")
    assert ended.value.code == 0


def test_the_engine_runs_without_django():
    code = "import sys, registrations.allocation.__main__; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
