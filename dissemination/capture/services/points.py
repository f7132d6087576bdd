"""Verbs about single points."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.capture import policies
from dissemination.capture.models import CapturePolicy, GroupSheet, Point, PointRevision
from dissemination.capture.services.rules import rule_for
from dissemination.capture.services.sheets import begin, locked
from dissemination.core.verdicts import Verdict
from dissemination.events.models import Organisation
from registrations.models import Registration
from sessions.models import Perspective, Question


def add_point(
    sheet: GroupSheet,
    *,
    question: Question,
    text: str,
    client_id: uuid.UUID,
    at: datetime,
    perspective: Perspective | None = None,
    kind: str = Point.Kind.CONCLUSION,
    stance: str = Point.Stance.AGREED,
    is_starred: bool = False,
    is_individual: bool = False,
    said_by: Registration | None = None,
    said_for: Organisation | None = None,
) -> Point:
    """Keep one point. The same client id twice is one point, however often and late a phone sends it.

    Who said it is kept only for one person's own comment, and only as far as the workshop's rule allows.
    """
    point = Point(
        question=question,
        perspective=perspective,
        text=text,
        kind=kind,
        stance=stance,
        is_starred=is_starred,
        is_individual=is_individual,
        said_by=said_by if is_individual else None,
        said_for=said_for if is_individual else None,
        client_id=client_id,
        captured_at=at,
    )
    with transaction.atomic():
        sheet = locked(sheet)
        return _keep(point, sheet, policies.may_write(sheet, at=at))


def _keep(point: Point, sheet: GroupSheet, verdict: Verdict) -> Point:
    """Write the point down unless it is there already. The sheet is locked."""
    known = sheet.points.filter(client_id=point.client_id).first()
    if known:
        return known
    verdict.enforce()
    policies.may_stand_under(sheet, point.question, point.perspective).enforce()
    rule = rule_for(sheet.group.session)
    _lock_rule(rule, at=point.captured_at)
    if not policies.may_know_speaker(rule):
        point.said_by = None
    if not policies.may_know_organisation(rule):
        point.said_for = None
    point.sheet = sheet
    point.save()
    begin(sheet, at=point.captured_at)
    return point


def _lock_rule(rule: CapturePolicy, *, at: datetime) -> None:
    if rule.locked_at is None:
        rule.locked_at = at
        rule.save(update_fields=("locked_at",))


@transaction.atomic
def paste_lines(
    sheet: GroupSheet,
    *,
    question: Question,
    lines: Iterable[str],
    by: User,
    at: datetime,
    perspective: Perspective | None = None,
) -> list[Point]:
    """Type in a table's paper sheet: each line that says something is a point. A second press adds none."""
    sheet = locked(sheet)
    verdict = policies.may_type_for(sheet, by=by)
    points = []
    for text in filter(None, (line.strip() for line in lines)):
        name = f"{sheet.code}:{question.pk}:{perspective.pk if perspective else ''}:{text}"
        point = Point(
            question=question,
            perspective=perspective,
            text=text,
            client_id=uuid.uuid5(uuid.NAMESPACE_URL, name),
            captured_at=at,
        )
        points.append(_keep(point, sheet, verdict))
    record("typed in for a table", sheet, by=by, at=at, event_id=sheet.group.session.event_id)
    return points


@transaction.atomic
def edit_point(point: Point, *, text: str, at: datetime) -> Point:
    """Change the words of a point; the earlier words are kept beside it."""
    sheet = locked(point.sheet)
    policies.may_write(sheet, at=at).enforce()
    point = Point.objects.select_for_update().get(pk=point.pk)
    if point.text == text:
        return point
    PointRevision.objects.create(point=point, text=point.text, replaced_at=at)
    point.text = text
    point.save(update_fields=("text",))
    return point


@transaction.atomic
def star(point: Point, *, is_starred: bool, at: datetime) -> Point:
    """Mark a point as one that the group wants to be heard, or take the mark away."""
    policies.may_write(locked(point.sheet), at=at).enforce()
    point.is_starred = is_starred
    point.save(update_fields=("is_starred",))
    return point


@transaction.atomic
def set_aside(point: Point, *, reason: str, by: User, at: datetime) -> Point:
    """Leave a point out of the conclusions. It stays on its sheet, and the reason beside it."""
    point = Point.objects.select_for_update().get(pk=point.pk)
    policies.may_set_aside(point, by=by).enforce()
    point.state, point.set_aside_reason = Point.State.SET_ASIDE, reason
    point.save(update_fields=("state", "set_aside_reason"))
    record("set a point aside", point, by=by, at=at, event_id=point.sheet.group.session.event_id)
    return point


@transaction.atomic
def take_back(point: Point, *, by: User, at: datetime) -> Point:
    """Bring a point back that was set aside; it waits to be placed again."""
    point = Point.objects.select_for_update().get(pk=point.pk)
    policies.may_take_back(point, by=by).enforce()
    point.state, point.set_aside_reason = Point.State.CAPTURED, ""
    point.save(update_fields=("state", "set_aside_reason"))
    record("took a point back", point, by=by, at=at, event_id=point.sheet.group.session.event_id)
    return point


def mark_placed(points: Iterable[Point]) -> None:
    """Note that these points are in a theme or under a conclusion."""
    Point.objects.filter(pk__in=[point.pk for point in points]).update(
        state=Point.State.PLACED, set_aside_reason=""
    )


def mark_unplaced(points: Iterable[Point]) -> None:
    """Note that these points wait to be placed again."""
    Point.objects.filter(pk__in=[point.pk for point in points]).update(state=Point.State.CAPTURED)
