"""Projects with their outputs, and the directory that all events share: organisations and venues."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from dissemination.accounts.admin import COUNTS, Unlogged
from dissemination.accounts.policies import signed_in
from dissemination.events import policies, services
from dissemination.events.admin.scoped import roles_by_event
from dissemination.events.models import Event, Output, Project, Venue


def may_start(request: HttpRequest) -> bool:
    """The user may make events, and so keep the directory."""
    roles = {} if request.user.is_superuser else roles_by_event(request)
    return bool(policies.may_start_event(request.user, roles))


class DirectoryAdmin(Unlogged):
    """Rows that several events share: seen and added by whoever may make an event, never deleted."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_start(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class OutputInline(admin.TabularInline):
    """Tools and resources of a project."""

    model = Output
    extra = 0
    fields = ("title", "url", "description", "order")
    formfield_overrides = COUNTS | {models.URLField: {"assume_scheme": "https"}}

    def has_view_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        if obj is None or obj.pk is None:
            return may_start(request)
        return bool(policies.may_change_project(request.user, obj))

    def has_add_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(Project)
class ProjectAdmin(DirectoryAdmin):
    """What is disseminated: what it achieved, and where its tools and resources are."""

    inlines = (OutputInline,)
    list_display = ("title", "owner")
    list_select_related = ("owner",)
    search_fields = ("title", "short_title")
    autocomplete_fields = ("owner",)
    fields = ("title", "short_title", "slug", "summary", "achievements", "owner")
    prepopulated_fields = {"slug": ("title",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        mine = Project.objects.for_user(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=mine)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        read = Event.objects.for_roles(request.user, policies.SETUP_READERS).filter(project_id=obj.pk)
        return self.has_change_permission(request, obj) or read.exists()

    def has_change_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(policies.may_change_project(request.user, obj))

    def save_model(self, request: HttpRequest, obj: Project, form: ModelForm, change: bool) -> None:
        services.save_project(obj, by=signed_in(request.user), at=timezone.now())


@admin.register(Venue)
class VenueAdmin(DirectoryAdmin):
    """Places: how to get there and get in, and whom to telephone."""

    list_display = ("name", "city", "telephone")
    search_fields = ("name", "city")
    fields = ("name", "city", "address", "travel", "access", "telephone")

    def has_change_permission(self, request: HttpRequest, obj: Venue | None = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(policies.may_change_venue(request.user, obj))

    def save_model(self, request: HttpRequest, obj: Venue, form: ModelForm, change: bool) -> None:
        services.save_venue(obj, by=signed_in(request.user), at=timezone.now())
