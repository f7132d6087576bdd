"""Act five: the day begins. People come or do not, and others walk in."""

from datetime import timedelta
from itertools import islice

from dissemination.desk import services as desk
from dissemination.events import services as events
from dissemination.workspace.services.rehearsal.registering import details_of
from dissemination.workspace.services.rehearsal.stage import Stage, on
from dissemination.workspace.services.sample import cast
from registrations.models import Registration

NOT_COMING, WALKING_IN = 0.1, 0.05  # of those who tried to register: of 500, 50 stay away and 25 walk in


def open_desk(stage: Stage) -> list[Registration]:
    """Nine of ten come and are checked in, one of them by mistake first; returns those who do not."""
    expected = list(stage.event.registrations.expected_or_here())
    missing = stage.dice.sample(expected, max(1, round(stage.delegates * NOT_COMING)))
    away = {one.pk for one in missing}
    coming = [one for one in expected if one.pk not in away]
    _by_mistake(stage, missing[0])
    pause = timedelta(minutes=60) / len(coming)
    for number, one in enumerate(stage.dice.sample(coming, len(coming))):
        desk.check_in(one, by=stage.desk, at=on(0, 8, 20) + number * pause)
    return missing


def let_walk_in(stage: Stage, missing: list[Registration]) -> None:
    """Some come without a place and get that of somebody who is not there; then the desk closes."""
    people = islice(cast.people(f"walkin{stage.seed}"), max(1, round(stage.delegates * WALKING_IN)))
    for number, one in enumerate(people):
        desk.walk_in(
            stage.event,
            details_of(stage, one, number),
            by=stage.desk,
            at=on(0, 9, 25) + timedelta(seconds=number),
            instead_of=missing[number],
        )
    desk.close_desk(stage.event, by=stage.desk, at=on(0, 9, 50))
    stage.deliver(on(0, 9, 50))


def _by_mistake(stage: Stage, registration: Registration) -> None:
    desk.check_in(registration, by=stage.desk, at=on(0, 8, 10))
    desk.undo_check_in(registration, by=stage.desk, at=on(0, 8, 11))


def end_the_day(stage: Stage) -> None:
    """The event took place."""
    stage.event = events.mark_held(stage.event, by=stage.organiser, at=on(0, 17))
