"""The engine's draft beside the plan as it stands and the plan as it was told: take it, or leave it."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dissemination.groups.admin import seating, verbs
from dissemination.groups.admin.latest import latest
from dissemination.groups.models import Draft
from dissemination.groups.services.broken import broken
from dissemination.groups.services.counts import Wishes, are_bounded, counts_of, weighed, wishes_of
from dissemination.groups.services.drafts import changes_of
from dissemination.groups.services.problem import Room, room_of
from dissemination.groups.services.standing import Standing
from registrations.admin.frame import event_for, page

SHOWN = 200  # people whose change of table is listed
NAMED = 3  # of those who are worst off


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """While the engine works, how far it is; then three plans side by side, and who would move."""
    event = event_for(request, slug)
    if request.method == "POST":
        told = verbs.do(request, verbs.DRAFT_VERBS, event)
        verbs.say(request, told)
        stays = "stop" in request.POST or not told.is_done
        return redirect("groups:draft" if stays else "groups:board", slug=slug)
    found = Draft.objects.filter(event=event).first()
    if found is None:
        return redirect("groups:board", slug=slug)
    more: dict[str, Any] = {"title": _("Draft of the groups"), "draft": found}
    if found.state == Draft.State.READY:
        more |= _compared(room_of(event), found) | {"step": latest(event).step}
    return page(request, "admin/groups/draft.html", event, more)


def _compared(room: Room, found: Draft) -> dict[str, Any]:
    """Rules broken and every count in the plan as it stands, as told and as drafted; and who moves."""
    seats = changes_of(room, found)
    plans = [room, _told(room), room.with_seats(seats)]
    standings = [Standing(plan) for plan in plans]
    counts = [
        {one.name: one for one in counts_of(plan, standing)}
        for plan, standing in zip(plans, standings, strict=True)
    ]
    rules = [len(broken(plan)) for plan in plans]
    names = seating.names_of()
    told = rules[1] if counts[1] else None
    rows: list[tuple[str | int | None, ...]] = [
        (_("Rules broken"), rules[0] if counts[0] else None, told, rules[2], 0)
    ]
    rows += [
        (names[name], *(row[name].count if name in row else None for row in counts), one.bound)
        for name, one in counts[2].items()
    ]
    rows += _fairness([wishes_of(standing) for standing in standings])
    moves = [
        (room.known[number].name, workshops[session], _name(room, number, session), room.tables.get(table))
        for workshops in [{row.pk: row.title for row in room.workshops}]
        for (number, session), table in seats.items()
    ]
    now, _told_then, then = ({name: one.count for name, one in row.items()} for row in counts)
    return {
        "gains": bool(room.unseated or room.gone) or (rules[2], weighed(then)) < (rules[0], weighed(now)),
        "is_best": found.is_best and not rules[2] and are_bounded(counts[2].values()),
        "is_bounded": not any(rules) and all(are_bounded(row.values()) for row in counts),
        "rows": rows,
        "has_told": bool(counts[1]),
        "people": len({number for number, _session in seats}),
        "moves": moves[:SHOWN],
        "more_moves": max(0, len(moves) - SHOWN),
    }


def _fairness(wishes: list[Wishes | None]) -> list[tuple[str | int | None, ...]]:
    """How far each plan follows the topics that people chose; nothing where nobody was asked for one."""
    if not any(wishes):
        return []
    shares = [f"{one.share} %" if one else None for one in wishes]
    worst = [_worst(one) if one else None for one in wishes]
    return [
        (_("Who gets the topic that they chose first"), *shares, None),
        (_("Worst off: how far from what they chose first"), *worst, None),
    ]


def _worst(wishes: Wishes) -> str:
    names = ", ".join([*wishes.worst[:NAMED], "…"] if len(wishes.worst) > NAMED else wishes.worst)
    return f"{wishes.distance} ({names})" if names else "0"


def _told(room: Room) -> Room:
    """The room as people have been told."""
    seats = {
        key: seat._replace(group=seat.told) for key, seat in room.seats.items() if seat.told in room.tables
    }
    return replace(room, seats=seats)


def _name(room: Room, number: int, session: int) -> str:
    seat = room.seats.get((number, session))
    return room.tables[seat.group].name if seat else ""
