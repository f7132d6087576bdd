"""Early thoughts and final conclusions, each opening what it rests on."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dissemination.capture.models import GroupSheet
from dissemination.events.models import Event
from dissemination.outcomes import policies
from dissemination.outcomes.models import Outcome


def _event(slug: str) -> Event:
    return get_object_or_404(Event.objects.published(), slug=slug)


@require_safe
def outcomes(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that was concluded, the final conclusions first, the early thoughts dated below."""
    event = _event(slug)
    published = list(event.outcomes.published().with_trace().in_order())
    context = {
        "event": event,
        "final": [outcome for outcome in published if not outcome.is_early],
        "early": [outcome for outcome in published if outcome.is_early],
        "commitments": list(
            event.commitments.public().filter(outcome=None).select_related("organisation").in_order()
        ),
    }
    return render(request, "outcomes/outcomes.html", context)


@require_safe
def outcome(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One outcome at an address that lasts; that of a withdrawn one says so (410)."""
    event = _event(slug)
    gone = event.outcomes.withdrawn().filter(pk=number).first()
    if gone:
        return render(request, "outcomes/withdrawn.html", {"event": event, "outcome": gone}, status=410)
    found = get_object_or_404(event.outcomes.published().with_trace(), pk=number)
    later = found.successors.published().first()
    return render(request, "outcomes/outcome_page.html", {"event": event, "outcome": found, "later": later})


@require_safe
def flip_chart(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """The photograph of a flip chart on which something published rests, where its group may be known."""
    event = _event(slug)
    sheet = get_object_or_404(GroupSheet.objects.of_event(event.pk).exclude(photograph=""), pk=number)
    resting: list[Outcome] = list(event.outcomes.published().filter(sources__sheet=sheet).with_trace())
    if not any(policies.shows_groups(outcome) for outcome in resting):
        raise Http404
    return FileResponse(sheet.photograph.open(), content_type="image/jpeg")
