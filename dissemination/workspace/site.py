"""The organiser's AdminSite: opens on "my events", signs in as everywhere else, knows its event's stages."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver

PASSWORD_PAGES = ("password_change", "password_change_done")


class OrganiserSite(admin.AdminSite):
    """Opens on "my events"; signs in through the product's own sign-in."""

    final_catch_all_view = False  # other apps have pages below /admin/ too

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's pages without those about passwords: nobody has one."""
        return [page for page in super().get_urls() if getattr(page, "name", "") not in PASSWORD_PAGES]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The product's own sign-in, and back; who is signed in and is no staff is told so (403)."""
        if self.has_permission(request):
            return HttpResponseRedirect(resolve_url("admin:index"))
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next", "") or resolve_url("admin:index")
        return HttpResponseRedirect(f"{resolve_url('account_login')}?{urlencode({'next': wanted}, safe='/')}")
