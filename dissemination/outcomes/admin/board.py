"""The theming board: points not yet placed, themes, conclusions, and publishing."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dissemination.capture import services as capture
from dissemination.capture.admin.board import event_for, page
from dissemination.capture.models import Point
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event
from dissemination.events.policies import THEME_WRITERS, may_write_themes
from dissemination.outcomes import policies, services
from dissemination.outcomes.admin.rows import actor
from dissemination.outcomes.forms import ConclusionForm, PlaceForm, PointsForm, SetAsideForm, ThemeForm
from dissemination.outcomes.models import Outcome, ThemedPoint


@require_http_methods(["GET", "POST"])
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Points not yet placed, themes with theirs, conclusions below; each press does one thing."""
    event = event_for(request, slug)
    if request.method == "POST":
        return _pressed(request, event)
    return page(request, "admin/outcomes/board.html", event, _standing(request, event))


def _pressed(request: HttpRequest, event: Event) -> HttpResponse:
    verb = next((VERBS[name] for name in VERBS if name in request.POST), None)
    try:
        answer = verb(request, event) if verb else None
    except Refused as refused:
        messages.error(request, str(refused))
        answer = None
    return answer or redirect("outcomes:board", slug=event.slug)


def _cleaned(request: HttpRequest, form: Form) -> dict[str, Any]:
    """The form's values, or a refusal in its words."""
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    return form.cleaned_data


def _place(request: HttpRequest, event: Event) -> None:
    given = _cleaned(request, PlaceForm(request.POST, event=event))
    for point in given["points"]:
        services.place(point, given["theme"], by=actor(request), at=timezone.now())


def _unplace(request: HttpRequest, event: Event) -> None:
    number = request.POST["unplace"]
    mine = ThemedPoint.objects.filter(theme__event=event).select_related("theme__event", "point")
    placement = get_object_or_404(mine, pk=number if number.isdecimal() else 0)
    services.unplace(placement.point, placement.theme, by=actor(request), at=timezone.now())


def _set_aside(request: HttpRequest, event: Event) -> None:
    given = _cleaned(request, SetAsideForm(request.POST, event=event))
    for point in given["points"]:
        capture.set_aside(point, reason=given["reason"], by=actor(request), at=timezone.now())


def _take_back(request: HttpRequest, event: Event) -> None:
    number = request.POST["take_back"]
    point = get_object_or_404(Point.objects.of_event(event.pk), pk=number if number.isdecimal() else 0)
    capture.take_back(point, by=actor(request), at=timezone.now())


def _make_theme(request: HttpRequest, event: Event) -> None:
    title = _cleaned(request, ThemeForm(request.POST))["title"]
    services.make_theme(event, title=title, by=actor(request), at=timezone.now())


def _begin_conclusion(request: HttpRequest, event: Event) -> HttpResponse:
    """Go on to the page that asks for the statement, with the ticked points along."""
    ticked = QueryDict(mutable=True)
    ticked.setlist("points", request.POST.getlist("points"))
    return redirect(f"{reverse('outcomes:conclude', args=[event.slug])}?{ticked.urlencode()}")


def _publish_early(request: HttpRequest, event: Event) -> None:
    services.publish_early(event, by=actor(request), at=timezone.now())
    messages.success(request, _("The early thoughts are published."))


def _publish_final(request: HttpRequest, event: Event) -> None:
    services.publish_final(event, by=actor(request), at=timezone.now())
    messages.success(request, _("The conclusions are published."))


VERBS: dict[str, Any] = {
    "place": _place,
    "unplace": _unplace,
    "set_aside": _set_aside,
    "take_back": _take_back,
    "make_theme": _make_theme,
    "conclude": _begin_conclusion,
    "publish_early": _publish_early,
    "publish_final": _publish_final,
}


def _standing(request: HttpRequest, event: Event) -> dict[str, Any]:
    """Everything that the board shows."""
    said = Point.objects.of_event(event.pk).select_related("question", "perspective", "sheet__group")
    points = list(said)
    placements = ThemedPoint.objects.select_related("point__sheet__group")
    return {
        "title": _("Themes and conclusions"),
        "may_write": may_write_themes(request.user, event),
        "waiting": [point for point in points if point.state == Point.State.CAPTURED],
        "aside": [point for point in points if point.state == Point.State.SET_ASIDE],
        "all": len(points),
        "settled": sum(point.state != Point.State.CAPTURED for point in points),
        "themes": list(event.themes.in_order().prefetch_related(Prefetch("placements", placements))),
        "outcomes": list(event.outcomes.with_support().prefetch_related("sources").in_order()),
        "early": policies.may_publish_early(event, by=actor(request), at=timezone.now()),
        "final": policies.may_publish_final(event, by=actor(request), at=timezone.now()),
    }


def _ticked(request: HttpRequest, event: Event) -> QuerySet:
    """The event's points that were ticked on the board; none when what was sent makes no sense."""
    form = PointsForm(request.GET, event=event)
    chosen: QuerySet = form.cleaned_data["points"] if form.is_valid() else Point.objects.none()
    return chosen


@require_http_methods(["GET", "POST"])
def conclude(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a conclusion from the ticked points, a flip chart or a note."""
    event = event_for(request, slug, writers=THEME_WRITERS)
    ticked = _ticked(request, event)
    first = {"points": ticked, "stage": Outcome.Stage.FINAL}
    form = ConclusionForm(request.POST or None, initial=first, event=event, ticked=ticked)
    if request.method == "POST" and form.is_valid():
        services.conclude(event, by=actor(request), at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Written down as a draft. Publish it when you are ready."))
        return redirect("outcomes:board", slug=slug)
    more = {
        "title": _("Write a conclusion"),
        "form": form,
        "may_write": may_write_themes(request.user, event),
    }
    return page(request, "admin/outcomes/conclude.html", event, more)
