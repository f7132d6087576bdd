"""Verbs about what readers see: early thoughts, final conclusions, and taking one back."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event
from dissemination.outcomes import policies
from dissemination.outcomes.models import Outcome


@transaction.atomic
def publish_early(event: Event, *, by: User, at: datetime) -> list[Outcome]:
    """Publish the early thoughts that are ready, dated. Points may still wait to be placed."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_publish_early(event, by=by, at=at).enforce()
    return _publish(event, Outcome.Stage.EARLY, by=by, at=at)


@transaction.atomic
def publish_final(event: Event, *, by: User, at: datetime) -> list[Outcome]:
    """Publish the final conclusions that are ready, dated. Early thoughts stay visible beside them."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    policies.may_publish_final(event, by=by, at=at).enforce()
    return _publish(event, Outcome.Stage.FINAL, by=by, at=at)


def _publish(event: Event, stage: str, *, by: User, at: datetime) -> list[Outcome]:
    outcomes = list(event.outcomes.filter(stage=stage).ready().in_order())
    for outcome in outcomes:
        outcome.state, outcome.published_at, outcome.published_by = Outcome.State.PUBLISHED, at, by
        outcome.save(update_fields=("state", "published_at", "published_by"))
        record("published a conclusion", outcome, by=by, at=at, event_id=event.pk)
    replaced = Outcome.objects.filter(successors__in=outcomes, state=Outcome.State.PUBLISHED)
    replaced.update(state=Outcome.State.SUPERSEDED)
    return outcomes


@transaction.atomic
def withdraw(outcome: Outcome, *, reason: str, by: User, at: datetime) -> Outcome:
    """Take a published outcome back. Readers see that it was withdrawn; the record keeps it."""
    outcome = Outcome.objects.select_for_update().get(pk=outcome.pk)
    policies.may_withdraw(outcome, reason=reason, by=by).enforce()
    outcome.state, outcome.withdrawn_at, outcome.withdrawn_reason = Outcome.State.WITHDRAWN, at, reason
    outcome.save(update_fields=("state", "withdrawn_at", "withdrawn_reason"))
    record("withdrew a conclusion", outcome, by=by, at=at, event_id=outcome.event_id)
    return outcome
