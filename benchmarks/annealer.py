"""The engine beside a compiled annealer: five runs of it of 10 s, its median, and the engine in its own time.

    python benchmarks/annealer.py [FOLDER] [--only WORD] [--instance-seeds 1 2] [--runs 5] [--seconds 10]

`annealer.c` is built with gcc, changes the same costs step by step and is judged by the same independent
scorer. FOLDER as for `benchmarks/groups.py`, whose rows these are.

What it showed on the first instance, the machine busy, the median in brackets: in 10 s the engine ends on
60-4-6 at 976 for all its seeds (976), on 96-6-12 at 304 to 328 (306). In the short times of other rows it is
worse: 20-3-4 in 1 s 116 (114), 48-2-6 in 0.3 s 86 to 110 (86), 60-4-6 in 1 s 988 to 992 (976), 120-2-12 in
0.5 s 152 to 162 (152). On the second instance 20-3-4 ends at 156 (150). The other rows have not been run.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
from groups import PLANS, REPAIRS, ROOT, Row, judged, made, tried

from registrations.allocation import bounds, measures, read
from registrations.allocation.instance import Instance
from registrations.allocation.mix import outside
from registrations.allocation.model import Model, compiled, units_of

SEATS = 42  # sizes and counts that annealer.c has room for
HEAT = ("3", "1")  # at the start and at the end: the best of five pairs on conf 60-4-6 and 96-6-12


def built(into: Path) -> Path:
    """The compiled program."""
    program = into / "annealer"
    source = ROOT / "benchmarks" / "annealer.c"
    subprocess.run(["gcc", "-O3", "-march=native", "-o", program, source, "-lm"], check=True)
    return program


def numbers(instance: Instance, model: Model, moves: int) -> Iterator[object]:
    """The problem in the order in which annealer.c reads it."""
    ranked, told, people = instance.wishes is not None, instance.before is not None, model.n
    yield from (people, len(model.rounds), int(model.repeat), int(model.pref), int(ranked), int(told), moves)
    yield from (len(instance.balance), len(model.totals))
    size, count = np.arange(SEATS)[None, :, None], np.arange(SEATS)[None, None, :]
    worth = model.worth[:, None, None]
    yield from (outside(size, count, model.totals[:, None, None], people) * worth).astype(int).ravel()
    place = np.zeros(len(instance.people), dtype=int)
    place[model.here] = np.arange(people)
    unit = np.zeros(people, dtype=int)
    for number, members in enumerate(units_of(instance)):
        unit[place[members]] = number
    for person in range(people):
        yield from (unit[person], *np.flatnonzero(model.marks[person]))
    pairs = np.argwhere(np.triu(model.pair[:people, :people]) > 0)
    yield len(pairs)
    for a, b in pairs:
        yield from (a, b, int(model.pair[a, b] / 2))
    for number, rules in enumerate(model.rounds):
        yield from (len(rules.least), *np.stack((rules.least, rules.most), axis=1).ravel())
        for person in range(people):
            yield from rules.allowed[person].astype(int)
            yield from rules.wishes[person] if rules.wishes is not None else ()
            yield from (model.before[number, person],) if model.before is not None else ()


def annealed(program: Path, problem: Path, row: Row, seconds: float, runs: int) -> Iterator[Path]:
    """The plan of each run, for the scorer to read before the next one."""
    instance = read(json.loads(problem.read_text()))
    model, plan = compiled(instance), problem.with_suffix(".plan")
    goal = str(int(measures.cost(instance, bounds.bounds(instance))))
    told = " ".join(str(int(one)) for one in numbers(instance, model, row.moves or 0))
    for seed in range(1, runs + 1):
        words = [program, str(seconds), str(seed), *HEAT, goal]
        found = subprocess.run(words, input=told, capture_output=True, text=True, check=True).stdout
        assign = np.full((len(model.rounds), len(instance.people)), -1)
        assign[:, model.here] = [list(map(int, line.split())) for line in found.splitlines()]
        plan.write_text(json.dumps({"assign": assign.tolist()}))
        yield plan


def line(row: Row, seed: str, ours: list[dict], theirs: list[dict]) -> str:
    """One row of the table in Markdown."""
    costs = [one["cost"] for one in ours]
    others = sorted(one["cost"] for one in theirs)
    name = row.instance if row.moves is None else f"repair {row.instance}, {row.moves} moves"
    worse = sum(cost > statistics.median(others) for cost in costs)
    hard = sum(one["hard_total"] for one in (*ours, *theirs))
    cells = [name, seed, f"{row.seconds:g}", " / ".join(map(str, costs)), statistics.median(others)]
    return "| " + " | ".join(map(str, [*cells, " / ".join(map(str, others)), worse, hard])) + " |"


def main() -> None:
    """Print the table, row by row."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "groups")
    parser.add_argument("--only", nargs="+", default=[""], help="rows whose name holds one of these words")
    parser.add_argument("--instance-seeds", nargs="+", default=["1"], help="seeds of the generator")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3], help="seeds of the engine")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=10)
    asked = parser.parse_args()
    print("| instance | seed | s | engine | median of annealer | its runs | engine worse | hard |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as into:
        program, theirs = built(Path(into)), dict[tuple[str, int | None, str], list[dict]]()
        for row, seed in product((*PLANS, *REPAIRS), asked.instance_seeds):
            if (row.moves is None or seed == "1") and any(word in row.instance for word in asked.only):
                problem = made(asked.folder, row, Path(into), seed)
                ours = [one for one, _cpu in tried(asked.folder, row, Path(into), asked.seeds, seed)]
                key = row.instance, row.moves, seed
                theirs[key] = theirs.get(key) or [
                    judged(asked.folder, problem, plan)
                    for plan in annealed(program, problem, row, asked.seconds, asked.runs)
                ]
                print(line(row, seed, ours, theirs[key]), flush=True)


if __name__ == "__main__":
    main()
