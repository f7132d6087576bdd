"""Pictures of the day: kept with their words and consent, and taken away with their file."""

from datetime import datetime
from functools import partial

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events import policies
from dissemination.events.models import Photograph


@transaction.atomic
def keep_photograph(photograph: Photograph, *, by: User, at: datetime) -> Photograph:
    """Keep a picture with its caption, description, credit, licence, people and consent.

    A new file takes the place of the old one, which is deleted once that is certain.
    """
    policies.may_keep_photograph(by, photograph).enforce()
    before = Photograph.objects.select_for_update().filter(pk=photograph.pk).first()
    photograph.save()
    if before and before.image.name != photograph.image.name:
        _forget(before)
    verb = "change photograph" if before else "add photograph"
    record(verb, photograph, by=by, at=at, event_id=photograph.event_id)
    return photograph


@transaction.atomic
def remove_photograph(photograph: Photograph, *, by: User, at: datetime) -> None:
    """Take a picture away for good, its file too."""
    policies.may_organise(by, photograph.event).enforce()
    record("remove photograph", photograph, by=by, at=at, event_id=photograph.event_id)
    photograph.delete()
    _forget(photograph)


def _forget(photograph: Photograph) -> None:
    """The file goes when the database has agreed."""
    transaction.on_commit(partial(photograph.image.storage.delete, str(photograph.image.name)))
