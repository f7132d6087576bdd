"""Groups on one page of the workspace: make, look, pin, move, publish."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dissemination.accounts.models import User
from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event, Sector
from dissemination.groups import services
from dissemination.groups.admin import seating
from dissemination.groups.forms import KeepForm, LetGoForm, MoveForm, PinForm, TablesForm
from dissemination.groups.services.counts import counts_of
from dissemination.groups.services.problem import Room, room_of
from registrations.admin.frame import event_for, page
from registrations.models import KeepRule
from sessions.services import lay_tables

SECONDS = 3.0  # how long the engine may look for better groups while the organiser waits


@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Every table with its people, the counts beside their bounds, and what to do next."""
    event = event_for(request, slug)
    if request.method == "POST":
        _do(request, event)
        return redirect("groups:board", slug=slug)
    room = room_of(event)
    more = {
        "title": _("Groups"),
        "workshops": seating.workshops(room),
        "counts": [(seating.sentence(count), count.is_least) for count in counts_of(room)],
        "people_here": sorted(room.people, key=lambda one: (one.name, one.pk)),
        "rules": room.rules,
        "kinds": KeepRule.Kind.choices,
        "letters": [(letter, Sector(key).label, key) for key, letter in seating.LETTERS.items()],
        "told_at": event.local(event.groups_told_at) if event.groups_told_at else None,
        **_standing(room),
    }
    return page(request, "admin/groups/board.html", event, more)


def _standing(room: Room) -> dict[str, Any]:
    """What is made, told and still open."""
    changes = {
        place.registration_id for place in room.seats.values() if place.group_id != place.told_group_id
    }
    here = {one.pk for one in room.people}
    return {
        "is_made": bool(room.seats),
        "is_ready": bool(room.workshops and room.people and not room.unlaid),
        "people": len(room.people),
        "unseated": len(room.unseated) if room.seats else 0,
        "gone": len({key[0] for key in room.seats} - here),
        "changes": len(changes & here),
    }


def _do(request: HttpRequest, event: Event) -> None:
    """Do what was pressed, and say how it went."""
    verbs = {
        **{"make": _make, "publish": _publish, "move": _move, "pin": _pin, "unpin": _unpin, "lay": _lay},
        **{"keep": _keep, "let_go": _let_go},
    }
    verb = next((verbs[name] for name in verbs if name in request.POST), None)
    if verb is None:
        messages.error(request, _("Press one of the buttons."))
        return
    try:
        messages.success(request, verb(request, event, signed_in(request.user), timezone.now()))
    except Refused as refused:
        messages.error(request, str(refused.reason))


def _make(request: HttpRequest, event: Event, by: User, at: datetime) -> str:
    plan = services.allocate(event, by=by, at=at, seconds=SECONDS, seed=at.microsecond)
    return _("Groups are made. No plan can be better.") if plan.optimal else _("Groups are made.")


def _publish(request: HttpRequest, event: Event, by: User, at: datetime) -> str:
    count = services.publish_groups(event, by=by, at=at, tell="tell" in request.POST)
    words = ngettext("Published: new for %(count)s person.", "Published: new for %(count)s people.", count)
    return words % {"count": count}


def _move(request: HttpRequest, event: Event, by: User, at: datetime) -> str:
    values = _checked(MoveForm(request.POST, event=event))
    moved = services.move(values["place"], values["group"], by=by, at=at)
    return _("Moved: %(names)s.") % {"names": ", ".join(place.registration.name for place in moved)}


def _pin(request: HttpRequest, event: Event, by: User, at: datetime) -> str:
    return _pinned(request, event, "pin", services.pin, _("%(name)s stays at this table."), by, at)


def _unpin(request: HttpRequest, event: Event, by: User, at: datetime) -> str:
    return _pinned(request, event, "unpin", services.unpin, _("%(name)s may sit elsewhere."), by, at)


def _pinned(
    request: HttpRequest, event: Event, name: str, verb: Callable, words: str, by: User, at: datetime
) -> str:
    place = _checked(PinForm({"place": request.POST[name]}, event=event))["place"]
    verb(place, by=by, at=at)
    return words % {"name": place.registration.name}


def _keep(request: HttpRequest, event: Event, by: User, at: datetime) -> str:
    rule = services.keep(**_checked(KeepForm(request.POST, event=event)), by=by, at=at)
    return _("Kept: %(rule)s. It counts when the groups are made.") % {"rule": rule}


def _let_go(request: HttpRequest, event: Event, by: User, at: datetime) -> str:
    rule = _checked(LetGoForm({"rule": request.POST["let_go"]}, event=event))["rule"]
    words = _("%(one)s and %(other)s may sit as it comes.") % {"one": rule.one.name, "other": rule.other.name}
    services.let_go(rule, by=by, at=at)
    return words


def _lay(request: HttpRequest, event: Event, by: User, at: datetime) -> str:
    values = _checked(TablesForm(request.POST, event=event))
    laid = lay_tables(values.pop("session"), **values, by=by, at=at)
    return ngettext("%(count)s table is laid.", "%(count)s tables are laid.", len(laid)) % {
        "count": len(laid)
    }


def _checked(form: Form) -> dict[str, Any]:
    """What was sent, once it makes sense; refused with the form's own words."""
    if form.is_valid():
        return form.cleaned_data
    told = [f"{form.fields[name].label}: {' '.join(map(str, words))}" for name, words in form.errors.items()]
    raise Refused(" ".join(told))
