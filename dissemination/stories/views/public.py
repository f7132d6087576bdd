"""The call for stories, and the stories that are published."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods, require_safe

from dissemination.core import throttle
from dissemination.core.verdicts import Refused
from dissemination.events.models import Event, Project
from dissemination.stories import services
from dissemination.stories.forms import StoryForm
from dissemination.stories.models import CaseStudy


def _origin(request: HttpRequest) -> str:
    """A keyed hash of the computer's address that is another one tomorrow: it counts, and names nobody."""
    purpose, where = f"onward.origin.{timezone.now():%Y%m%d}", throttle.address(request)
    return salted_hmac(purpose, where, algorithm="sha256").hexdigest()


@require_http_methods(["GET", "POST"])
def tell_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell a story after an event."""
    event = get_object_or_404(Event.objects.published().select_related("project"), slug=slug)
    return _tell(request, event.project, event)


@require_http_methods(["GET", "POST"])
def tell_project(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell a story about what a project works on."""
    return _tell(request, get_object_or_404(Project.objects.with_public_events(), slug=slug), None)


def _tell(request: HttpRequest, project: Project, event: Event | None) -> HttpResponse:
    form = StoryForm(request.POST or None, initial={"form_key": uuid.uuid4()})
    if request.method == "POST" and (form.is_from_a_machine() or _kept(request, project, event, form)):
        return redirect("stories:thanks", slug=project.slug)
    return render(request, "stories/tell.html", {"form": form, "project": project, "event": event})


def _kept(request: HttpRequest, project: Project, event: Event | None, form: StoryForm) -> bool:
    """True when the story is kept; when it was refused, the form says why and still holds the words."""
    if not form.is_valid():
        return False
    key, origin = form.cleaned_data["form_key"], _origin(request)
    try:
        services.offer_story(
            project, form.told(), event=event, form_key=key, origin=origin, at=timezone.now()
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """It has arrived; what happens next."""
    project = get_object_or_404(Project.objects.with_public_events(), slug=slug)
    return render(request, "stories/thanks.html", {"project": project})


@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """A published story; the address of a withdrawn one says so (410)."""
    studies = CaseStudy.objects.once_published().select_related("project", "event", "outcome")
    study = get_object_or_404(studies.prefetch_related("themes"), slug=slug)
    if study.withdrawn_at:
        return render(request, "stories/withdrawn.html", {"study": study}, status=410)
    return render(request, "stories/story.html", {"study": study, "words": study.shown})
