"""When a table may write, who may read and mend, and what may be kept about who said something."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.capture.models import CapturePolicy, GroupSheet, Point
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events.policies import may_organise
from sessions.models import Group, Perspective, Question

WORKING_DAYS_AFTER = 5
MINUTES_UNTIL_MISSED = 15
_SATURDAY = 5


def last_day(group: Group) -> date:
    """The fifth working day after the workshop; some write up on the train, some next week."""
    session = group.session
    day = session.event.local(session.ends_at).date()
    left = WORKING_DAYS_AFTER
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def is_missed(sheet: GroupSheet, *, at: datetime) -> bool:
    """The workshop ended a quarter of an hour ago and nothing was handed in."""
    ended_at = sheet.group.session.ends_at
    return not sheet.is_handed_in and at >= ended_at + timedelta(minutes=MINUTES_UNTIL_MISSED)


def may_open(group: Group, *, at: datetime) -> Verdict:
    """The table's page is open: from the day of the workshop to the fifth working day after it."""
    event = group.session.event
    today = event.local(at).date()
    first, last = event.local(group.session.starts_at).date(), last_day(group)
    if event.is_cancelled:
        return no(_("This event has been cancelled, so there is nothing to write down."))
    if today < first:
        return no(
            _("This page opens on %(day)s, the day of your workshop. Keep the link.")
            % {"day": date_format(first, "j F Y")}
        )
    if today > last:
        return no(
            _("This page was open until %(day)s. Send what you still want to say to %(address)s.")
            % {"day": date_format(last, "j F Y"), "address": event.contact_email}
        )
    return YES


def may_write(sheet: GroupSheet, *, at: datetime) -> Verdict:
    """The table may write and edit. A point that was waiting on a phone comes in after handing in, too."""
    if sheet.state == GroupSheet.State.CLOSED:
        return no(_("The organisers have closed this sheet. Ask them to open it again."))
    return may_open(sheet.group, at=at)


def may_type_for(sheet: GroupSheet, *, by: User) -> Verdict:
    """An organiser types in what a table wrote on paper."""
    if sheet.state == GroupSheet.State.CLOSED:
        return no(_("This sheet is closed. Open it again first."))
    return may_organise(by, sheet.group.session.event)


def may_stand_under(sheet: GroupSheet, question: Question, perspective: Perspective | None) -> Verdict:
    """The question is one of this group's workshop, and the perspective one of the question's."""
    if question.session_id != sheet.group.session_id:
        return no(_("This question belongs to another workshop. Open your table's link again."))
    if perspective and perspective.question_id != question.pk:
        return no(_("This perspective belongs to another question. Open your table's link again."))
    return YES


def may_know_speaker(rule: CapturePolicy) -> Verdict:
    """The name of a delegate may be kept with their own comment."""
    if rule.attribution != CapturePolicy.Attribution.NAMED:
        return no(_("This workshop keeps no names with comments."))
    return YES


def may_know_organisation(rule: CapturePolicy) -> Verdict:
    """The organisation of a delegate may be kept with their own comment."""
    if rule.attribution not in (CapturePolicy.Attribution.NAMED, CapturePolicy.Attribution.ORGANISATION):
        return no(_("This workshop keeps no organisations with comments."))
    return YES


def may_know_staff(rule: CapturePolicy) -> Verdict:
    """The names of facilitator and scribe may be kept: whoever wrote alone could be taken for the speaker."""
    return YES if rule.keeps_groups_apart else no(_("This workshop keeps no names at all."))


def may_change_rule(rule: CapturePolicy, attribution: str) -> Verdict:
    """The rule may become this one: any before the first point, only a tighter one after it."""
    wanted = CapturePolicy(attribution=attribution)
    if rule.locked_at and wanted.tightness < rule.tightness:
        return no(_("People have spoken under this rule. It can be made tighter now, not more open."))
    return YES


def may_submit(sheet: GroupSheet) -> Verdict:
    """There is something to hand in: a point, a headline, or a photograph of the flip chart."""
    if sheet.headline or sheet.photograph or sheet.points.exists():
        return YES
    return no(_("Write at least one point or a headline first, or ask the organisers to add a photograph."))


def may_close(sheet: GroupSheet, *, by: User) -> Verdict:
    """An organiser closes a sheet that was handed in."""
    if sheet.state != GroupSheet.State.SUBMITTED:
        return no(_("Only a sheet that was handed in can be closed."))
    return may_organise(by, sheet.group.session.event)


def may_reopen(sheet: GroupSheet, *, by: User) -> Verdict:
    """An organiser opens a sheet again that was handed in or closed."""
    if not sheet.is_handed_in:
        return no(_("This sheet is open already."))
    return may_organise(by, sheet.group.session.event)


def may_set_aside(point: Point, *, by: User) -> Verdict:
    """An organiser leaves a point out of the conclusions, with a reason, unless one rests on it."""
    if point.state == Point.State.PLACED:
        return no(_("This point is placed. Take it out of its themes and conclusions first."))
    return may_organise(by, point.sheet.group.session.event)


def may_take_back(point: Point, *, by: User) -> Verdict:
    """An organiser brings a point back that was set aside."""
    if point.state != Point.State.SET_ASIDE:
        return no(_("This point is not set aside."))
    return may_organise(by, point.sheet.group.session.event)
