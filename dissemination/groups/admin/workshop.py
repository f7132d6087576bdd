"""One workshop's tables: look, move, change places, pin; what a move would change before it is made."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dissemination.events.models import Event
from dissemination.groups.admin import seating, verbs
from dissemination.groups.admin.board import bar
from dissemination.groups.admin.latest import latest, with_latest
from dissemination.groups.forms import MoveForm
from dissemination.groups.services.moves import Outcome, Wish, exchanges, outcome_of
from dissemination.groups.services.problem import Room, room_of
from dissemination.groups.services.standing import Standing
from dissemination.groups.services.tables import unlike
from registrations.admin.frame import event_for, page
from sessions.models import Group, Session


@require_http_methods(["GET", "HEAD", "POST"])
def workshop(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Every table with its people; with `who` and `group` in the address, what that move would change."""
    event = event_for(request, slug, of=with_latest(Event.objects.all()))
    if request.method == "POST":
        session, is_stale = _session(event, number), _is_stale(request, event)
        told = verbs.do(request, verbs.SEAT_VERBS, session)
        if request.headers.get("X-Requested-With") == "fetch":
            return _answer(request, session, told, is_stale=is_stale)
        verbs.say(request, told)
        return redirect("groups:workshop", slug=slug, number=number)
    room = room_of(event)
    standing = Standing(room)
    session = _of_room(room, number)
    more = {
        "title": session.title,
        "workshop": session,
        "others": room.workshops,
        "tables": seating.tables_of(room, session, standing.faults),
        "unlike": [group.name for group, _features in unlike(room, session)],
        "unseated_here": seating.unseated(room, session),
        "reasons": seating.reasons(room, standing, session),
        "known_names": sorted({one.name for one in room.people} | {one.name for one in room.helpers}),
        **bar(room, standing),
        **_preview(request, room, session, standing),
    }
    return page(request, "admin/groups/workshop.html", event, more)


@require_safe
def what_if(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What the move asked for would change, as the piece of the page that says so."""
    event = event_for(request, slug)
    room = room_of(event)
    session = _of_room(room, number)
    more = {"event": event, "workshop": session, **_preview(request, room, session, Standing(room))}
    return render(request, "admin/groups/preview.html", more)


def _session(event: Event, number: int) -> Session:
    has_tables = Exists(Group.objects.filter(session=OuterRef("pk")))
    with_groups = event.sessions.workshops().filter(Q(seats=None) | has_tables)
    session: Session = get_object_or_404(with_groups.select_related("event"), pk=number)
    return session


def _of_room(room: Room, number: int) -> Session:
    """The workshop with this number, its tables at hand; 404 where it seats nobody."""
    found = next((row for row in room.workshops if row.pk == number), None)
    if found is None:
        raise Http404
    return found


def _is_stale(request: HttpRequest, event: Event) -> bool:
    """Somebody has changed the groups since the page was shown that sends this."""
    step = request.POST.get("step")
    return step is not None and step != str(latest(event).step)


def _answer(request: HttpRequest, session: Session, told: verbs.Told, *, is_stale: bool) -> HttpResponse:
    """The pieces of the page that the press has changed: the bar, and the tables concerned.

    All tables, and a word about it, when somebody else has changed the groups since the page was shown.
    """
    room = told.room or room_of(session.event)
    standing = Standing(room)
    session = _of_room(room, session.pk)
    number, _colon, was = request.POST.get("who", "").partition(":")
    seat = room.seats.get((int(number), session.pk)) if number.isdecimal() else None
    named = {int(one) for one in (was, request.POST.get("group", "")) if one.isdecimal()}
    tables = named | ({seat.group} if seat else set())
    more = {
        "event": session.event,
        "workshop": session,
        "told": told,
        "is_stale": is_stale,
        "tables": seating.tables_of(room, session, standing.faults, None if is_stale else tables),
        "unseated_here": seating.unseated(room, session),
        "reasons": seating.reasons(room, standing, session),
        **bar(room, standing),
    }
    return render(request, "admin/groups/changed.html", more, status=200 if told.is_done else 409)


def _preview(request: HttpRequest, room: Room, session: Session, standing: Standing) -> dict[str, Any]:
    """Who would move where, every count before and after, and with whom they could change places."""
    if "who" not in request.GET:
        return {"asked": None}
    form = MoveForm(request.GET, workshop=session)
    if not form.is_valid():
        return {"asked": form, "wrong": form.errors}
    told = form.cleaned_data
    other = told["other"]
    wish = Wish(told["registration"].pk, told["group"], told["was"], other.pk if other else None)
    outcome, totals = outcome_of(room, wish, standing), standing.counts()
    found = exchanges(room, wish, standing) if _is_full(outcome, other) else []
    return {
        "asked": form,
        "name": told["registration"].name,
        "who": request.GET["who"],
        "group": told["group"],
        "other": other,
        "outcome": outcome,
        "effects": _effects(outcome, totals),
        "company": _company(room, session, wish, outcome),
        "exchanges": [(one, _effects(each, totals)) for one, each in found],
    }


def _company(room: Room, session: Session, wish: Wish, outcome: Outcome) -> list[dict[str, str]]:
    """Who would move as well, being kept together with them: from where, and what they have been told."""
    tables, found = {0: "", **{pk: group.name for pk, group in room.tables.items()}}, []
    for (number, _session), table in outcome.seats.items():
        seat = room.seats.get((number, session.pk))
        was, told = (seat.group, seat.told or 0) if seat else (0, 0)
        if number not in (wish.registration, wish.other) and was != table:
            found.append({"name": room.known[number].name, "was": tables[was], "told": tables.get(told, "")})
    return found


def _is_full(outcome: Outcome, other: object) -> bool:
    """The move itself cannot be made: perhaps changing places can."""
    return not outcome.verdict and bool(outcome.seats) and other is None


def _effects(outcome: Outcome, totals: dict[str, int]) -> list[tuple[str, int, int]]:
    """The counts that change: what each is called, how many now, how many then."""
    names = seating.names_of()
    changes = {name: outcome.after[name] - count for name, count in outcome.before.items()}
    return [(names[name], totals[name], totals[name] + change) for name, change in changes.items() if change]
