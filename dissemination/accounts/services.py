"""Verbs about people and about the record of what was done."""

from datetime import datetime

from django.db import models, transaction

from dissemination.accounts import policies
from dissemination.accounts.models import AuditEntry, Person, User
from dissemination.core.prepared import Given, Insertion, Prepared
from dissemination.core.text import one_line

_KNOWN = Prepared(Person.objects.filter(email=Given("email")).values_list("pk"))
_USERS, _PEOPLE = Insertion(User, unless="email"), Insertion(Person, unless="email")


def known_person(email: str) -> Person | None:
    """The person with this address, if there is one."""
    address = one_line(email).lower()
    is_known = address and _KNOWN.first(email=address)  # hardly ever in a rush
    return Person.objects.filter(email=address).first() if is_known else None


def person_for(email: str, *, name: str = "", at: datetime) -> Person:
    """The person with this address, made when there is none yet.

    A name is taken for a new person only: an anonymous form never changes somebody's record.
    """
    return known_person(email) or make_person(email, name=name, at=at)[0]


@transaction.atomic(savepoint=False)
def make_person(email: str, *, name: str, at: datetime) -> tuple[Person, bool]:
    """The person with an address that nobody had yet, together with a user without a password.

    False beside it where somebody else has made the person in the same instant. The user may have been there.
    """
    address = one_line(email).lower()
    user = User(email=address, joined_at=at)
    user.set_unusable_password()
    if not _USERS.write(user):
        user = User.objects.get(email=address)
    person = Person(user=user, email=address, name=name)
    if _PEOPLE.write(person):
        return person, True
    return Person.objects.select_related("user").get(email=address), False


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


@transaction.atomic
def save_user(user: User, *, by: User, at: datetime) -> User:
    """Keep what an administrator set for a user: whether they may sign in, and what they may open."""
    policies.may_set_rights(by).enforce()
    if user.pk is None:
        user.set_unusable_password()
        user.joined_at = at
    user.save()
    Person.objects.get_or_create(email=user.email, defaults={"user": user})
    record("set rights", user, by=by, at=at)
    return user


@transaction.atomic
def bring_in(email: str, *, by: User, at: datetime) -> User:
    """The user with this address, able to open the workspace; made now when there is none."""
    policies.may_bring_in(by).enforce()
    user = person_for(email, at=at).user
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
        record("open the workspace", user, by=by, at=at)
    return user
