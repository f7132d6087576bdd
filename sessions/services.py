"""The verbs of a programme: keep its rows, set perspectives, lay tables."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from dissemination.events.services import note_that_form_asks_more
from sessions import policies
from sessions.models import Group, Perspective, Question, Session


@transaction.atomic
def change_programme(
    event: Event, *, saved: Sequence[Model], removed: Sequence[Model], by: User, at: datetime
) -> None:
    """Keep these rooms, sessions, questions or groups, and take those away. Diaries follow on publishing."""
    event_policies.may_organise(by, event).enforce()
    for row in (*removed, *saved):
        policies.may_stand_on(event, row).enforce()
    for row in removed:
        policies.may_remove(row).enforce()
        row.delete()
    for row in saved:
        row.save()
    if any(_is_chosen(row) for row in saved):
        note_that_form_asks_more(event)
    record("change programme", event, by=by, at=at, event_id=event.pk)


def _is_chosen(row: Model) -> bool:
    """Delegates choose it on the form: a table by its topic, or a session with seats for some."""
    return bool(isinstance(row, Group) and row.topic) or (isinstance(row, Session) and row.seats is not None)


@transaction.atomic
def set_perspectives(question: Question, names: Sequence[str], *, by: User, at: datetime) -> None:
    """The question is answered from these points of view, in this order; those that are not named go."""
    event = question.session.event
    event_policies.may_organise(by, event).enforce()
    question.perspectives.exclude(name__in=names).delete()
    for order, name in enumerate(dict.fromkeys(names), start=1):
        Perspective.objects.update_or_create(question=question, name=name, defaults={"order": order})
    record("set perspectives", question, by=by, at=at, event_id=event.pk)


@transaction.atomic
def lay_tables(
    session: Session, *, count: int, min_size: int, max_size: int, by: User, at: datetime
) -> list[Group]:
    """This many more tables for the workshop, numbered on from those that stand."""
    event_policies.may_organise(by, session.event).enforce()
    taken = set(session.groups.values_list("name", flat=True))
    last = session.groups.count()
    names = (_("Table %(number)s") % {"number": number} for number in range(1, last + count + len(taken) + 1))
    free = [name for name in names if name not in taken][:count]
    tables = [
        Group(session=session, name=name, order=order, min_size=min_size, max_size=max_size)
        for order, name in enumerate(free, start=last + 1)
    ]
    record("lay tables", session, by=by, at=at, event_id=session.event_id)
    return Group.objects.bulk_create(tables)
