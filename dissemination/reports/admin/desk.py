"""The page on which an event's report is written, looked at and published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dissemination.accounts.policies import signed_in
from dissemination.capture.admin.board import event_for, page
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.events.policies import APPROVERS, SETUP_WRITERS
from dissemination.reports import policies, services
from dissemination.reports.forms import EditionForm
from dissemination.reports.models import ReportEdition
from speakers.models import Appearance


@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """The edition that is being written, what each talk gave, and the editions that are out."""
    event = event_for(request, slug, writers=SETUP_WRITERS)
    draft = event.report_editions.drafts().select_related("event").first()
    form = EditionForm(request.POST if "save" in request.POST else None, instance=draft) if draft else None
    if request.method == "POST" and _done(request, event, draft, form):
        return redirect("reports:edit", slug=slug)
    by = signed_in(request.user)
    more = {
        "title": _("Report"),
        "draft": draft,
        "form": form,
        "editions": event.report_editions.published(),
        "talks": _talks(event),
        "start": policies.may_start(event, by=by),
        "write": policies.may_write(draft, by=by) if draft else None,
        "publish": policies.may_publish(draft, by=by, at=timezone.now()) if draft else None,
    }
    return page(request, "admin/reports/desk.html", event, more)


def _talks(event: Event) -> list[Appearance]:
    """Whose talk the report tells about, in speaking order."""
    speaking = event.appearances.on_the_programme().filter(role=Appearance.Role.SPEAKER)
    return list(speaking.select_related("speaker", "session"))


def _done(request: HttpRequest, event: Event, draft: ReportEdition | None, form: EditionForm | None) -> bool:
    """Do what was pressed; True when there is nothing to put right."""
    by, at = signed_in(request.user), timezone.now()
    try:
        if "start" in request.POST:
            services.start_edition(event, by=by, at=at)
        elif form and form.is_bound:
            if not form.is_valid():
                return False
            services.write(form.save(commit=False), by=by, at=at)
            messages.success(request, _("Saved. Look at it as readers will, then publish it."))
    except Refused as refused:
        messages.error(request, str(refused))
    return True


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask once more, then publish: what is published stays as it is."""
    event = event_for(request, slug, writers=APPROVERS)
    edition = get_object_or_404(event.report_editions.select_related("event"), number=number)
    by, at = signed_in(request.user), timezone.now()
    if request.method == "POST":
        try:
            services.publish(edition, by=by, at=at)
            messages.success(request, _("The report is published."))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("reports:edit", slug=slug)
    more = {
        "title": _("Publish the report"),
        "edition": edition,
        "verdict": policies.may_publish(edition, by=by, at=at),
    }
    return page(request, "admin/reports/publish.html", event, more)
