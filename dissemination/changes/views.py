"""What a delegate answers when the event has moved."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dissemination.changes import services
from dissemination.changes.models import StillSpeaking
from registrations.views.found import my_place
from speakers.models import Appearance
from speakers.views.found import of_the_speaker


@require_POST
def say_coming(request: HttpRequest, code: str) -> HttpResponse:
    """Yes, the new time suits me."""
    services.say_coming(my_place(request, code), at=timezone.now())
    messages.success(request, _("Thank you. We look forward to seeing you."))
    return redirect("registrations:place", code=code)


@require_POST
@of_the_speaker
def say_speaking(request: HttpRequest, appearance: Appearance) -> HttpResponse:
    """Yes or no, from somebody who speaks or helps."""
    answer = request.POST.get("answer", "")
    if answer not in ("yes", "no") or not StillSpeaking.objects.filter(appearance=appearance).exists():
        raise Http404
    services.say_speaking(appearance, is_coming=answer == "yes", at=timezone.now())
    thanks = {
        "yes": _("Thank you. We look forward to seeing you."),
        "no": _("Thank you for telling us. The organiser sees it."),
    }
    messages.success(request, thanks[answer])
    return redirect("speakers:portal", appearance.code)
