"""The morning's page: three ways to put the groups right, each with its price."""

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
from dissemination.groups import services
from dissemination.groups.admin import seating
from registrations.admin.frame import event_for, page


@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: HttpRequest, slug: str) -> HttpResponse:
    """After no-shows and walk-ins: three ways to put the groups right, each with its price; accept one."""
    event = event_for(request, slug)
    by, at = signed_in(request.user), timezone.now()
    try:
        if request.method == "POST":
            moves = services.repair(event, how=_way(request), by=by, at=at)
            messages.success(request, _repaired(len(moves)))
            return redirect("groups:board", slug=slug)
        offers = services.repair_offers(event, by=by, at=at)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("groups:board", slug=slug)
    more = {"title": _("Put the groups right"), "offers": [_offer(offer) for offer in offers]}
    return page(request, "admin/groups/repair.html", event, more)


def _way(request: HttpRequest) -> Any:
    """Which of the three ways was pressed."""
    how = request.POST.get("how")
    if how not in ("fewest", "balanced", "best"):
        raise Refused(_("Choose one of the three ways."))
    return how


def _repaired(count: int) -> str:
    words = ngettext("Done: %(count)s seat is new.", "Done: %(count)s seats are new.", count)
    return words % {"count": count}


def _offer(offer: services.Offer) -> dict[str, Any]:
    names = {"fewest": _("Fewest moves"), "balanced": _("Balanced"), "best": _("Best groups")}
    counts = [
        seating.sentence(services.Count(name, count, offer.plan.bounds[name]))
        for name, count in offer.plan.counts.items()
        if name != "moves"
    ]
    return {"offer": offer, "name": names[offer.how], "counts": counts}
