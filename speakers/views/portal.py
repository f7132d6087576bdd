"""The speaker's own page: my session, what is owed, slides, what happens to them, about me."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dissemination.core import passes
from dissemination.core.tokens import read_token
from dissemination.core.verdicts import Refused
from speakers import invites, policies, services
from speakers.forms import ProfileForm, TermsForm, UploadForm
from speakers.models import Appearance, Material
from speakers.views.found import of_the_speaker, wrong_link


@require_safe
def exchange(request: HttpRequest, token: str) -> HttpResponse:
    """Turn the link of a mail into a pass of this browser; the token leaves the URL."""
    appearance = Appearance.objects.for_codes([read_token("speaking", token) or ""]).first()
    if appearance is None:
        return wrong_link(request)
    response = redirect("speakers:portal", appearance.code)
    response.headers["Referrer-Policy"] = "no-referrer"
    return passes.grant(request, response, purpose="speaking", code=appearance.code)


@require_safe
@of_the_speaker
def portal(request: HttpRequest, appearance: Appearance) -> HttpResponse:
    """Everything that concerns one appearance, on one page."""
    return _page(request, appearance)


@of_the_speaker
def slides(request: HttpRequest, appearance: Appearance) -> HttpResponse:
    """Take a file."""
    if request.method != "POST":
        return redirect("speakers:portal", appearance.code)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            file, terms = form.cleaned_data["file"], form.terms()
            version = services.upload(appearance, file, at=timezone.now(), terms=terms)
        except Refused as refusal:
            form.add_error("file", str(refusal.reason))
        else:
            messages.success(request, _("%(file)s has arrived.") % {"file": version.original_name})
            return redirect("speakers:portal", appearance.code)
    return _page(request, appearance, upload=form)


@of_the_speaker
def publishing(request: HttpRequest, appearance: Appearance) -> HttpResponse:
    """Change who may read what was brought, and take the agreement back or give it."""
    material = appearance.material
    if request.method != "POST" or material is None:
        return redirect("speakers:portal", appearance.code)
    form = TermsForm(request.POST, auto_id="id_publishing_%s")
    if not form.is_valid():
        return _page(request, appearance, terms=form)
    services.set_terms(material, form.terms(), at=timezone.now())
    messages.success(request, _("Your choice is kept."))
    return redirect("speakers:portal", appearance.code)


@of_the_speaker
def about(request: HttpRequest, appearance: Appearance) -> HttpResponse:
    """Change biography and portrait."""
    if request.method != "POST":
        return redirect("speakers:portal", appearance.code)
    form = ProfileForm(request.POST, request.FILES, instance=appearance.speaker)
    if form.is_valid():
        try:
            services.describe(appearance.speaker, at=timezone.now(), **form.said())
        except Refused as refusal:
            form.add_error("portrait", str(refusal.reason))
        else:
            messages.success(request, _("What you wrote about yourself is kept."))
            return redirect("speakers:portal", appearance.code)
    return _page(request, appearance, profile=form)


def _page(
    request: HttpRequest,
    appearance: Appearance,
    *,
    upload: UploadForm | None = None,
    terms: TermsForm | None = None,
    profile: ProfileForm | None = None,
) -> HttpResponse:
    """The page; a form that came back stands in its place, and the answer is 422."""
    material, came_back = appearance.material, upload or terms or profile
    before, duties = TermsForm.initial_of(material), policies.duties(appearance, at=timezone.now())
    context: dict[str, Any] = {
        "appearance": appearance,
        "event": appearance.event,
        "place": invites.place_of(appearance),
        "seat": invites.seat_of(appearance),
        "others": _others(appearance),
        "duties": duties,
        "asked_about": any(duty.anchor == "about" for duty in duties),
        "may_upload": policies.may_upload(appearance, timezone.now()),
        "limit": settings.UPLOAD_LIMIT_BYTES,
        "material": material,
        "stages": _stages(material),
        "upload": upload or UploadForm(initial=before),
        "terms": terms or TermsForm(initial=before, auto_id="id_publishing_%s"),
        "profile": profile or ProfileForm(instance=appearance.speaker),
        "came_back": came_back,
    }
    return render(request, "speakers/portal.html", context, status=422 if came_back else 200)


def _others(appearance: Appearance) -> list[Appearance]:
    """The same person's other parts in this event."""
    mine = Appearance.objects.standing().filter(event=appearance.event_id, speaker=appearance.speaker_id)
    return list(mine.exclude(pk=appearance.pk).select_related("session").in_order())


def _stages(material: Material | None) -> list[dict[str, object]]:
    """What happens to the newest file, as a path: received, checked, released."""
    states = list(Material.State)
    reached = states.index(Material.State(material.state)) if material else 0
    names = (_("You send it"), _("The organiser checks it"), _("It is released"))
    return [
        {"name": name, "state": "done" if number <= reached else "next" if number == reached + 1 else "todo"}
        for number, name in enumerate(names, start=1)
    ]
