"""Verbs about writing an outcome: its statement, its details, and what it rests on."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.capture import services as capture
from dissemination.capture.models import GroupSheet, Point
from dissemination.events.models import Event, Organisation
from dissemination.events.policies import may_write_themes
from dissemination.outcomes import policies
from dissemination.outcomes.models import Outcome, OutcomeDetail, OutcomeSource, Theme


@transaction.atomic
def conclude(
    event: Event,
    *,
    statement: str,
    by: User,
    at: datetime,
    kind: str = Outcome.Kind.CONCLUSION,
    stage: str = Outcome.Stage.FINAL,
    agreement: str = Outcome.Agreement.BROAD,
    theme: Theme | None = None,
    must_act: Iterable[Organisation] = (),
    must_act_text: str = "",
    points: Iterable[Point] = (),
    sheets: Iterable[GroupSheet] = (),
    note: str = "",
    supersedes: Outcome | None = None,
) -> Outcome:
    """Write an outcome with what it rests on: points, flip charts, a note. A draft until it is published."""
    may_write_themes(by, event).enforce()
    outcome = Outcome(
        event=event,
        statement=statement,
        kind=kind,
        stage=stage,
        agreement=agreement,
        theme=theme,
        must_act_text=must_act_text,
        supersedes=supersedes,
        order=event.outcomes.count() + 1,
        made_at=at,
    )
    policies.may_stand_beside(outcome).enforce()
    outcome.save()
    outcome.must_act.set(must_act)
    _rest(outcome, list(points), list(sheets), note)
    record("wrote a conclusion", outcome, by=by, at=at, event_id=event.pk)
    return outcome


def _rest(outcome: Outcome, points: list[Point], sheets: list[GroupSheet], note: str) -> None:
    policies.may_rest_on(outcome, points, sheets).enforce()
    for point in points:
        OutcomeSource.objects.get_or_create(outcome=outcome, point=point)
    for sheet in sheets:
        OutcomeSource.objects.get_or_create(outcome=outcome, sheet=sheet)
    if note:
        OutcomeSource.objects.get_or_create(outcome=outcome, point=None, sheet=None, note=note)
    capture.mark_placed(points)


@transaction.atomic
def support(
    outcome: Outcome,
    *,
    by: User,
    at: datetime,
    points: Iterable[Point] = (),
    sheets: Iterable[GroupSheet] = (),
    note: str = "",
) -> Outcome:
    """Add what an outcome rests on. Adding the same source again changes nothing."""
    policies.may_edit(outcome, by=by).enforce()
    _rest(outcome, list(points), list(sheets), note)
    record("added sources", outcome, by=by, at=at, event_id=outcome.event_id)
    return outcome


@transaction.atomic
def reword(outcome: Outcome, *, statement: str, by: User, at: datetime) -> Outcome:
    """Change the words of an outcome that is not published yet."""
    outcome = Outcome.objects.select_for_update().get(pk=outcome.pk)
    policies.may_edit(outcome, by=by).enforce()
    outcome.statement = statement
    outcome.save(update_fields=("statement",))
    record("reworded a conclusion", outcome, by=by, at=at, event_id=outcome.event_id)
    return outcome


@transaction.atomic
def keep(outcome: Outcome, *, by: User, at: datetime) -> Outcome:
    """Save what an organiser changed in an outcome that is not published yet."""
    standing = Outcome.objects.select_for_update().get(pk=outcome.pk)
    for one in (standing, outcome):
        policies.may_edit(one, by=by).enforce()
    policies.may_stand_beside(outcome).enforce()
    outcome.save()
    record("changed a conclusion", outcome, by=by, at=at, event_id=outcome.event_id)
    return outcome


@transaction.atomic
def detail(
    outcome: Outcome,
    *,
    text: str,
    by: User,
    at: datetime,
    kind: str = OutcomeDetail.Kind.SUB_POINT,
    example: str = "",
) -> OutcomeDetail:
    """Add a sub-point, or one of the ways to reach the outcome with the benefit that it could bring."""
    policies.may_edit(outcome, by=by).enforce()
    row = OutcomeDetail.objects.create(
        outcome=outcome, kind=kind, text=text, example=example, order=outcome.details.count() + 1
    )
    record("added a detail", row, by=by, at=at, event_id=outcome.event_id)
    return row


@transaction.atomic
def agree(outcome: Outcome, *, by: User, at: datetime) -> Outcome:
    """Mark a draft as agreed by the team."""
    outcome = Outcome.objects.select_for_update().get(pk=outcome.pk)
    policies.may_agree(outcome, by=by).enforce()
    outcome.state = Outcome.State.AGREED
    outcome.save(update_fields=("state",))
    record("agreed a conclusion", outcome, by=by, at=at, event_id=outcome.event_id)
    return outcome
