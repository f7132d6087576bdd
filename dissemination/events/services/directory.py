"""The directory that all events share: organisations and venues."""

from datetime import datetime

from django.db import models, transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events import policies
from dissemination.events.models import Organisation, Venue


@transaction.atomic
def save_organisation(organisation: Organisation, *, by: User, at: datetime) -> Organisation:
    """Keep an organisation's names and sector."""
    policies.may_change_organisation(by).enforce()
    organisation.save()
    record("change organisation", organisation, by=by, at=at)
    return organisation


@transaction.atomic
def save_venue(venue: Venue, *, by: User, at: datetime) -> Venue:
    """Keep what is said about a place."""
    verdict = policies.may_change_venue(by, venue) if venue.pk else policies.may_start_event(by)
    verdict.enforce()
    venue.save()
    record("change venue", venue, by=by, at=at)
    return venue


def _references(model: type[models.Model]) -> list[models.ForeignKey]:
    """Every foreign key of any app that points at the model."""
    relations = model._meta.related_objects
    return [relation.field for relation in relations if isinstance(relation.field, models.ForeignKey)]


@transaction.atomic
def merge(duplicate: Organisation, *, into: Organisation, by: User, at: datetime) -> int:
    """Everything that named the duplicate names `into`; returns how many rows that were.

    The duplicate stays as a name that leads to the other, so that nothing is lost and either name is found.
    """
    both = Organisation.objects.select_for_update().in_bulk([duplicate.pk, into.pk])
    duplicate, into = both[duplicate.pk], both[into.pk]
    policies.may_merge(by, duplicate, into).enforce()
    moved = 0
    for field in _references(Organisation):
        named = field.model._default_manager.filter(**{field.name: duplicate})
        moved += named.update(**{field.name: into})
    duplicate.merged_into = into
    duplicate.save(update_fields=["merged_into"])
    record("merge organisation", duplicate, by=by, at=at)
    return moved
