"""Hard rules that the plan as it stands does not keep any more: people left, or told what they need."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from dissemination.groups.services.problem import Room
from registrations.models import KeepRule
from sessions.models import Group, Session


def broken(room: Room) -> list[str]:
    """A sentence for each rule that is not kept, workshop by workshop; nothing before there is a plan."""
    if not room.seats:
        return []
    return [f"“{row.title}”: {said}" for row in room.workshops for said in _in_workshop(room, row)]


def _in_workshop(room: Room, workshop: Session) -> Iterator[str]:
    at = {
        one.pk: room.tables[seat.group]
        for one in room.in_workshop(workshop)
        if (seat := room.seat_of(one, workshop))
    }
    heads = Counter(group.pk for group in at.values())
    for group in workshop.groups.all():
        yield from _size(group, heads[group.pk])
    for number, group in at.items():
        yield from _needs(room, number, group)
        post = room.posts.get((number, workshop.pk), group.pk)
        if post != group.pk:
            names = {"name": room.known[number].name, "post": room.tables[post].name, "table": group.name}
            yield _("%(name)s looks after %(post)s and sits at %(table)s.") % names
    yield from _company(room, at)


def _size(group: Group, heads: int) -> Iterator[str]:
    told = {"table": group.name, "heads": heads, "most": group.max_size, "least": group.min_size}
    if heads > group.max_size:
        yield _("%(table)s seats %(most)s, and %(heads)s sit there.") % told
    if heads < group.min_size:
        yield _("%(table)s needs at least %(least)s, and %(heads)s sit there.") % told


def _needs(room: Room, number: int, group: Group) -> Iterator[str]:
    one = room.known[number]
    lacking = [str(Group.Feature(need).label) for need in one.needs if need not in group.features]
    if lacking:
        told = {"name": one.name, "features": ", ".join(lacking), "table": group.name}
        yield _("%(name)s needs: %(features)s. %(table)s does not offer it.") % told


def _company(room: Room, at: dict[int, Group]) -> Iterator[str]:
    """Who is kept apart and sits together, and who is kept together and does not."""
    for rule in (rule for rule in room.rules if rule.one in at and rule.other in at):
        here, there = at[rule.one], at[rule.other]
        names = {"one": room.known[rule.one].name, "other": room.known[rule.other].name}
        names |= {"here": here.name, "there": there.name}
        if rule.kind == KeepRule.Kind.APART and here == there:
            yield _("%(one)s and %(other)s are kept apart, and sit at %(here)s.") % names
        if rule.kind == KeepRule.Kind.TOGETHER and here != there:
            yield _("%(one)s and %(other)s are kept together, and sit at %(here)s and %(there)s.") % names
