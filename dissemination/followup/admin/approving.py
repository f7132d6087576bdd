"""What a publisher sees of a follow-up that goes to many."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from dissemination.followup import services
from dissemination.mailings.admin.approving import decided, event_to_approve


@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Look at what everybody gets of it, and let it leave or send it back."""
    event = event_to_approve(request, slug)
    found = get_object_or_404(event.follow_up.select_related("event__project", "mailing"), pk=number)
    return decided(request, event, found.sending, services.sample(found))
