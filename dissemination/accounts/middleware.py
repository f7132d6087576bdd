"""Staff of a production site sign in with a second proof, or see nothing of the workspace and the desk."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

GUARDED = ("/admin/", "/desk/")


class StaffProofMiddleware:
    """Sends staff who have neither passkey nor authenticator to the page that sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (settings.STAFF_NEED_MFA and request.path.startswith(GUARDED)):
            return self.get_response(request)
        if not request.user.is_authenticated or is_mfa_enabled(request.user):
            return self.get_response(request)
        messages.info(request, _("Add a passkey or an authenticator first. Then the workspace opens."))
        return redirect("mfa_index")
