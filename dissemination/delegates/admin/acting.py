"""What organisers do for many delegates at once: each asks first, and says how it went for everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dissemination.accounts.models import User
from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.delegates.admin.frame import event_for, page
from dissemination.delegates.filters import Filters
from dissemination.events.models import Event
from registrations import policies, services
from registrations.admin.registration import TONES
from registrations.forms import ReasonForm
from registrations.models import Registration

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """Its button in the list, the question, what follows, the button of yes, and the service for one row."""

    label: Promise
    question: Promise
    follows: Promise
    button: Promise
    act: Callable[..., Registration]
    form: type[Form] = Form


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went for one delegate: where they stand now, or why nothing was done."""

    name: str
    words: str
    is_done: bool
    tone: str = ""
    more: str = ""


DECISIONS = {
    "approve": Decision(
        gettext_lazy("Approve"),
        gettext_lazy("Approve these registrations?"),
        gettext_lazy(
            "Each person gets a place and a mail; where every place is taken, one on the waiting list."
        ),
        gettext_lazy("Approve them"),
        services.approve,
    ),
    "decline": Decision(
        gettext_lazy("Decline"),
        gettext_lazy("Decline these registrations?"),
        gettext_lazy("Each person gets a mail that gives your reason in your words."),
        gettext_lazy("Decline them"),
        services.decline,
        ReasonForm,
    ),
    "promote": Decision(
        gettext_lazy("Put first in line"),
        gettext_lazy("Put these people before others who may have waited longer?"),
        gettext_lazy("Each gets a free place now, or the next one that comes free. The reason is kept."),
        gettext_lazy("Yes, put them first"),
        services.promote,
        ReasonForm,
    ),
    "cancel": Decision(
        gettext_lazy("Cancel places"),
        gettext_lazy("Cancel these places?"),
        gettext_lazy("Each person gets a mail, and free places go to those who wait."),
        gettext_lazy("Cancel their places"),
        services.cancel,
    ),
}


@require_POST
def act(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask with everybody's name; then do it one by one, and say how it went for each."""
    event = event_for(request, slug)
    decision = DECISIONS.get(request.POST.get("verb", ""))
    if decision is None:
        raise Http404
    people = _chosen(request, event)
    told = "" if people else _("Choose somebody first: tick the box before their name.")
    if len(people) > AT_ONCE:
        told = _("That is more than %(most)s people at once. Choose fewer.") % {"most": AT_ONCE}
    if told:
        messages.error(request, told)
        return _back(request, event)
    form = decision.form(request.POST if "decided" in request.POST else None)
    shared = {"event": event, "decision": decision, "back": _back(request, event).url}
    if "decided" not in request.POST or not form.is_valid():
        more = {**shared, "title": decision.question, "people": people, "form": form, **_carried(request)}
        return page(request, "ask", event, more, status=422 if form.errors else 200)
    by, at = signed_in(request.user), timezone.now()
    outcomes = [_outcome(one, decision, by=by, at=at, **form.cleaned_data) for one in people]
    more = {**shared, "title": _("How it went"), "outcomes": sorted(outcomes, key=lambda one: one.is_done)}
    return page(request, "done", event, more | {"done": sum(one.is_done for one in outcomes)})


def _outcome(one: Registration, decision: Decision, *, by: User, at: datetime, **given: str) -> Outcome:
    try:
        stands = decision.act(one, by=by, at=at, **given)
    except Refused as refused:
        return Outcome(one.name, str(refused.reason), False)
    more = ""
    if number := policies.number_in_line(stands):
        more = _("Number %(number)s in line") % {"number": number}
    elif stands.state == Registration.State.OFFERED:
        more = _("until %(hour)s") % {"hour": stands.offer_ends}
    return Outcome(one.name, stands.state_in_words, True, TONES.get(stands.state, ""), more)


def _chosen(request: HttpRequest, event: Event) -> list[Registration]:
    """Those whose box was ticked, or everybody in the list, in order of arrival."""
    rows: QuerySet[Registration] = event.registrations.filter(pk__in=_numbers(request))
    if "everybody" in request.POST:
        rows = Filters(event, QueryDict(request.POST.get("filters", "")).dict()).rows()
    return list(rows.order_by("registered_at", "pk")[: AT_ONCE + 1])


def _numbers(request: HttpRequest) -> list[int]:
    given = request.POST.getlist("chosen")[: AT_ONCE + 1]
    return [int(number) for number in given if number.isdecimal() and len(number) < 19]


def _carried(request: HttpRequest) -> dict[str, Any]:
    return {"verb": request.POST["verb"], "carried": request.POST.get("filters", "")}


def _back(request: HttpRequest, event: Event) -> HttpResponseRedirect:
    """To the list as it was filtered."""
    query = Filters(event, QueryDict(request.POST.get("filters", "")).dict()).query()
    return redirect(reverse("delegates:list", args=[event.slug]) + query)
