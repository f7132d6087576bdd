"""The list of delegates, and the page of each as they see it themselves."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dissemination.accounts.policies import signed_in
from dissemination.accounts.services import record
from dissemination.delegates.admin.acting import DECISIONS
from dissemination.delegates.admin.frame import event_for, page
from dissemination.delegates.filters import Filters
from dissemination.delegates.record import figures, risen
from dissemination.events.models import Event
from registrations.models import Registration
from registrations.views.place import shown_at

A_PAGE = 100
TONES = {
    **dict.fromkeys(("confirmed", "attended"), "go"),
    **dict.fromkeys(("waiting", "offered", "pending"), "warn"),
    **dict.fromkeys(("cancelled", "absent"), "stop"),
}


@require_safe
def delegates(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who is looked for, a hundred to a page, with what can be done for those who are chosen."""
    event = event_for(request, slug)
    filters = Filters(event, request.GET.dict())
    rows = filters.rows().select_related("organisation").prefetch_related("places__group")
    pages = Paginator(rows, A_PAGE)
    vars(pages)["count"] = filters.number  # counted by state already
    shown = pages.get_page(request.GET.get("page"))
    _place_in_line(event, shown.object_list)
    first = _("As they are served") if filters.chosen.get("state") == "waiting" else _("Newest first")
    more = {
        "title": _("Delegates"),
        "filters": filters,
        "states": filters.states(),
        "chips": filters.chips(),
        "orders": [("", first), ("name", _("By name")), ("organisation", _("By organisation"))],
        "page_obj": shown,
        "people": [(one, TONES.get(one.state, "")) for one in shown],
        "decisions": DECISIONS.items(),
    }
    return page(request, "list", event, more)


def _place_in_line(event: Event, people: Iterable[Registration]) -> None:
    """Give each who waits their number, with one question for the whole page; none where nobody waits."""
    waits = any(one.state == Registration.State.WAITING for one in people)
    numbers = event.registrations.numbers_in_line() if waits else {}
    for one in people:
        one.event, vars(one)["number"] = event, numbers.get(one.pk)


@require_safe
def as_delegate(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What this delegate finds at their place; nothing on it can be pressed. Who looked is in the audit."""
    event = event_for(request, slug)
    rows = Registration.objects.for_user(request.user).filter(event=event).select_related("organisation")
    one = get_object_or_404(rows, pk=number)
    one.event, now = event, timezone.now()
    record("delegates.see_as_delegate", one, by=signed_in(request.user), at=now, event_id=event.pk)
    more = {"title": one.name, "registration": one, "tone": TONES.get(one.state, ""), **shown_at(one, at=now)}
    return page(request, "as_delegate", event, more)


@require_safe
def show_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """How many, by day against the places, by state, sector, organisation and answer."""
    event = event_for(request, slug)
    counted, places = figures(event), event.capacity + event.online_capacity
    until = event.local(min(timezone.now(), event.starts_at)).date()
    told = {"people": counted.people, "places": places}
    more = {
        "title": _("Figures"),
        "counted": counted,
        "days": risen(counted, until=until),
        "places": places,
        "label": _("Registrations have risen to %(people)s; there are %(places)s places.") % told,
        "limit_label": ngettext("%(places)s place", "%(places)s places", places) % told,
    }
    return page(request, "figures", event, more)
