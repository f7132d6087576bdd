"""Act four: something moves, tables are laid and looked after, everybody is seated, told and gets a badge."""

import json
import math
from itertools import islice

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dissemination.capture import services as capture
from dissemination.changes import services as changes
from dissemination.desk import badges
from dissemination.desk import services as desk
from dissemination.events import services as events
from dissemination.groups import services as groups
from dissemination.workspace.services.rehearsal.setting_up import UPSTAIRS
from dissemination.workspace.services.rehearsal.stage import Stage, on
from dissemination.workspace.services.sample import cast
from registrations.models import KeepRule
from sessions import services as programme
from sessions.models import Group
from speakers import services as speakers
from speakers.models import Appearance, Speaker

LEAST, MOST = 7, 9
WHEELCHAIR, BSL = 2, 5  # every so-manieth table offers it, the first one both
STEPS = 60  # of the search for groups, for each delegate: the same seed gives the same groups
SCRIBES = 3  # every so-manieth table finds its scribe among the delegates


def move_a_session(stage: Stage) -> None:
    """The second workshop moves upstairs and ends later, and the event with it: every diary follows."""
    _, last = stage.workshops()
    last.room = stage.event.rooms.get(name=UPSTAIRS)
    last.starts_at, last.ends_at = on(0, 14, 45), on(0, 16)
    programme.change_programme(stage.event, saved=[last], removed=[], by=stage.organiser, at=on(-15, 9))
    stage.event.refresh_from_db()
    stage.event.ends_at = on(0, 16, 15)
    events.save_event(stage.event, by=stage.organiser, at=on(-15, 9, 5))
    changes.publish_changes(stage.event, by=stage.organiser, at=on(-15, 9, 10))
    stage.deliver(on(-15, 9, 10))


def lay_tables(stage: Stage) -> None:
    """Registration closes; each workshop gets its tables, each table its facilitator and its scribe."""
    events.close_registration(stage.event, by=stage.organiser, at=on(-9, 9))
    count = math.ceil(stage.capacity / MOST)
    least = min(LEAST, stage.capacity * 17 // 20 // count)
    for workshop in stage.workshops():
        tables = programme.lay_tables(
            workshop, count=count, min_size=least, max_size=MOST, by=stage.organiser, at=on(-9, 10)
        )
        for number, table in enumerate(tables):
            table.features = _features(number)
        programme.change_programme(
            stage.event, saved=tables, removed=[], by=stage.organiser, at=on(-9, 10, 30)
        )
    _look_after_tables(stage, count)
    stage.deliver(on(-8, 9))


def seat_everybody(stage: Stage) -> None:
    """The engine makes the groups, they are kept as first published, and everybody is told."""
    _keep_apart_and_together(stage)
    steps = STEPS * stage.capacity
    groups.allocate(stage.event, by=stage.organiser, at=on(-7, 9), steps=steps, seed=stage.seed)
    groups.publish_groups(stage.event, by=stage.organiser, at=on(-7, 10))
    stage.deliver(on(-7, 10))
    instance = groups.instance_of(stage.event)
    keep(stage, "instance.json", instance)
    keep(stage, "plan.json", groups.plan_of(stage.event, instance))


def keep(stage: Stage, name: str, value: object) -> None:
    """Write plain values as JSON into the folder of the rehearsal."""
    stage.write(name, json.dumps(value, indent=1).encode())


def print_papers(stage: Stage) -> None:
    """A badge for everybody who is expected, and the day pack; letters that cannot be drawn are told of."""
    stage.write("badges.pdf", desk.print_badges(stage.event, by=stage.organiser, at=on(-1, 14)))
    stage.write("day-pack.pdf", capture.day_pack(stage.event, by=stage.organiser, at=on(-1, 14)))
    for name, letters in sorted(set(badges.unprintable(badges.wearers(stage.event)))):
        words = _("No typeface at hand can draw %(letters)s in “%(name)s”. Install one that has them.")
        stage.say(words % {"letters": letters, "name": name})


def _features(number: int) -> list[str]:
    offers = {Group.Feature.WHEELCHAIR: WHEELCHAIR, Group.Feature.BSL: BSL}
    return [str(feature) for feature, every in offers.items() if number % every == 0]


def _look_after_tables(stage: Stage, count: int) -> None:
    """One facilitator and one scribe a table, the same in both workshops; some scribes are delegates.

    A delegate who looks after a table sits there: nobody is asked who may need another one.
    """
    delegates = list(_content_with_any_table(stage).exclude(email=""))
    chosen = iter(stage.dice.sample(delegates, math.ceil(count / SCRIBES)))
    helpers = cast.people(f"helper{stage.seed}")
    for number in range(count):
        facilitator, outsider = islice(helpers, 2)
        delegate = next(chosen) if number % SCRIBES == 0 else None
        scribe = (delegate.name, delegate.email) if delegate else (outsider.name, outsider.email)
        _take_part(stage, (facilitator.name, facilitator.email), number, Appearance.Role.FACILITATOR)
        _take_part(stage, scribe, number, Appearance.Role.SCRIBE)


def _content_with_any_table(stage: Stage) -> QuerySet:
    """Those who ask nothing of a table; what they eat is no matter here."""
    return stage.event.registrations.expected_or_here().filter(Q(need=None) | Q(need__features=[]))


def _take_part(stage: Stage, who: tuple[str, str], number: int, role: str) -> None:
    name, email = who
    speaker = Speaker(project=stage.event.project, name=name, email=email)
    speakers.save_speaker(speaker, by=stage.organiser, at=on(-8, 8))
    for workshop in stage.workshops():
        appearance = Appearance(
            event=stage.event,
            session=workshop,
            speaker=speaker,
            role=role,
            group=workshop.groups.all()[number],
        )
        speakers.save_appearance(appearance, by=stage.organiser, at=on(-8, 8))
        speakers.invite(appearance, by=stage.organiser, at=on(-8, 9))


def _keep_apart_and_together(stage: Stage) -> None:
    """Two people who are to meet and two who are not, none of whom looks after a table."""
    busy = stage.event.appearances.values("speaker__person")
    free = _content_with_any_table(stage).exclude(person__in=busy)
    together, with_whom, apart, from_whom = stage.dice.sample(list(free), 4)
    for kind, one, other in (
        (KeepRule.Kind.TOGETHER, together, with_whom),
        (KeepRule.Kind.APART, apart, from_whom),
    ):
        groups.keep(one, other, kind=kind, by=stage.organiser, at=on(-8, 10))
