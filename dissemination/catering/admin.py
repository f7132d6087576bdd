"""The workspace's pages of numbers: what the caterer is told, own words, and severe allergies by name."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dissemination.accounts.policies import signed_in
from dissemination.catering import policies, services
from dissemination.catering.forms import SendForm
from dissemination.catering.models import Numbers
from dissemination.catering.services import counting, telling
from dissemination.core.verdicts import Refused
from dissemination.events import policies as event_policies
from dissemination.events.models import Event
from registrations.admin.frame import event_for, page


@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """Counts now, beside those that were sent; a press freezes them as sent."""
    event = event_for(request, slug, policies.NUMBER_READERS)
    sent = services.last_sent(event)
    team = sent.counts["team"] if sent else 0
    form = SendForm(request.POST if request.method == "POST" else None, initial={"team": team})
    if form.is_valid():
        _send(request, event, form)
        return redirect("catering:numbers", slug=slug)
    response = page(
        request, "admin/catering/numbers.html", event, {"form": form, **_shown(request, event, sent)}
    )
    response.status_code = 422 if form.errors else 200
    return response


@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers as they were sent, or as they are now, as a PDF."""
    event = event_for(request, slug, policies.NUMBER_READERS)
    sent, now = services.last_sent(event), timezone.now()
    counts, when = (sent.counts, sent.kept_at) if sent else (services.count(event), now)
    headers = {"Content-Disposition": f'attachment; filename="{event.slug}-numbers.pdf"'}
    content = telling.sheet(event, counts, at=when)
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_safe
def words(request: HttpRequest, slug: str) -> HttpResponse:
    """What people wrote about food and access, without their names; who looked stands in the audit."""
    event = event_for(request, slug, event_policies.NEED_READERS)
    told = services.read_own_words(event, by=signed_in(request.user), at=timezone.now())
    return page(request, "admin/catering/words.html", event, {"title": _("In their own words"), "told": told})


@require_safe
def allergies(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has a severe allergy, by name, for the welfare role; each view stands in the audit."""
    event = event_for(request, slug, event_policies.ALLERGY_READERS)
    needs = services.read_allergies(event, by=signed_in(request.user), at=timezone.now())
    return page(
        request, "admin/catering/allergies.html", event, {"title": _("Severe allergies"), "needs": needs}
    )


def _send(request: HttpRequest, event: Event, form: SendForm) -> None:
    try:
        services.send(event, **form.cleaned_data, by=signed_in(request.user), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return
    messages.success(request, _("Kept as sent. Copy the text below into a mail to the caterer."))


def _shown(request: HttpRequest, event: Event, sent: Numbers | None) -> dict[str, Any]:
    now = timezone.now()
    final = event.numbers.filter(reason=Numbers.Reason.FINAL).first()
    counts = final.counts if final else services.count(event, team=sent.counts["team"] if sent else 0)
    changes = services.changes_since(sent.counts, counts) if sent else []
    return {
        "title": _("Numbers for the caterer"),
        "sent": sent,
        "sent_at": event.spelt(sent.kept_at) if sent else "",
        "due_at": event.spelt(event.numbers_due_at) if event.numbers_due_at else "",
        "rows": _rows(sent.counts if sent else {}, counts),
        "meals": counting.meals(counts),
        "at_most": counting.at_most(counts),
        "changes": changes,
        "mail": telling.mail_text(event, counts, changes, at=now),
        "may_send": policies.may_send_numbers(event, by=signed_in(request.user), at=now),
        "may_read_words": policies.may_read_own_words(request.user, event),
        "may_read_allergies": event_policies.may_read_allergies(request.user, event),
        "has_welfare": event.team.filter(role__in=event_policies.ALLERGY_READERS).exists(),
        "allergies": counts.get("severe_allergy", 0),
        "final_at": event.spelt(final.kept_at) if final else "",
    }


def _rows(sent: Mapping[str, int], now: Mapping[str, int]) -> list[tuple[str, str, int, int]]:
    """(part, what, as sent, now) for each thing that is or was counted."""
    named = counting.lines({**sent, **now})
    return [(line.part, line.what, sent.get(line.key, 0), now.get(line.key, 0)) for line in named]
