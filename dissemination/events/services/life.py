"""One verb for each step of an event's life. Each locks the event, asks its policy, and is audited."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events import policies
from dissemination.events.models import Event


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).select_related("project", "venue").get(pk=event.pk)


def _step(event: Event, verb: str, *, by: User, at: datetime) -> Event:
    event.state = policies.MOVES[verb].target
    event.save(update_fields=["state"])
    record(verb, event, by=by, at=at, event_id=event.pk)
    return event


@transaction.atomic
def publish(event: Event, *, by: User, at: datetime) -> Event:
    """Every reader sees the event from now on."""
    event = _locked(event)
    policies.may_publish_event(by, event).enforce()
    return _step(event, "publish", by=by, at=at)


@transaction.atomic
def withdraw(event: Event, *, by: User, at: datetime) -> Event:
    """The event is a draft again, seen by its team alone."""
    event = _locked(event)
    policies.may_withdraw_event(by, event).enforce()
    return _step(event, "withdraw", by=by, at=at)


@transaction.atomic
def open_registration(event: Event, *, by: User, at: datetime) -> Event:
    """People can register from now on."""
    event = _locked(event)
    policies.may_open_registration(by, event, at=at).enforce()
    return _step(event, "open", by=by, at=at)


@transaction.atomic
def close_registration(event: Event, *, by: User, at: datetime) -> Event:
    """Nobody can register any more; those who have a place keep it."""
    event = _locked(event)
    policies.may_close_registration(by, event).enforce()
    return _step(event, "close", by=by, at=at)


@transaction.atomic
def mark_held(event: Event, *, by: User, at: datetime) -> Event:
    """The event took place: its page leads with what came of it."""
    event = _locked(event)
    policies.may_mark_held(by, event, at=at).enforce()
    return _step(event, "hold", by=by, at=at)


@transaction.atomic
def mark_reported(event: Event, *, by: User, at: datetime) -> Event:
    """The report is out: the last step of the event's life."""
    event = _locked(event)
    policies.may_mark_reported(by, event).enforce()
    return _step(event, "report", by=by, at=at)
