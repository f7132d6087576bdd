"""Photographs and portraits: the only files of the media folder that a browser can read by their name."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from dissemination.events.models import Event, Photograph, Project

WEEK = 7 * 24 * 3600


def _is_published(path: str) -> bool:
    """Any reader may see it: photographs with consent and portraits of speakers, of published events."""
    photographs = Photograph.objects.published().filter(image=path)
    return photographs.exists() or Event.objects.published().showing_portrait(path).exists()


def _is_of_own_team(request: HttpRequest, path: str) -> bool:
    """The visitor works on the event or the project that the picture belongs to."""
    photographs = Photograph.objects.for_user(request.user).filter(image=path)
    portraits = Project.objects.for_user(request.user).filter(speakers__portrait=path)
    return photographs.exists() or portraits.exists()


@require_safe
def picture(request: HttpRequest, path: str) -> FileResponse:
    """A public picture, kept by browsers for a week; one that is not public, for the event's team alone."""
    is_public = _is_published(path)
    if not (is_public or _is_of_own_team(request, path)):
        raise Http404
    try:
        response = FileResponse(default_storage.open(path), content_type="image/jpeg")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response.headers["Cache-Control"] = f"public, max-age={WEEK}" if is_public else "private, no-store"
    return response
