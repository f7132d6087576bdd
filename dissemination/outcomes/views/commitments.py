"""What the room promises at its table, and the page of the one who will see to it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dissemination.capture.models import GroupSheet
from dissemination.capture.views.door import at_table, stopped
from dissemination.core import passes
from dissemination.core.tokens import read_token
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.outcomes import services
from dissemination.outcomes.forms import CommitmentForm, ToldForm
from dissemination.outcomes.links import PURPOSE
from dissemination.outcomes.models import Commitment


@require_http_methods(["GET", "POST"])
@at_table
def commit(request: HttpRequest, sheet: GroupSheet) -> HttpResponse:
    """Write down what somebody at the table will do; show what the table has promised so far."""
    event = sheet.group.session.event
    fresh = {"client_id": uuid.uuid4(), "due": "3", "visibility": Commitment.Visibility.PARTICIPANTS}
    form = CommitmentForm(
        request.POST or None, initial=fresh, event=event, today=event.local(timezone.now()).date()
    )
    if request.method == "POST" and form.is_valid() and _offered(event, sheet, form):
        messages.success(request, _("Written down. The owner is asked by mail to confirm it."))
        return redirect("outcomes:commit", code=sheet.code)
    context = {
        "sheet": sheet,
        "event": event,
        "form": form,
        "made": list(sheet.commitments.select_related("organisation")),
    }
    return render(request, "outcomes/commit.html", context)


def _offered(event: Event, sheet: GroupSheet, form: CommitmentForm) -> bool:
    """True when it is written down; when it was refused, the form says why and still holds the words."""
    given: dict[str, Any] = dict(form.cleaned_data)
    name = given.pop("organisation_name")
    given["organisation"] = given["organisation"] or services.organisation_called(name)
    try:
        services.offer(event, sheet=sheet, at=timezone.now(), **given)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _unknown(request: HttpRequest) -> HttpResponse:
    return stopped(request, _("Open the link in our mail again, or ask the organisers for it."), status=404)


@require_GET
def promised(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the link for a pass, so that the token leaves the address."""
    code = read_token(PURPOSE, token)
    if code is None or not Commitment.objects.for_codes([code]).exists():
        return _unknown(request)
    return passes.grant(request, redirect("outcomes:commitment", code=code), purpose=PURPOSE, code=code)


@require_http_methods(["GET", "POST"])
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """The owner's page: confirm it, and later say what came of it."""
    mine = Commitment.objects.for_codes(passes.held(request, PURPOSE))
    found = mine.select_related("event", "organisation").filter(code=code).first()
    if found is None:
        return _unknown(request)
    form = ToldForm(None if "confirm" in request.POST else request.POST or None, instance=found)
    if request.method == "POST" and _answered(request, found, form):
        return redirect("outcomes:commitment", code=code)
    context = {"event": found.event, "commitment": found, "form": form}
    return render(request, "outcomes/commitment.html", context)


def _answered(request: HttpRequest, found: Commitment, form: ToldForm) -> bool:
    """True when the owner's answer is kept."""
    if "confirm" in request.POST:
        services.confirm(found, at=timezone.now())
        messages.success(request, _("Confirmed. We ask you before the day how it stands."))
    elif form.is_valid():
        services.tell(found, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Thank you. We have noted how it stands."))
    else:
        return False
    return True
