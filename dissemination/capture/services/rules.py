"""Verbs about the rule for names of a workshop."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.capture import policies
from dissemination.capture.models import CapturePolicy, GroupSheet, Point
from dissemination.events.policies import may_organise
from sessions.models import Session


def rule_of(session: Session) -> CapturePolicy:
    """The workshop's rule for names as it stands, the default where nobody has set any. Writes nothing."""
    return CapturePolicy.objects.filter(session=session).first() or CapturePolicy(session=session)


def rule_for(session: Session) -> CapturePolicy:
    """The workshop's rule for names, made with its defaults when nobody has set one."""
    return CapturePolicy.objects.get_or_create(session=session)[0]


@transaction.atomic
def set_rule(
    session: Session, *, attribution: str, small_number: int = 3, by: User, at: datetime
) -> CapturePolicy:
    """Set how points are kept. After the first point it only tightens, and what it no longer allows goes."""
    rule = CapturePolicy.objects.select_for_update().get(pk=rule_for(session).pk)
    may_organise(by, session.event).enforce()
    policies.may_change_rule(rule, attribution).enforce()
    rule.attribution, rule.small_number = attribution, small_number
    rule.save()
    _forget_what_it_forbids(rule)
    record("set the rule for names", rule, by=by, at=at, event_id=session.event_id)
    return rule


def _forget_what_it_forbids(rule: CapturePolicy) -> None:
    points = Point.objects.filter(sheet__group__session_id=rule.session_id)
    if not policies.may_know_speaker(rule):
        points.update(said_by=None)
    if not policies.may_know_organisation(rule):
        points.update(said_for=None)
    if not policies.may_know_staff(rule):
        GroupSheet.objects.filter(group__session_id=rule.session_id).update(facilitated_by="", written_by="")
