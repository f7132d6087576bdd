"""What a table offers and who looks after it: read as it stands, and put as it is to be."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.groups import policies
from dissemination.groups.services.problem import Room
from sessions.models import Group
from speakers.models import Appearance, Speaker

ROLES = (Appearance.Role.FACILITATOR, Appearance.Role.SCRIBE)

Setup = dict[str, Any]  # the table's number, its features, and who looks after it: speaker and role


def standing_posts(group: Group) -> list[Appearance]:
    """Who facilitates the table and who writes there, in the order in which they were put down."""
    rows = group.appearances.standing().filter(role__in=ROLES)
    return list(rows.select_related("speaker", "event").order_by("pk"))


def setup_of(group: Group, posts: list[Appearance]) -> Setup:
    """The table as it stands, in numbers."""
    told = sorted([post.speaker_id, str(post.role)] for post in posts)
    return {"table": group.pk, "features": sorted(group.features), "posts": told}


def card_of(features: Sequence[str], names: Mapping[str, str]) -> str:
    """A digest of what the card of a table says: what it offers, and by role who looks after it."""
    told = [sorted(features), [names[role] for role in ROLES]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def names_of(posts: Sequence[Appearance]) -> dict[str, str]:
    """Who has each post, by role, as the card of the table writes it."""
    return {role: ", ".join(post.speaker.name for post in posts if post.role == role) for role in ROLES}


def put(room: Room, group: Group, setup: Setup, *, actor: User | None, at: datetime) -> None:
    """Make the table offer this, and these people look after it; refused, in words, where it cannot be."""
    group.features = setup["features"]
    seated = (room.known[seat.registration] for seat in room.seats.values() if seat.group == group.pk)
    for one in (one for one in seated if one.is_here):
        policies.still_offers_all(group, one.name, one.needs).enforce()
    group.save(update_fields=["features"])
    wanted = {(speaker, role) for speaker, role in setup["posts"]}
    for post in standing_posts(group):
        if (post.speaker_id, str(post.role)) not in wanted:
            policies.may_leave_post(post).enforce()
            record("delete", post, by=actor, at=at, event_id=post.event_id)
            post.delete()
        wanted.discard((post.speaker_id, str(post.role)))
    for number, role in sorted(wanted):
        _appear(room, group, number, role, actor=actor, at=at)


def _appear(room: Room, group: Group, number: int, role: str, *, actor: User | None, at: datetime) -> None:
    """This speaker looks after the table from now on; they are asked nowhere else at that time."""
    speaker = Speaker.objects.filter(pk=number, project_id=room.event.project_id).first()
    policies.is_still_known(is_known=speaker is not None).enforce()
    post = Appearance(event=room.event, session=group.session, speaker=speaker, role=role, group=group)
    here = Appearance.objects.standing().filter(session=group.session, speaker=speaker, role=role).first()
    policies.has_no_post_yet(post, here.group if here else None, has_one=here is not None).enforce()
    policies.is_free_then(post, Appearance.objects.elsewhere_at_that_time(post).first()).enforce()
    policies.sits_at_post(post, _where(room, post)).enforce()
    post.save()
    record("save", post, by=actor, at=at, event_id=room.event.pk)


def _where(room: Room, post: Appearance) -> Group | None:
    """The table of the workshop where this person is seated as a delegate."""
    person = post.speaker.person_id
    numbers = {one.pk for one in room.people if person and one.person == person}
    seats = (room.seats.get((number, post.session_id)) for number in numbers)
    return next((room.tables[seat.group] for seat in seats if seat), None)
