"""The report for readers, and for the team before it is published."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dissemination.reports import services
from dissemination.reports.markdown import write
from dissemination.reports.models import ReportEdition
from dissemination.reports.querysets import ReportEditionQuerySet


def _visible(request: HttpRequest, slug: str) -> ReportEditionQuerySet:
    editions = ReportEdition.objects.visible_to(request.user).filter(event__slug=slug)
    return editions.select_related("event__project", "event__venue")


def _newest(request: HttpRequest, slug: str) -> ReportEdition:
    """The newest published edition; for the team, the one being written while there is none."""
    found: ReportEdition | None = _visible(request, slug).newest_first().first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, edition: ReportEdition) -> HttpResponse:
    event = edition.event
    context = {
        "event": event,
        "edition": edition,
        "content": services.content_of(edition),
        "others": event.report_editions.published().exclude(pk=edition.pk),
    }
    return render(request, "reports/report.html", context)


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report of an event in its newest edition."""
    return _page(request, _newest(request, slug))


@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition at an address that lasts; the team sees the draft here as readers will."""
    return _page(request, get_object_or_404(_visible(request, slug), number=number))


@require_safe
def file(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest edition as one file that reads and prints without the site."""
    response = HttpResponse(services.as_file(_newest(request, slug)), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-report.html"'
    return response


@require_safe
def markdown(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest edition as Markdown, to be carried elsewhere."""
    found = _newest(request, slug)
    text = write(found, services.content_of(found))
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{slug}-report.md"'
    return response
