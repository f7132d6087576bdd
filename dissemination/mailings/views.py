"""A delegate chooses whether what goes to many goes to them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dissemination.mailings import services
from dissemination.mailings.models import Objection
from registrations.views.found import my_place


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
