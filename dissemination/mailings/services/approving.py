"""A second pair of eyes: what goes to more than fifty waits for a publisher."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event, TeamMember
from dissemination.mailings import audiences, emails, policies
from dissemination.mailings.models import Mailing
from dissemination.mailings.services import wording


def waits(mailing: Mailing) -> bool:
    """It is on its way and does not leave before a publisher has said yes."""
    if mailing.state != Mailing.State.PLANNED or not mailing.planned_by_id or mailing.approved_at:
        return False
    people, _without = audiences.count(mailing)
    return people > policies.MOST_ALONE


def waiting_at(event: Event) -> list[Mailing]:
    """What the publishers of an event are asked to look at."""
    return [mailing for mailing in event.mailings.planned().select_related("event") if waits(mailing)]


def ask(mailing: Mailing, *, at: datetime) -> None:
    """Every publisher of the event but its sender gets a mail that leads to it."""
    if waits(mailing):
        people, _without = audiences.count(mailing)
        for member in publishers(mailing):
            emails.ask_approval(mailing, member.user, people=people, at=at)


def publishers(mailing: Mailing) -> list[TeamMember]:
    """Who may look at it: the publishers of its event, without the one who sends it."""
    found = mailing.event.team.filter(role="publisher", user__is_active=True)
    return list(found.exclude(user=mailing.planned_by_id).select_related("user"))


@transaction.atomic
def approve(mailing: Mailing, *, by: User, at: datetime) -> Mailing:
    """It leaves at its moment, or now when that has passed."""
    mailing = Mailing.objects.select_for_update(of=("self",)).select_related("event").get(pk=mailing.pk)
    policies.may_approve(mailing, by=by).enforce()
    wording.follow(mailing)
    mailing.approved_at, mailing.approved_by = at, by
    mailing.save(update_fields=["approved_at", "approved_by", "subject", "body"])
    record("approve a mailing", mailing, by=by, at=at, event_id=mailing.event_id)
    return mailing


@transaction.atomic
def send_back(mailing: Mailing, *, because: str, by: User, at: datetime) -> Mailing:
    """It does not leave. Its sender finds why on its page, and can write it anew."""
    mailing = Mailing.objects.select_for_update(of=("self",)).select_related("event").get(pk=mailing.pk)
    policies.may_approve(mailing, by=by).enforce()
    mailing.state = Mailing.State.DRAFT if mailing.begun_at is None else Mailing.State.SENT
    mailing.sent_back_because = because
    mailing.save(update_fields=["state", "sent_back_because"])
    record("send back a mailing", mailing, by=by, at=at, event_id=mailing.event_id)
    return mailing
