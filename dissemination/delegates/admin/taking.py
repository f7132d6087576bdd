"""Taking delegates out as a file: the page before says what is in it; whoever asks proves who they are."""

from collections.abc import Iterable

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dissemination.accounts.policies import signed_in
from dissemination.delegates import services
from dissemination.delegates.admin.frame import event_for, page
from dissemination.delegates.filters import Filters
from dissemination.delegates.record import AUDIENCES, agreeing
from dissemination.events.models import Event

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
TAKEN = {
    ("delegates", "csv"),
    ("delegates", "xlsx"),
    ("participants", "pdf"),
    ("participants", "csv"),
    ("public", "pdf"),
    ("public", "csv"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def export(request: HttpRequest, slug: str) -> HttpResponse | StreamingHttpResponse:
    """What can be taken out of the list as it is filtered; the file itself when a button was pressed."""
    event = event_for(request, slug)
    if request.method == "POST":
        return _file(request, event)
    filters = Filters(event, request.GET.dict())
    more = {
        "title": _("Export"),
        "filters": filters,
        "people": filters.rows().count(),
        "audiences": {audience: agreeing(event, audience).count() for audience in AUDIENCES},
    }
    return page(request, "export", event, more)


def _file(request: HttpRequest, event: Event) -> StreamingHttpResponse:
    what, _dot, kind = request.POST.get("take", "").partition(".")
    if (what, kind) not in TAKEN:
        raise Http404
    by, at = signed_in(request.user), timezone.now()
    if what == "delegates":
        rows = Filters(event, QueryDict(request.POST.get("filters", "")).dict()).rows()
        pieces: Iterable[bytes] = services.export(event, rows, kind=kind, by=by, at=at)
    else:
        pieces = services.export_attendees(event, audience=what, kind=kind, by=by, at=at)
    headers = {"Content-Disposition": f'attachment; filename="{event.slug}-{what}.{kind}"'}
    return StreamingHttpResponse(pieces, content_type=KINDS[kind], headers=headers)
