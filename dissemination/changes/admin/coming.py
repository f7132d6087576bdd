"""Who is still coming, now that the event has moved."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dissemination.accounts.models import User
from dissemination.accounts.policies import signed_in
from dissemination.changes import policies, services
from dissemination.changes.models import StillComing, StillSpeaking
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from registrations.admin.frame import event_for, page

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def still_coming(request: HttpRequest, slug: str) -> HttpResponse:
    """Yes, no, and not yet; one press asks those again who have not answered."""
    event, by, now = event_for(request, slug), signed_in(request.user), timezone.now()
    if request.method == "POST":
        _ask(request, event, by, now)
        return redirect("changes:still_coming", slug=slug)
    asked = StillComing.objects.of(event.pk)
    open_ = (
        asked.unanswered().select_related("registration__organisation").order_by("registration__name", "pk")
    )
    coming, unanswered, due = asked.answered().count(), open_.count(), asked.to_ask_again(now).count()
    declined = (
        asked.declined().select_related("registration__organisation").order_by("registration__name", "pk")
    )
    more = {
        "title": _("Who is still coming"),
        "coming": coming,
        "unanswered": unanswered,
        "cancelled": asked.count() - coming - unanswered - len(declined),
        "declined": declined,
        "people": open_[:SHOWN],
        "left": max(0, unanswered - SHOWN),
        "speaking": StillSpeaking.objects.of(event.pk).select_related(
            "appearance__speaker", "appearance__session"
        ),
        "due": due,
        "verdict": policies.may_ask_again(event, by=by, at=now) and policies.has_somebody(due),
    }
    return page(request, "admin/changes/still_coming.html", event, more)


def _ask(request: HttpRequest, event: Event, by: User, at: datetime) -> None:
    try:
        sent = services.ask_again(event, by=by, at=at)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(
            request, ngettext("%(sent)s mail goes out.", "%(sent)s mails go out.", sent) % {"sent": sent}
        )
