"""Groups: seat everybody, pin single people, tell everybody their tables."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events.models import Event
from dissemination.groups import policies
from dissemination.groups.services.broken import broken
from dissemination.groups.services.problem import Assigned, Instance, Room, room_of
from dissemination.groups.services.solving import Budget, solve
from dissemination.groups.services.steps import Note, last_seen, write
from dissemination.messaging import diary
from registrations import emails
from registrations.allocation import Plan
from registrations.invites import TOLD, occasion_for
from registrations.models import GroupPlace
from registrations.services import places
from speakers.services import tell_tables


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
    """Seat everybody taking part in the room at one table for each workshop of theirs; pinned people stay.

    Nobody is told. When no plan can keep every rule, `Refused` says which ones clash. The engine works
    outside the transaction; if people changed meanwhile, nothing is written.
    """
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    room = room_of(event)
    ready(room)
    solved = solve(room, room.instance(named=True), Budget(seconds, steps, seed))
    with transaction.atomic():
        now = room_of(places.lock(event))
        policies.is_still_the_same(same=now.fingerprint() == room.fingerprint()).enforce()
        write_plan(now, solved.seats, Note("allocate", by, at))
        record("groups.allocate", event, by=by, at=at, event_id=event.pk)
    return solved.plan


def ready(room: Room) -> None:
    """Refused, in words, when there is nobody or nothing to seat."""
    verdict = policies.has_somebody_to_seat(room.workshops, people=len(room.people), empty=room.unlaid)
    verdict.enforce()


def write_plan(room: Room, seats: Assigned, note: Note) -> None:
    """Write a whole plan down as one step; who is not in it loses the seat."""
    lost = dict.fromkeys(room.seats.keys() - seats.keys(), 0)
    write(room, {**seats, **lost}, note)


@transaction.atomic
def pin(place: GroupPlace, *, by: User | None, at: datetime, was: int | None = None) -> GroupPlace:
    """Keep this person at this table whenever the groups are made again.

    `was` is the table where the organiser saw them: nobody is pinned to another one.
    """
    return _set_pin(place, was, is_pinned=True, verb="pin", by=by, at=at)


@transaction.atomic
def unpin(place: GroupPlace, *, by: User | None, at: datetime, was: int | None = None) -> GroupPlace:
    """Let this person sit elsewhere when the groups are made again; `was` as for a pin."""
    return _set_pin(place, was, is_pinned=False, verb="unpin", by=by, at=at)


@transaction.atomic
def publish_groups(
    event: Event,
    *,
    by: User | None,
    at: datetime,
    tell: bool = False,
    seen: int | None = None,
    although: int = 0,
) -> int:
    """Everything that shows a group shows the planned one now; returns for how many people it is new.

    Who hears of their groups for the first time gets one mail with the diary entry brought up to date. A
    later change of table is shown and not written about, unless `tell` asks for it; that mail says that it
    is a change. Those who look after a table hear of theirs in the same way.

    `seen` is the last step that the organiser knew: nothing is told that they have not seen. A plan
    that breaks rules is told only where `although` says that so many may be broken.
    """
    event = places.lock(event)
    policies.may_publish_groups(event, by=by, at=at).enforce()
    last_seen(event, seen)
    policies.keeps_rules_or_is_meant(broken(room_of(event)), although=although).enforce()
    changed, first = told_now(event)
    event.groups_told_at = at
    event.save(update_fields=["groups_told_at"])
    everybody = event.registrations.select_related("event__venue", "event__project", "person")
    written = changed if tell else first
    for registration in everybody.filter(pk__in=written).prefetch_related(TOLD):
        send = emails.send_groups if registration.pk in first else emails.send_groups_changed
        send(registration, at=at)
    others = everybody.filter(pk__in=changed - written).prefetch_related(TOLD)
    diary.told_otherwise(occasion_for(one) for one in others)
    record("groups.publish_groups", event, by=by, at=at, event_id=event.pk)
    return len(changed) + tell_tables(event, at=at, tell=tell)


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


def _set_pin(
    place: GroupPlace, was: int | None, *, is_pinned: bool, verb: str, by: User | None, at: datetime
) -> GroupPlace:
    event = places.lock(place.registration.event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    room, name = room_of(event), place.registration.name
    seat = room.seats.get((place.registration_id, place.session_id))
    now = seat.group if seat else 0
    policies.is_where_seen(name, was=was, now=now, table=room.tables[now].name if now else "").enforce()
    post = room.tables.get(room.posts.get((place.registration_id, place.session_id), 0))
    if not is_pinned:
        policies.is_held_by_pin_alone(name, post).enforce()
    write(room, {}, Note(verb, by, at), pins={(place.registration_id, place.session_id): is_pinned})
    record(f"groups.{verb}", place, by=by, at=at, event_id=event.pk)
    place.is_pinned = is_pinned
    return place
