"""Who is still coming, now that the event has moved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dissemination.accounts.policies import signed_in
from dissemination.changes import policies, services
from dissemination.changes.models import StillComing
from dissemination.core.verdicts import Refused
from registrations.admin.frame import event_for, page

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def still_coming(request: HttpRequest, slug: str) -> HttpResponse:
    """Yes, no, and not yet; one press asks those again who have not answered."""
    event, by, now = event_for(request, slug), signed_in(request.user), timezone.now()
    if request.method == "POST":
        try:
            asked = services.ask_again(event, by=by, at=now)
            messages.success(
                request, ngettext("%(n)s mail goes out.", "%(n)s mails go out.", asked) % {"n": asked}
            )
        except Refused as refused:
            messages.error(request, str(refused.reason))
        return redirect("changes:still_coming", slug=slug)
    asked = StillComing.objects.of(event.pk)
    open_ = (
        asked.unanswered().select_related("registration__organisation").order_by("registration__name", "pk")
    )
    coming, unanswered, due = asked.answered().count(), open_.count(), asked.to_ask_again(now).count()
    more = {
        "title": _("Who is still coming"),
        "coming": coming,
        "unanswered": unanswered,
        "cancelled": asked.count() - coming - unanswered,
        "people": open_[:SHOWN],
        "left": max(0, unanswered - SHOWN),
        "due": due,
        "verdict": policies.may_ask_again(event, by=by, at=now) and policies.has_somebody(due),
    }
    return page(request, "admin/changes/still_coming.html", event, more)
