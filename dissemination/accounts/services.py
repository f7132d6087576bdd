"""Verbs about people and about the record of what was done."""

from datetime import datetime

from django.db import models, transaction

from dissemination.accounts.models import AuditEntry, Person, User
from dissemination.core.text import one_line


@transaction.atomic
def person_for(email: str, *, name: str = "", at: datetime) -> Person:
    """The person with this address, made together with a password-less user when there is none yet.

    A name is taken for a new person only: an anonymous form never changes somebody's record.
    """
    address = one_line(email).lower()
    known = Person.objects.filter(email=address).first()
    if known:
        return known
    user, _ = User.objects.get_or_create(email=address, defaults={"password": "!", "joined_at": at})
    person, _ = Person.objects.get_or_create(email=address, defaults={"user": user, "name": name})
    return person


def record(
    verb: str, subject: models.Model, *, by: User | None, at: datetime, event_id: int | None = None
) -> AuditEntry:
    """Write one line of audit: who did what to which row, when. Keys only."""
    return AuditEntry.objects.create(
        at=at,
        actor_id=by.pk if by else None,
        verb=verb,
        subject=f"{subject._meta.label}:{subject.pk}",
        event_id=event_id,
    )
