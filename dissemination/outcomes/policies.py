"""What may be placed, written, published and promised."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.capture.models import CapturePolicy, GroupSheet, Point
from dissemination.capture.policies import may_write as may_write_at_table
from dissemination.core.verdicts import YES, Verdict, no
from dissemination.events.models import Event, Organisation
from dissemination.events.policies import may_approve, may_organise, may_write_themes
from dissemination.outcomes.models import Commitment, Outcome, Theme

MOST_THEMES = 3
MOST_COMMITMENTS = 3


def may_place(point: Point, theme: Theme, *, by: User) -> Verdict:
    """The point may go into the theme: of the same event, not set aside, in at most three themes."""
    if point.sheet.group.session.event_id != theme.event_id:
        return no(_("This point was made at another event."))
    if point.state == Point.State.SET_ASIDE:
        return no(_("This point is set aside. Take it back first."))
    if point.placements.exclude(theme=theme).count() >= MOST_THEMES:
        return no(_("This point is in three themes already. Take it out of one first."))
    return may_write_themes(by, theme.event)


def may_rest_on(outcome: Outcome, points: list[Point], sheets: list[GroupSheet]) -> Verdict:
    """The outcome may rest on these: points of its own event that are not set aside, and its flip charts."""
    groups = [sheet.group for sheet in (*sheets, *(point.sheet for point in points))]
    if any(group.session.event_id != outcome.event_id for group in groups):
        return no(_("A conclusion rests on points of its own event only."))
    if any(point.state == Point.State.SET_ASIDE for point in points):
        return no(_("A conclusion cannot rest on a point that is set aside. Take the point back first."))
    return YES


def may_stand_beside(outcome: Outcome) -> Verdict:
    """The theme that it stands under, and what it takes the place of, are of its own event."""
    named = (outcome.theme, outcome.supersedes)
    if all(one is None or one.event_id == outcome.event_id for one in named):
        return YES
    return no(_("Choose a theme and an earlier conclusion of this event."))


def may_edit(outcome: Outcome, *, by: User) -> Verdict:
    """The outcome is not published yet: what readers have seen stays as it was."""
    if outcome.state not in (Outcome.State.DRAFT, Outcome.State.AGREED):
        return no(_("This is published and stays as it is. Write a new one that takes its place."))
    return may_write_themes(by, outcome.event)


def may_agree(outcome: Outcome, *, by: User) -> Verdict:
    """A draft may be marked as agreed by the team."""
    if outcome.state != Outcome.State.DRAFT:
        return no(_("Only a draft can be marked as agreed."))
    return may_write_themes(by, outcome.event)


def may_publish_early(event: Event, *, by: User, at: datetime) -> Verdict:
    """Early thoughts may go out in the same week: each with a source, complete placing not needed."""
    return _has_begun(event, at=at) and _may_publish(event, Outcome.Stage.EARLY, by=by)


def may_publish_final(event: Event, *, by: User, at: datetime) -> Verdict:
    """Final conclusions may go out: every point is placed or set aside, and each has a source."""
    if not (begun := _has_begun(event, at=at)):
        return begun
    waiting = Point.objects.of_event(event.pk).unplaced().count()
    if waiting:
        return no(
            _("Place every point first, or set it aside with a reason. Still to do: %(number)d.")
            % {"number": waiting}
        )
    return _may_publish(event, Outcome.Stage.FINAL, by=by)


def _has_begun(event: Event, *, at: datetime) -> Verdict:
    """Nothing was concluded before anybody met."""
    if at < event.starts_at:
        day = date_format(event.local(event.starts_at), "j F Y, H:i")
        return no(_("Conclusions can be published once the event has begun, on %(day)s.") % {"day": day})
    return YES


def _may_publish(event: Event, stage: str, *, by: User) -> Verdict:
    ready = Outcome.objects.filter(event=event, stage=stage).ready()
    if not ready.exists():
        return no(_("There is nothing new to publish. Write a conclusion first."))
    bare = ready.without_a_source().in_order().first()
    if bare:
        return no(
            _("Give “%(statement)s” a source first: a point, a flip chart or a note.")
            % {"statement": bare.statement}
        )
    return may_approve(by, event)


def may_withdraw(outcome: Outcome, *, reason: str, by: User) -> Verdict:
    """A published outcome may be taken back, with a reason."""
    if not outcome.is_public:
        return no(_("Only what is published can be withdrawn."))
    if not reason.strip():
        return no(_("Write why you withdraw it: readers who follow a link to it are told."))
    return may_approve(by, outcome.event)


def may_promise_at_table(commitment: Commitment, *, at: datetime) -> Verdict:
    """The room may make commitments while its table's page is open."""
    return may_write_at_table(commitment.sheet, at=at) if commitment.sheet else YES


def may_offer(event: Event, organisation: Organisation, owner_name: str, *, by: User | None) -> Verdict:
    """At most three commitments for one owner: more are rarely kept."""
    mine = event.commitments.filter(organisation=organisation, owner_name__iexact=owner_name)
    if owner_name and mine.exclude(state=Commitment.State.DROPPED).count() >= MOST_COMMITMENTS:
        return no(_("You have made three commitments. Keep those first, or change one of them."))
    return may_organise(by, event) if by else YES


def may_amend(commitment: Commitment, *, by: User) -> Verdict:
    """Organisers put right what was taken down wrongly."""
    return may_organise(by, commitment.event)


def may_confirm(commitment: Commitment, *, by: User | None) -> Verdict:
    """The owner confirms by their link; an organiser may do so on their behalf, and it shows."""
    return may_organise(by, commitment.event) if by else YES


def may_tell(commitment: Commitment, *, by: User | None) -> Verdict:
    """What came of a commitment is told once it is confirmed."""
    if commitment.state == Commitment.State.OFFERED:
        return no(_("Confirm the commitment first."))
    return may_write_themes(by, commitment.event) if by else YES


def rules_of(outcome: Outcome) -> list[CapturePolicy]:
    """The rules for names of the workshops that the outcome rests on."""
    sheets = [source.where for source in outcome.sources.all()]
    rules = (getattr(sheet.group.session, "capture_policy", None) for sheet in sheets if sheet)
    return [rule for rule in rules if rule]


def shows_groups(outcome: Outcome) -> bool:
    """Readers may see which groups raised it: every workshop that it rests on allows that."""
    return all(rule.keeps_groups_apart for rule in rules_of(outcome))


def smallest_shown(outcome: Outcome) -> int:
    """Where groups are not shown, a number of groups below this one is not shown either."""
    return max((rule.small_number for rule in rules_of(outcome)), default=0)
