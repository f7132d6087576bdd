"""The nightly deletion. Safe to run twice, and at the same time in two places: what has gone is not due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Count, FileField, Model, QuerySet

from dissemination.accounts.models import Person, User
from dissemination.accounts.services import record
from dissemination.catering import services as catering
from dissemination.catering.models import Numbers
from dissemination.events.models import Event
from dissemination.retention.models import Deletion
from dissemination.retention.policies import COUNTED_FIRST, RULES, Rule, is_over, of_real_people


@dataclass(frozen=True, slots=True)
class Due:
    """So many rows of one event, by one rule."""

    event: Event
    rule: Rule
    rows: int


def due(*, at: datetime, event: Event | None = None) -> list[Due]:
    """What is deleted when `retain` runs at this moment; of one event, or of all."""
    found = []
    for rule in RULES:
        rows = _rows(rule, at=at)
        rows = rows.filter(**{rule.event: event}) if event else rows
        for number, count in rows.order_by().values_list(rule.event).annotate(Count("pk")):
            found.append((number, rule, count))
    events = Event.objects.in_bulk({number for number, _, _ in found})
    return [Due(events[number], rule, count) for number, rule, count in found]


def retain(*, at: datetime) -> list[Due]:
    """Delete what is due, event by event and rule by rule, each with its line in the audit; what it was."""
    return [one for one in due(at=at) if _carry_out(one, at=at)]


@transaction.atomic
def _carry_out(one: Due, *, at: datetime) -> bool:
    """Do it with the event held meanwhile; False where somebody else has just done it."""
    event = Event.objects.select_for_update().get(pk=one.event.pk)
    rows = _rows(one.rule, at=at).filter(**{one.rule.event: event})
    number = rows.count()
    if not number:
        return False
    if one.rule.key in COUNTED_FIRST and not event.numbers.filter(reason=Numbers.Reason.FINAL).exists():
        catering.keep_final(event, at=at)
    _forget(one.rule, rows)
    deletion = Deletion.objects.create(event=event, rule=one.rule.key, rows=number, deleted_at=at)
    record(f"retention.{one.rule.key}", deletion, by=None, at=at, event_id=event.pk)
    return True


def _rows(rule: Rule, *, at: datetime) -> QuerySet[Model]:
    """The rows whose time is over and of which something is left."""
    rows = rule.model._default_manager.filter(of_real_people(rule), rule.only, is_over(rule, at=at))
    return rows.exclude(**rule.emptied) if rule.emptied else rows


def _forget(rule: Rule, rows: QuerySet[Model]) -> None:
    """Empty the fields, or delete the rows with their files; whoever is named nowhere any more goes too."""
    if not rule.emptied:
        _drop_files(rows)
        rows.delete()
        return
    people = list(rows.values_list("person", flat=True)) if "person" in rule.emptied else []
    rows.update(**rule.emptied)
    _forget_people(people)


def _drop_files(rows: QuerySet[Model]) -> None:
    """A file goes once it is certain that its row has gone."""
    for field in rows.model._meta.concrete_fields:
        if isinstance(field, FileField):
            for name in filter(None, rows.values_list(field.name, flat=True)):
                transaction.on_commit(partial(field.storage.delete, str(name)), robust=True)


def _forget_people(keys: Iterable[int | None]) -> None:
    """Those of these people who stand in no other event, speak nowhere and do not work here."""
    unnamed = Person.objects.filter(pk__in=[key for key in keys if key], registrations=None, speakers=None)
    idle = unnamed.filter(user__is_staff=False, user__is_superuser=False, user__roles=None)
    User.objects.filter(pk__in=list(idle.values_list("user_id", flat=True))).delete()
