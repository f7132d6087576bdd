"""Groups over all workshops: how good they are, what to do next, and who sits with whom."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused, Verdict
from dissemination.events.models import Event
from dissemination.groups import policies, services
from dissemination.groups.admin import seating, verbs
from dissemination.groups.admin.latest import Latest, latest, with_latest
from dissemination.groups.models import Draft
from dissemination.groups.services.broken import broken
from dissemination.groups.services.counts import counts_of, wishes_of
from dissemination.groups.services.problem import Room, room_of
from dissemination.groups.services.standing import Standing
from dissemination.groups.services.steps import may_undo
from registrations.admin.frame import event_for, page
from registrations.models import KeepRule

USUAL = 8  # people at a table, where nothing is laid yet
DRAFTS = {"make_draft": Draft.How.MAKE, "improve": Draft.How.IMPROVE}


@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """All workshops: the counts beside their bounds, the names behind them, and what to do next."""
    event = event_for(request, slug, of=with_latest(Event.objects.all()))
    if request.method == "POST":
        if how := next((how for name, how in DRAFTS.items() if name in request.POST), ""):
            return ask(request, event, how)
        verbs.say(request, verbs.do(request, verbs.EVENT_VERBS, event))
        return _back(request, event)
    room = room_of(event)
    standing = Standing(room)
    more = {
        "title": _("Groups"),
        "workshops": [_line(room, index) for index in range(len(room.workshops))],
        "bare": room.bare,
        "reasons": seating.reasons(room, standing),
        "rules": _rules(room),
        "people_here": sorted(room.people, key=lambda one: (one.name, one.pk)),
        "kinds": KeepRule.Kind.choices,
        **bar(room, standing),
    }
    return page(request, "admin/groups/board.html", event, more)


def _back(request: HttpRequest, event: Event) -> HttpResponse:
    """The page on which the button was pressed: that of a workshop, or this one."""
    number = request.POST.get("back", "")
    if number.isdecimal() and event.sessions.filter(pk=number[:18]).exists():
        return redirect("groups:workshop", slug=event.slug, number=number)
    return redirect("groups:board", slug=event.slug)


def ask(request: HttpRequest, event: Event, how: str) -> HttpResponse:
    """Ask the engine for a plan: found at once for a small event, by the worker for a large one."""
    by, at = signed_in(request.user), timezone.now()
    try:
        draft = services.ask_for_draft(event, how=how, by=by, at=at)
    except Refused as refused:
        verbs.say(request, verbs.Told(str(refused.reason), is_done=False))
        return redirect("groups:board", slug=event.slug)
    if event.registrations.expected_or_here().count() * event.sessions.planned().count() <= verbs.SMALL:
        services.work_on(draft, at=at, seconds=verbs.SECONDS)
    return redirect("groups:draft", slug=event.slug)


def bar(room: Room, standing: Standing) -> dict[str, Any]:
    """What is made, told and still open, and every count beside its bound."""
    event, here = room.event, {one.pk for one in room.people}
    changes = {seat.registration for seat in room.seats.values() if seat.group != seat.told}
    counts = counts_of(room, standing)
    stands = latest(event)
    may_arrange = policies.may_arrange_groups(event, by=None, at=timezone.now())
    faults = broken(room)
    told = seating.sentences(counts, is_kept=not faults)
    return {
        "may_arrange": may_arrange,
        "counts": told,
        "is_best": bool(told) and not room.unseated and all(is_least for _words, is_least in told),
        "wishes": wishes_of(standing),
        "is_made": bool(room.seats),
        "broken": faults if may_arrange else [],
        "is_ready": bool(may_arrange and room.workshops and room.people and not room.unlaid),
        "is_small": len(room.people) * len(room.workshops) <= verbs.SMALL,
        "people": len(room.people),
        "unseated": len(room.unseated) if room.seats and may_arrange else 0,
        "gone": len(room.gone) if may_arrange else 0,
        "changes": len(changes & here),
        "told_at": event.groups_told_at,
        "step": stands.step,
        "step_verb": stands.verb,
        "undo": _may_undo(room, stands) if may_arrange else None,
        "draft": stands.draft,
        "letters": seating.letters(),
    }


def _may_undo(room: Room, stands: Latest) -> Verdict | None:
    """Of a step that people have been told of: whether it can be taken back; None where nobody was."""
    told_at = room.event.groups_told_at
    return may_undo(room, stands.step) if told_at and stands.at and stands.at <= told_at else None


def _rules(room: Room) -> list[dict[str, Any]]:
    """Who is kept together or apart; and whether a rule says nothing now, because somebody takes no part."""
    here = {one.pk for one in room.people}
    return [
        {
            "pair": rule,
            "kind": KeepRule.Kind(rule.kind).label,
            "names": ", ".join(rule.names),
            "gone": [
                name for name, pk in zip(rule.names, (rule.one, rule.other), strict=True) if pk not in here
            ],
        }
        for rule in room.rules
    ]


def _line(room: Room, index: int) -> dict[str, Any]:
    """One workshop in the overview."""
    workshop = room.workshops[index]
    people, tables = len(room.in_workshop(workshop)), len(workshop.groups.all())
    return {
        "session": workshop,
        "starts": workshop.starts_at,
        "tables": tables,
        "people": people,
        "wanted": "" if tables else min(100, -(-people // USUAL) or 1),
        "unseated": len(seating.unseated(room, workshop)) if room.seats else 0,
        "pinned": sum(seat.is_pinned for seat in room.seats.values() if seat.session == workshop.pk),
    }
