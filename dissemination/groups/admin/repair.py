"""The morning's page: three ways to put the groups right, each with its price."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.groups import services
from dissemination.groups.admin import seating
from registrations.admin.frame import event_for, page
from registrations.allocation import Impossible
from registrations.models import GroupPlace, Registration

NO_ROOM = {"too many people", "too few seats for needs", "no table for all"}  # clashes that more seats end


@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: HttpRequest, slug: str) -> HttpResponse:
    """After no-shows and walk-ins: three ways to put the groups right, each with its price; accept one."""
    event, at = event_for(request, slug), timezone.now()
    if request.method == "POST":
        return _accepted(request, event, at)
    try:
        offers = services.repair_offers(event, by=signed_in(request.user), at=at)
    except Refused as refused:
        way_out = _way_out(refused, _morning(event, at))
        messages.error(request, " ".join(filter(None, (str(refused.reason), way_out))))
        return redirect("groups:board", slug=slug)
    more = {
        "title": _("Put the groups right"),
        "offers": _told_alike([_offer(offer) for offer in offers]),
        "is_right": not any(offer.is_change or offer.broken for offer in offers),
        "is_kept": not any(offer.broken for offer in offers),
        "morning": _morning(event, at),
    }
    return page(request, "admin/groups/repair.html", event, more)


def _accepted(request: HttpRequest, event: Event, at: datetime) -> HttpResponse:
    """One of the three was pressed: the board next, or new offers when this one no longer stands."""
    seen, tell = request.POST.get("seen", ""), "tell" in request.POST
    try:
        how = _way(request)
        moves = services.repair(event, how=how, by=signed_in(request.user), at=at, seen=seen, tell=tell)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("groups:repair", slug=event.slug)
    messages.success(request, _repaired(len(moves), GroupPlace.objects.to_tell().people_at(event)))
    return redirect("groups:board", slug=event.slug)


def _morning(event: Event, at: datetime) -> dict[str, Any]:
    """Who is here, who is not yet, and whether the desk may say that they will not come."""
    missing = event.registrations.not_come().filter(state=Registration.State.CONFIRMED)
    return {
        "here": event.registrations.attended().count(),
        "walked_in": event.registrations.attended().filter(walked_in=True).count(),
        "missing": missing.count(),
        "has_begun": event.starts_at <= at,
    }


def _way_out(refused: Refused, morning: dict[str, Any]) -> str:
    """What helps where people do not fit; empty where it is something else that cannot be."""
    clash = refused.__cause__
    if not isinstance(clash, Impossible) or not NO_ROOM.intersection(one.kind for one in clash.clashes):
        return ""
    missing = morning["missing"]
    if not morning["here"] or not missing:
        return _("Give a table more seats, or lay one more.")
    keeps = ngettext(
        "%(people)s person has not come yet and keeps their seat.",
        "%(people)s people have not come yet and keep their seats.",
        missing,
    )
    close = _("Close the desk to count them as absent.")
    later = _("When the event has begun you can close the desk and count them as absent.")
    return f"{keeps % {'people': missing}} {close if morning['has_begun'] else later}"


def _way(request: HttpRequest) -> Any:
    """Which of the three ways was pressed."""
    how = request.POST.get("how")
    if how not in ("fewest", "balanced", "best"):
        raise Refused(_("Choose one of the three ways."))
    return how


def _repaired(count: int, here: int) -> str:
    """How many seats are new, and how many people are to hear it at the desk."""
    words = ngettext("Done: %(count)s seat is new.", "Done: %(count)s seats are new.", count)
    told = ngettext(
        "The desk has %(people)s person to tell.", "The desk has %(people)s people to tell.", here
    )
    return " ".join(filter(None, (words % {"count": count}, told % {"people": here} if here else "")))


def _offer(offer: services.Offer) -> dict[str, Any]:
    names = {"fewest": _("Fewest moves"), "balanced": _("Balanced"), "best": _("Best groups")}
    reached = [
        services.Count(name, count, offer.plan.bounds[name])
        for name, count in offer.plan.counts.items()
        if name != "moves"
    ]
    counts = seating.sentences(reached, is_kept=not offer.broken)
    return {"offer": offer, "name": names[offer.how], "counts": counts, "also": _also(offer)}


def _also(offer: services.Offer) -> str:
    """Who else hears of a table when the offer is accepted: those moved before, and not told."""
    if not offer.also:
        return ""
    words = ngettext(
        "%(count)s person who was moved or seated earlier is told as well: %(names)s.",
        "%(count)s people who were moved or seated earlier are told as well: %(names)s.",
        len(offer.also),
    )
    return words % {"count": len(offer.also), "names": ", ".join(str(one) for one in offer.also)}


def _weight(offer: services.Offer) -> tuple[int, float]:
    """Of two offers the one with less is better: rules first."""
    return offer.broken, offer.cost


def _told_alike(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each offer that gains nothing over an earlier one says so: there is nothing to choose between."""
    for number, row in enumerate(rows):
        offer, earlier = row["offer"], rows[:number]
        same = (one["name"] for one in earlier if one["offer"].seats == offer.seats)
        no_worse = (one["name"] for one in earlier if _weight(one["offer"]) <= _weight(offer))
        row["same_as"], row["no_better_than"] = next(same, ""), next(no_worse, "")
    return rows
