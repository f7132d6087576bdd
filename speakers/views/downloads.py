"""Hand out files: inert, named as they were sent, and only to those who may read them."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from dissemination.core import passes
from dissemination.core.middleware import PRIVATE
from dissemination.core.views import inert
from speakers import policies
from speakers.models import Appearance, MaterialVersion
from speakers.views.found import of_the_speaker

PUBLIC_FOR_A_MINUTE = "public, max-age=60"


@require_safe
def material(request: HttpRequest, code: str) -> FileResponse:
    """The newest released version of a material: the address that lasts."""
    released = MaterialVersion.objects.released().filter(material__code=code)
    return _file(request, released.order_by("-number").first())


@require_safe
def version(request: HttpRequest, code: str, number: int) -> FileResponse:
    """One version of a material."""
    return _file(request, MaterialVersion.objects.filter(material__code=code, number=number).first())


@require_safe
@of_the_speaker
def own_portrait(request: HttpRequest, appearance: Appearance) -> FileResponse:
    """The speaker's own portrait, before the event is public."""
    portrait = appearance.speaker.portrait
    if not portrait:
        raise Http404
    return inert(FileResponse(portrait.open("rb"), content_type="image/jpeg"))


def _file(request: HttpRequest, found: MaterialVersion | None) -> FileResponse:
    """The file as an attachment that no browser opens; the same 404 for "not there" and "not for you"."""
    if found is None:
        raise Http404
    is_public = MaterialVersion.objects.public().filter(pk=found.pk).exists()
    if not is_public and not policies.may_read(found, _reader(request)):
        raise Http404
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.original_name,
        content_type=found.content_type,
    )
    return inert(response, PUBLIC_FOR_A_MINUTE if is_public else PRIVATE)


def _reader(request: HttpRequest) -> policies.Reader:
    return policies.Reader(
        places=passes.held(request, "place"),
        speaking=passes.held(request, "speaking"),
        user=request.user,
    )
