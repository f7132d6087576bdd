"""Act six: every group writes down what it says, on its own page, and hands it in."""

import uuid
from datetime import datetime, timedelta
from itertools import count

from dissemination.capture import services as capture
from dissemination.capture.models import GroupSheet, Point
from dissemination.documents import drawings
from dissemination.workspace.services.rehearsal.stage import Stage
from registrations.models import Registration
from sessions.models import Perspective, Question, Session

OPENINGS = ("We found that", "Some of us hold that", "From experience:", "It would help if")
IDEAS = (
    "sharing is part of how everybody works, without a project.",
    "those who collect information hear what it was used for.",
    "chief officers ask for it themselves.",
    "a true story of a case that went well is told first.",
    "the saving is worked out and shown to finance.",
    "one named person answers questions about what may be shared.",
    "the people whom the information is about can see it.",
    "two neighbouring services begin with one list.",
)
OWN_COMMENT = "In my own service this works already."
EACH = 2  # points of a group to each question from each perspective


def write_down(stage: Stage) -> None:
    """Each table opens its link, writes, reads back and hands in; one photographs its flip chart as well."""
    capture.lay_out_sheets(stage.event)
    for workshop in stage.workshops():
        capture.set_rule(
            workshop,
            attribution="organisation",
            by=stage.organiser,
            at=workshop.starts_at - timedelta(hours=3),
        )
        for sheet in GroupSheet.objects.filter(group__session=workshop).select_related("group"):
            _write(stage, workshop, sheet)
    first = GroupSheet.objects.of_event(stage.event.pk)[0]
    capture.add_photograph(
        first,
        picture=drawings.tables(str(stage.seed)),
        sentence="Our flip chart.",
        at=stage.event.ends_at,
    )


def _write(stage: Stage, workshop: Session, sheet: GroupSheet) -> None:
    sheet = capture.open_sheet(sheet.group, at=workshop.starts_at)
    minutes = count(5)
    for question in workshop.questions.all():
        seen_from: list[Perspective | None] = [*question.perspectives.all()]
        for perspective in EACH * (seen_from or [None]):
            _say(stage, sheet, question, perspective, workshop.starts_at + timedelta(minutes=next(minutes)))
    _one_voice(stage, sheet)
    notes = capture.Notes(
        headline=f"{sheet.group}: begin with one list.", disagreement="none", nodded=stage.dice.randint(4, 7)
    )
    capture.read_back(sheet, notes=notes, at=workshop.ends_at - timedelta(minutes=5))
    capture.submit(sheet, at=workshop.ends_at)


def _say(
    stage: Stage, sheet: GroupSheet, question: Question, perspective: Perspective | None, at: datetime
) -> None:
    """One point; every now and then the phone sends it twice."""
    text = f"{stage.dice.choice(OPENINGS)} {stage.dice.choice(IDEAS)}"
    stance = stage.dice.choice(Point.Stance.values)
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{stage.seed}:{sheet.code}:{at.isoformat()}")
    for _ in range(stage.dice.choice((1, 1, 1, 2))):
        capture.add_point(
            sheet,
            question=question,
            perspective=perspective,
            text=text,
            stance=stance,
            is_starred=stance == Point.Stance.AGREED,
            client_id=name,
            at=at,
        )


def _one_voice(stage: Stage, sheet: GroupSheet) -> None:
    """One delegate of the group adds a comment of their own, kept with the organisation at most."""
    seated = Registration.objects.attended().filter(places__group=sheet.group).order_by("pk")
    speaking = seated.first()
    question = sheet.group.session.questions.all()[0]
    capture.add_point(
        sheet,
        question=question,
        text=OWN_COMMENT,
        kind=Point.Kind.QUOTE,
        stance=Point.Stance.ONE_VOICE,
        is_individual=True,
        said_by=speaking,
        said_for=speaking.organisation if speaking else None,
        client_id=uuid.uuid5(uuid.NAMESPACE_URL, f"{stage.seed}:{sheet.code}:own"),
        at=sheet.group.session.ends_at - timedelta(minutes=10),
    )
