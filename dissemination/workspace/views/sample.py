"""The sample's sign-in links."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dissemination.workspace.services import sample


@require_safe
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign the sample's organiser or desk in, as often as it is opened. Not there outside the sample."""
    user = sample.sample_user(token)
    if user is None:
        raise Http404
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("admin:index")
