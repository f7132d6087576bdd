"""Hard rules that the plan as it stands does not keep any more: people left, or told what they need."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dissemination.groups.services.problem import Delegate, Room
from registrations.models import KeepRule
from sessions.models import Group, Session


def broken(room: Room) -> list[str]:
    """A sentence for each rule that is not kept, workshop by workshop; nothing before there is a plan."""
    if not room.seats:
        return []
    return [f"“{row.title}”: {said}" for row in room.workshops for said in _in_workshop(room, row)]


def _in_workshop(room: Room, workshop: Session) -> Iterator[str]:
    for group in workshop.groups.all():
        yield from _size(group, room.heads[group.pk])
    for one in (one for one in room.people if one.needs):
        yield from _needs(one, _at(room, one.pk, workshop))
    for (number, session), post in room.posts.items():
        table = _at(room, number, workshop)
        if session == workshop.pk and table and table.pk != post:
            names = {"name": room.known[number].name, "post": room.tables[post].name, "table": table.name}
            yield _("%(name)s looks after %(post)s and sits at %(table)s.") % names
    yield from _company(room, workshop)


def _at(room: Room, number: int, workshop: Session) -> Group | None:
    """The table of somebody who takes part."""
    seat = room.seats.get((number, workshop.pk))
    return room.tables[seat.group] if seat and room.known[number].is_here else None


def _size(group: Group, heads: int) -> Iterator[str]:
    told = {"table": group.name, "heads": heads, "most": group.max_size, "least": group.min_size}
    if heads > group.max_size:
        yield _("%(table)s seats %(most)s, and %(heads)s sit there.") % told
    if heads < group.min_size:
        yield _("%(table)s needs at least %(least)s, and %(heads)s sit there.") % told


def _needs(one: Delegate, table: Group | None) -> Iterator[str]:
    lacking = [str(Group.Feature(need).label) for need in one.needs if table and need not in table.features]
    if table and lacking:
        told = {"name": one.name, "features": ", ".join(lacking), "table": table.name}
        yield _("%(name)s needs: %(features)s. %(table)s does not offer it.") % told


def _company(room: Room, workshop: Session) -> Iterator[str]:
    """Who is kept apart and sits together, and who is kept together and does not."""
    for rule in room.rules:
        here, there = (_at(room, number, workshop) for number in (rule.one, rule.other))
        if here is None or there is None:
            continue
        names = {"one": room.known[rule.one].name, "other": room.known[rule.other].name}
        names |= {"here": here.name, "there": there.name}
        if rule.kind == KeepRule.Kind.APART and here == there:
            yield _("%(one)s and %(other)s are kept apart, and sit at %(here)s.") % names
        if rule.kind == KeepRule.Kind.TOGETHER and here != there:
            yield _("%(one)s and %(other)s are kept together, and sit at %(here)s and %(there)s.") % names
