"""A table set up on the board: what it offers, who facilitates it, who writes there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.groups import policies
from dissemination.groups.services import posts, steps
from dissemination.groups.services.problem import Room, room_of
from registrations.models import Registration
from registrations.services import places
from sessions.models import Group, Session
from speakers.models import Appearance, Speaker


@transaction.atomic
def set_up_table(
    group: Group,
    *,
    features: Sequence[str],
    facilitator: str,
    scribe: str,
    by: User | None,
    at: datetime,
    stood: str = "",
) -> Room:
    """The table offers these features from now on, and is looked after by the people of these names.

    A name is that of a speaker of the project or of a delegate; an empty one leaves the post free. It is one
    step, which can be undone. Nobody is told before they are invited. `stood` is the digest of what the
    card of the table said: refused, with what it says now, when that is something else. Returns the room as
    it is now.
    """
    event = places.lock(group.session.event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    room, names = room_of(event), {"facilitator": facilitator, "scribe": scribe}
    group = room.tables[group.pk]
    standing = posts.standing_posts(group)
    _as_seen(group, posts.names_of(standing), stood)
    before = posts.setup_of(group, standing)
    wanted = [pair for role, name in names.items() for pair in _post(room, standing, role, name, at=at)]
    after = {"table": group.pk, "features": sorted(features), "posts": sorted(wanted)}
    if after == before:
        return room
    posts.put(room, group, after, actor=by, at=at)
    steps.note_down(event, [before, after], steps.Note("table", by, at))
    record("groups.set_up_table", group, by=by, at=at, event_id=event.pk)
    return room_of(event)


@transaction.atomic
def offer_alike(workshop: Session, *, by: User | None, at: datetime) -> Room:
    """Each table of the workshop offers what the table of its name offers in the first workshop.

    It is one step, which can be undone. Returns the room as it is now.
    """
    event = places.lock(workshop.event)
    policies.may_arrange_groups(event, by=by, at=at).enforce()
    room = room_of(event)
    others, changes = unlike(room, workshop), []
    policies.has_other_tables(count=len(others)).enforce()
    for group, features in others:
        before = posts.setup_of(group, posts.standing_posts(group))
        after = before | {"features": sorted(features)}
        posts.put(room, group, after, actor=by, at=at)
        changes += [before, after]
    steps.note_down(event, changes, steps.Note("table", by, at))
    record("groups.offer_alike", workshop, by=by, at=at, event_id=event.pk)
    return room_of(event)


def unlike(room: Room, workshop: Session) -> list[tuple[Group, list[str]]]:
    """Tables that do not offer what the table of their name does in the first workshop, each with that."""
    first = {group.name: group.features for group in room.workshops[0].groups.all()}
    here = room.workshops[room.workshops.index(workshop)].groups.all()
    return [
        (group, first[group.name])
        for group in here
        if group.name in first and set(group.features) != set(first[group.name])
    ]


def _as_seen(group: Group, names: Mapping[str, str], stood: str) -> None:
    """Refused when somebody has set up the table since the organiser opened its card."""
    said = [str(Group.Feature(name).label) for name in group.features]
    said += [f"{Appearance.Role(role).label} {name}" for role, name in names.items() if name]
    is_it = stood in ("", posts.card_of(group.features, names))
    policies.is_set_up_as_seen(group.name, ", ".join(said) or _("nothing"), is_it=is_it).enforce()


def _post(
    room: Room, standing: list[Appearance], role: str, name: str, *, at: datetime
) -> list[list[object]]:
    """Who is to have this post, as number and role; those who have it where their names are as they were."""
    now = [post for post in standing if post.role == role]
    if name == ", ".join(post.speaker.name for post in now):
        return [[post.speaker_id, role] for post in now]
    policies.has_one_at_most(str(Appearance.Role(role).label), count=len(now)).enforce()
    return [[_speaker_called(room, name).pk, role]] if name else []


def _speaker_called(room: Room, name: str) -> Speaker:
    """The one speaker of the project with this name; else the one delegate, who becomes a speaker."""
    project = room.event.project
    speakers = list(project.speakers.filter(name__iexact=name)[:2])
    rows = room.event.registrations.expected_or_here().filter(name__iexact=name)
    delegates = [] if speakers else list(rows.select_related("organisation")[:2])
    found: list[Speaker | Registration] = [*speakers, *delegates]
    policies.is_one_person(name, count=len(found)).enforce()
    one = found[0]
    if isinstance(one, Speaker):
        return one
    known = project.speakers.filter(person=one.person).first() if one.person_id else None
    told = {"email": one.email, "organisation": one.organisation, "person": one.person}
    return known or Speaker.objects.create(project=project, name=one.name, **told)
