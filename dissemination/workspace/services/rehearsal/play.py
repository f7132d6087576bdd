"""The acts in their order, and what is written down at the end."""

import json
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from dissemination.workspace.services.rehearsal import (
    capturing,
    concluding,
    following_up,
    grouping,
    mending,
    morning,
    promises,
    registering,
    reporting,
    setting_up,
    speaking,
    summary,
    threads,
)
from dissemination.workspace.services.rehearsal.stage import Stage

FEWEST, MOST = 12, 5000  # fewer sit at one table, where nobody can be kept apart


def play(*, delegates: int, seed: int, out: Path, say: Callable[[str], None]) -> list[str]:
    """Play an event for so many people who try to register; everything is written into `out`.

    The mails are expected in `out/mail`. Returns the promises that were broken, as sentences.
    """
    stage = Stage(out=out, delegates=delegates, seed=seed, say=say)
    acts = _acts()
    for number, (title, act) in enumerate(acts, start=1):
        say(_("%(number)s/%(all)s %(title)s") % {"number": number, "all": len(acts), "title": title})
        act(stage)
    stage.write("summary.json", json.dumps(summary.numbers(stage), indent=1).encode())
    stage.write("threads.md", threads.as_text(stage).encode())
    return promises.broken(stage)


def _acts() -> list[tuple[str, Callable[[Stage], None]]]:
    return [
        (_("An event is set up and published"), setting_up.play),
        (_("Speakers are invited"), speaking.invite),
        (_("People register, and some cancel"), _register),
        (_("Slides come in, a speaker and a session change"), _change),
        (_("Tables are laid, groups made and told, badges printed"), _group),
        (_("The morning: people come, or not, or walk in"), _begin),
        (_("The groups write down what they say"), _write),
        (_("Thanks go out, then early thoughts; a story comes in"), _thank),
        (_("Every point is placed and the conclusions are published"), _conclude),
        (_("A case study, the report and the conclusions go out"), _report),
    ]


def _register(stage: Stage) -> None:
    registering.register_everybody(stage)
    registering.cancel_some(stage)


def _change(stage: Stage) -> None:
    speaking.replace_one(stage)
    speaking.describe_themselves(stage)
    speaking.collect_slides(stage)
    grouping.move_a_session(stage)


def _group(stage: Stage) -> None:
    grouping.lay_tables(stage)
    grouping.seat_everybody(stage)
    registering.cancel_late(stage)
    grouping.print_papers(stage)


def _begin(stage: Stage) -> None:
    as_told = mending.count(stage)
    missing = morning.open_desk(stage)
    morning.let_walk_in(stage, missing)
    mending.put_right(stage, as_told)


def _write(stage: Stage) -> None:
    capturing.write_down(stage)
    concluding.promise(stage)
    morning.end_the_day(stage)


def _thank(stage: Stage) -> None:
    speaking.release_slides(stage)
    following_up.thank(stage)
    concluding.publish_early_thoughts(stage)
    following_up.offer_story(stage)


def _conclude(stage: Stage) -> None:
    concluding.sort_points(stage)
    concluding.publish_conclusions(stage)


def _report(stage: Stage) -> None:
    following_up.publish_story(stage)
    reporting.publish_report(stage)
    following_up.send_conclusions(stage)
    reporting.keep_report(stage)
