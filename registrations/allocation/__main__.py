"""The engine from the command line, without Django: ``python -m registrations.allocation problem.json``."""

import argparse
import json
import sys
import time
from pathlib import Path

from registrations.allocation import Impossible, Instance, Malformed, Plan, allocate, read, repair

LAST_WORDS = 0.035  # CPU seconds kept back for ending the process
WRAP_UP = 0.01  # the share of the budget kept back for counting and writing the plan


def arguments() -> argparse.ArgumentParser:
    """What may be said on the command line."""
    parser = argparse.ArgumentParser(prog="registrations.allocation", description=__doc__)
    parser.add_argument("problem", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--seconds", type=float, help="CPU seconds of the whole process")
    budget.add_argument("--steps", type=int, help="steps; the same steps and seed give the same plan")
    parser.add_argument("--seed", type=int, default=0)
    changes = parser.add_mutually_exclusive_group()
    changes.add_argument("--moves", type=int, help="changes allowed beyond the forced ones")
    changes.add_argument("--repair", choices=["fewest", "balanced", "best"])
    return parser


def _left(asked: argparse.Namespace) -> float | None:
    if asked.seconds is None:
        return None
    return max(0.0, float(asked.seconds) * (1 - WRAP_UP) - time.process_time() - LAST_WORDS)


def planned(asked: argparse.Namespace) -> Plan:
    """The plan for the problem in the file, made from scratch or repaired as asked."""
    instance: Instance = read(json.loads(asked.problem.read_text(encoding="utf-8")))
    if asked.moves is None and asked.repair is None:
        return allocate(instance, seconds=_left(asked), steps=asked.steps, seed=asked.seed)
    return repair(
        instance,
        moves=asked.moves,
        offer=asked.repair or "balanced",
        seconds=_left(asked),
        steps=asked.steps,
        seed=asked.seed,
    )


def told(plan: Plan) -> str:
    """Every count beside its bound, and the steps done."""
    lines = [f"{name} {count} (bound {plan.bounds[name]})" for name, count in plan.counts.items()]
    verdict = "No plan can be better." if plan.optimal else "A better plan may exist."
    return "\n".join([*lines, f"cost {plan.cost:g} (bound {plan.bound:g})", f"steps {plan.steps}", verdict])


def main(words: list[str] | None = None) -> int:
    """0 when a plan was written; 2 when there is none, the reasons on standard error."""
    asked = arguments().parse_args(words)
    try:
        plan = planned(asked)
    except Impossible as why:
        print("\n".join(why.reasons), file=sys.stderr)
        return 2
    except (Malformed, json.JSONDecodeError, OSError) as why:
        print(why, file=sys.stderr)
        return 2
    asked.out.write_text(json.dumps({"assign": plan.assign}), encoding="utf-8")
    print(told(plan))
    return 0


if __name__ == "__main__":
    sys.exit(main())
