"""A delegate chooses whether what goes to many goes to them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dissemination.mailings import services
from dissemination.mailings.models import Objection, SpeakersObjection
from registrations.views.found import my_place
from speakers.models import Appearance
from speakers.views.found import of_the_speaker


@require_http_methods(["GET", "HEAD", "POST"])
def fewer(request: HttpRequest, code: str) -> HttpResponse:
    """Say what comes and what does not; the press is a POST, and can be taken back."""
    registration = my_place(request, code)
    if request.method != "POST":
        is_wanted = not Objection.objects.filter(registration=registration).exists()
        told = {"registration": registration, "event": registration.event, "is_wanted": is_wanted}
        return render(request, "mailings/fewer.html", told)
    if "all" in request.POST:
        services.want_all(registration)
        messages.success(request, _("You get every message of this event again."))
    else:
        services.want_fewer(registration, at=timezone.now())
        messages.success(request, _("You get only what concerns your own place from now on."))
    return redirect("registrations:place", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@of_the_speaker
def fewer_speaking(request: HttpRequest, appearance: Appearance) -> HttpResponse:
    """The same for somebody who speaks or helps."""
    if request.method != "POST":
        mine = SpeakersObjection.objects.filter(event=appearance.event, speaker=appearance.speaker)
        told = {"appearance": appearance, "event": appearance.event, "is_wanted": not mine.exists()}
        return render(request, "mailings/fewer_speaking.html", told)
    if "all" in request.POST:
        services.speaker_wants_all(appearance)
        messages.success(request, _("You get every message of this event again."))
    else:
        services.speaker_wants_fewer(appearance, at=timezone.now())
        messages.success(request, _("You get only what concerns your own part from now on."))
    return redirect("speakers:portal", appearance.code)
