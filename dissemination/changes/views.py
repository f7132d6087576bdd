"""What a delegate answers when the event has moved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dissemination.changes import services
from dissemination.core import passes
from registrations.invites import PURPOSE
from registrations.models import Registration


@require_POST
def say_coming(request: HttpRequest, code: str) -> HttpResponse:
    """Yes, the new time suits me."""
    rows = Registration.objects.opened_by(passes.held(request, PURPOSE), request.user).select_related("event")
    registration = get_object_or_404(rows, code=code)
    services.say_coming(registration, at=timezone.now())
    messages.success(request, _("Thank you. We look forward to seeing you."))
    return redirect("registrations:place", code=code)
