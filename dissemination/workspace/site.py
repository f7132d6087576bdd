"""The organiser's AdminSite: opens on "my events", signs in as everywhere else, knows its event's stages."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dissemination.events.models import Event
from dissemination.workspace import stages
from dissemination.workspace.querysets import with_figures
from dissemination.workspace.views import life, start
from dissemination.workspace.views.path import event_path, my_events

PASSWORD_PAGES = ("password_change", "password_change_done")


def _event_in_address(request: HttpRequest) -> Event | None:
    """The event of the user's team whose page under /admin/event/ is being shown, whichever app made it."""
    slug = request.resolver_match.kwargs.get("slug") if request.resolver_match else None
    return Event.objects.for_user(request.user).filter(slug=slug).first() if slug else None


class OrganiserSite(admin.AdminSite):
    """Opens on "my events"; signs in through the product's own sign-in."""

    index_template = "workspace/index.html"
    index_title = _("My events")
    site_title = site_header = _("Workspace")
    enable_nav_sidebar = True
    final_catch_all_view = False  # other apps have pages below /admin/ too

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The pages of one event, and Django's without those about passwords: nobody has one."""
        see = self.admin_view
        own: list[URLPattern | URLResolver] = [
            path("event/new/", see(start.new_event), name="new_event"),
            path("event/<slug:slug>/", see(event_path), name="event_path"),
            path("event/<slug:slug>/copy/", see(start.clone), name="clone_event"),
            path("event/<slug:slug>/life/<slug:verb>/", see(life.move_on), name="move_on"),
            path("event/<slug:slug>/tell/", see(life.publish_changes), name="publish_changes"),
            path("event/<slug:slug>/ask/<slug:verb>/", see(life.ask), name="ask"),
        ]
        return own + [page for page in super().get_urls() if getattr(page, "name", "") not in PASSWORD_PAGES]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """My events, each with what is next."""
        return super().index(request, my_events(request) | (extra_context or {}))

    def with_path(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The events with what the sidebar shows of them; a page that finds its event so saves a query."""
        return with_figures(events, at=timezone.now())

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """With the path of the event in hand, for the sidebar."""
        context = super().each_context(request)
        event = vars(request).get("event_in_hand") or _event_in_address(request)
        if event is None:
            return context
        now = timezone.now()
        if not hasattr(event, "session_count"):
            event = self.with_path(Event.objects.filter(pk=event.pk)).get()
        return context | {"event_path": stages.stages(event, at=now), "event_path_title": event.title}

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The product's own sign-in, and back; who is signed in and is no staff is told so (403)."""
        if self.has_permission(request):
            return HttpResponseRedirect(resolve_url("admin:index"))
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next", "") or resolve_url("admin:index")
        return HttpResponseRedirect(f"{resolve_url('account_login')}?{urlencode({'next': wanted}, safe='/')}")
