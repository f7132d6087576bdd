"""What a delegate answers when the event has moved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dissemination.changes import services
from registrations.views.found import my_place


@require_POST
def say_coming(request: HttpRequest, code: str) -> HttpResponse:
    """Yes, the new time suits me."""
    services.say_coming(my_place(request, code), at=timezone.now())
    messages.success(request, _("Thank you. We look forward to seeing you."))
    return redirect("registrations:place", code=code)
