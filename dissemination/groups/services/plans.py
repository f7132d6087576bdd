"""Groups: seat everybody, move and pin single people, tell everybody their tables."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.groups import policies
from dissemination.groups.services.problem import Instance, Room, room_of
from dissemination.messaging import diary
from registrations import allocation, emails
from registrations.allocation import Impossible, Plan
from registrations.invites import TOLD, occasion_for
from registrations.models import GroupPlace, Registration
from registrations.services import places
from sessions.models import Group


def instance_of(event: Event) -> Instance:
    """The event's groups as a problem in the benchmark's format, without names."""
    return room_of(event).instance()


def allocate(
    event: Event,
    *,
    by: User | None,
    at: datetime,
    seconds: float | None = None,
    steps: int | None = None,
    seed: int = 0,
) -> Plan:
    """Seat everybody taking part in the room at one table for each workshop; pinned people stay.

    Nobody is told. When no plan can keep every rule, `Refused` says which ones clash. The engine works
    outside the transaction; if people changed meanwhile, nothing is written.
    """
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    room = room_of(event)
    ready(room)
    problem = room.instance(named=True)
    try:
        read = allocation.read(problem)
        plan = allocation.allocate(read, seconds=seconds, steps=steps, seed=seed)
    except Impossible as clash:
        raise Refused(" ".join(clash.reasons)) from clash
    with transaction.atomic():
        now = room_of(places.lock(event))
        policies.is_still_the_same(same=now.instance(named=True) == problem).enforce()
        write_seats(now, problem, plan.assign)
        record("groups.allocate", event, by=by, at=at, event_id=event.pk)
    return plan


def ready(room: Room) -> None:
    """Refused, in words, when there is nobody or nothing to seat."""
    verdict = policies.has_somebody_to_seat(room.workshops, people=len(room.people), empty=room.unlaid)
    verdict.enforce()


def write_seats(room: Room, problem: Instance, assign: Sequence[Sequence[int]]) -> list[GroupPlace]:
    """Write the plan down; who does not take part loses the seat. Returns the seats that are new."""
    kept, moved, new = set(), [], []
    tables = [list(workshop.groups.all()) for workshop in room.workshops]
    for workshop, row, groups in zip(room.workshops, assign, tables, strict=True):
        for delegate, table in zip(problem["delegates"], row, strict=True):
            if table < 0:
                continue
            key = (delegate["registration"], workshop.pk)
            kept.add(key)
            place = room.seats.get(key)
            if place is None:
                new.append(GroupPlace(registration_id=key[0], session=workshop, group=groups[table]))
            elif place.group_id != groups[table].pk:
                place.group = groups[table]
                moved.append(place)
    GroupPlace.objects.bulk_update(moved, ["group"], batch_size=500)
    GroupPlace.objects.bulk_create(new, batch_size=500)
    lost = [place.pk for key, place in room.seats.items() if key not in kept]
    GroupPlace.objects.filter(pk__in=lost).delete()
    return [*moved, *new]


@transaction.atomic
def move(place: GroupPlace, group: Group, *, by: User | None, at: datetime) -> list[GroupPlace]:
    """Seat one person at another table of the workshop, with those kept together with them.

    A pin comes along. Returns the places that changed. Nobody is told before the groups are published.
    """
    event = places.lock(place.registration.event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    company = _company(place)
    policies.may_move(company[0], group, company).enforce()
    for one in company:
        one.group = group
        one.save(update_fields=["group"])
        record("groups.move", one, by=by, at=at, event_id=event.pk)
    return company


@transaction.atomic
def pin(place: GroupPlace, *, by: User | None, at: datetime) -> GroupPlace:
    """Keep this person at this table whenever the groups are made again."""
    return _set_pin(place, is_pinned=True, verb="groups.pin", by=by, at=at)


@transaction.atomic
def unpin(place: GroupPlace, *, by: User | None, at: datetime) -> GroupPlace:
    """Let this person sit elsewhere when the groups are made again."""
    return _set_pin(place, is_pinned=False, verb="groups.unpin", by=by, at=at)


@transaction.atomic
def publish_groups(event: Event, *, by: User | None, at: datetime, tell: bool = False) -> int:
    """Everything that shows a group shows the planned one now; returns for how many people it is new.

    Who hears of their groups for the first time gets one mail with the diary entry brought up to date. A
    later change of table is shown and not written about, unless `tell` asks for it.
    """
    event = places.lock(event)
    policies.may_publish_groups(event, by=by, at=at).enforce()
    changed, first = told_now(event)
    event.groups_told_at = at
    event.save(update_fields=["groups_told_at"])
    everybody = event.registrations.select_related("event__venue", "event__project", "person")
    written = changed if tell else first
    for registration in everybody.filter(pk__in=written).prefetch_related(TOLD):
        emails.send_groups(registration, at=at)
    others = everybody.filter(pk__in=changed - written).prefetch_related(TOLD)
    diary.told_otherwise(occasion_for(one) for one in others)
    record("groups.publish_groups", event, by=by, at=at, event_id=event.pk)
    return len(changed)


def told_now(event: Event) -> tuple[set[int], set[int]]:
    """Take the planned groups as told; who is here already is to be told at the desk.

    Returns whose groups are new, and who of them had heard of none.
    """
    seats = GroupPlace.objects.filter(registration__in=event.registrations.expected_or_here())
    heard = set(seats.told().values_list("registration_id", flat=True))
    here = set(event.registrations.attended().values_list("pk", flat=True))
    different = [place for place in seats if place.group_id != place.told_group_id]
    for place in different:
        place.told_group_id, place.is_to_tell = place.group_id, place.registration_id in here
    GroupPlace.objects.bulk_update(different, ["told_group", "is_to_tell"], batch_size=500)
    changed = {place.registration_id for place in different}
    return changed, changed - heard


def _set_pin(place: GroupPlace, *, is_pinned: bool, verb: str, by: User | None, at: datetime) -> GroupPlace:
    event = places.lock(place.registration.event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    place = GroupPlace.objects.select_for_update().get(pk=place.pk)
    place.is_pinned = is_pinned
    place.save(update_fields=["is_pinned"])
    record(verb, place, by=by, at=at, event_id=event.pk)
    return place


def _company(place: GroupPlace) -> list[GroupPlace]:
    """The place as it stands now, and those of everybody kept together with this person."""
    known = policies.kept_together_with(place.registration)
    rows = GroupPlace.objects.filter(session_id=place.session_id, registration__in=known)
    rows = rows.filter(Q(pk=place.pk) | Q(registration__in=Registration.objects.expected_or_here()))
    found = list(rows.select_related("registration", "group").order_by("pk"))
    return sorted(found, key=lambda one: one.pk != place.pk)
