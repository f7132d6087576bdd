"""What is kept for how long, and what has gone, on a page of the workspace."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dissemination.events.policies import SETUP_READERS
from dissemination.retention import services
from dissemination.retention.policies import by_day
from registrations.admin.frame import event_for, page


@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Each rule with its day, its reason, and how many rows it has taken so far."""
    event = event_for(request, slug, SETUP_READERS)
    gone: dict[str, int] = {}
    for deletion in event.deletions.all():
        gone[deletion.rule] = gone.get(deletion.rule, 0) + deletion.rows
    waiting = {one.rule.key: one.rows for one in services.due(at=timezone.now(), event=event)}
    parts = [
        (
            days,
            date_format(day, "j F Y"),
            [(rule, gone.get(rule.key), waiting.get(rule.key)) for rule in rules],
        )
        for days, day, rules in by_day(event)
    ]
    more = {"title": _("How long data is kept"), "parts": parts}
    return page(request, "admin/retention/plan.html", event, more)
