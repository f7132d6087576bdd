"""The judge of calendar files: libical where it can be compiled, icalendar's own parser elsewhere."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

SOURCE = Path(__file__).with_name("libical_judge.c")


@dataclass(frozen=True)
class Judgement:
    faults: int
    method: str
    alarms: int
    times: tuple[tuple[datetime, datetime], ...]


def _by_libical(program: Path, file: bytes) -> Judgement:
    said = subprocess.run([program], input=file, capture_output=True, check=True).stdout.decode()
    first, *events = said.splitlines()
    faults, method, alarms = first.split()
    times = [tuple(datetime.fromtimestamp(int(x), UTC) for x in event.split()) for event in events]
    return Judgement(int(faults), method, int(alarms), tuple(times))


def _by_icalendar(file: bytes) -> Judgement:
    calendar = Calendar.from_ical(file)
    faults = sum(len(component.errors) for component in calendar.walk())
    times = [(e.start.astimezone(UTC), e.end.astimezone(UTC)) for e in calendar.walk("VEVENT")]
    return Judgement(faults, str(calendar["METHOD"]), len(calendar.walk("VALARM")), tuple(times))


@pytest.fixture(scope="session")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Judgement]:
    """What another diary's reader makes of a file: its faults, its method, its events in UTC."""
    program = tmp_path_factory.mktemp("libical") / "judge"
    compiler = shutil.which("cc")
    built = compiler and subprocess.run(
        [compiler, "-o", program, SOURCE, "-lical"], capture_output=True, check=False
    )
    if not built or built.returncode:
        return _by_icalendar
    return lambda file: _by_libical(program, file)
