"""What a publisher sees of a message to many: its words, whom it goes to and when, but nobody's name."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dissemination.accounts.policies import signed_in
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.events.policies import MAIL_APPROVERS
from dissemination.mailings import audiences, emails, policies, services
from dissemination.mailings.admin.desk import moment_of, page
from dissemination.mailings.forms import SendBackForm
from dissemination.mailings.models import Mailing
from dissemination.messaging.texts import Letter


@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Look at a message to many, and let it leave or send it back."""
    event = event_to_approve(request, slug)
    found = get_object_or_404(event.mailings, pk=number)
    found.event = event
    services.follow(found)
    if found.is_follow_up:
        return redirect("followup:approve", slug=slug, number=found.follow_up.pk)
    return decided(request, event, found, emails.sample(found))


def event_to_approve(request: HttpRequest, slug: str) -> Event:
    """The event, for its publishers; 404 for everybody else."""
    mine = Event.objects.for_roles(request.user, MAIL_APPROVERS).select_related("venue", "project")
    event: Event = get_object_or_404(mine, slug=slug)
    vars(request)["event_in_hand"] = event
    return event


def decided(request: HttpRequest, event: Event, found: Mailing, letter: Letter | None) -> HttpResponse:
    """The page with the letter; back to it once something was pressed."""
    form = SendBackForm(request.POST if "send_back" in request.POST else None)
    if request.method == "POST" and _done(request, found, form):
        return redirect(request.path)
    people, _without = audiences.count(found)
    more = {
        "title": found.subject,
        "mailing": found,
        "people": people,
        "moment": moment_of(found, at=timezone.now()),
        "preview": letter,
        "form": form,
        "verdict": policies.may_approve(found, by=signed_in(request.user)),
        "waits": services.waits(found),
    }
    return page(request, "admin/mailings/approve.html", event, more)


def _done(request: HttpRequest, found: Mailing, form: SendBackForm) -> bool:
    who: dict[str, Any] = {"by": signed_in(request.user), "at": timezone.now()}
    try:
        if "approve" in request.POST:
            services.approve(found, **who)
            messages.success(request, _("Approved. It leaves at its moment."))
        elif form.is_valid():
            services.send_back(found, because=form.cleaned_data["because"], **who)
            messages.success(request, _("Sent back. Its sender finds your words on its page."))
        return not form.errors
    except Refused as refused:
        messages.error(request, str(refused))
    return True
