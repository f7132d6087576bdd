"""The set-up page of an event: what, when, where, for how many, who works on it, pictures of the day."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.accounts.policies import signed_in
from dissemination.events import policies, services
from dissemination.events.admin.clock import EventsClock
from dissemination.events.admin.scoped import TeamScopedAdmin, TeamScopedInline
from dissemination.events.forms import EventForm, PhotographForm, TeamMemberForm
from dissemination.events.models import Event, Photograph, Project, TeamMember


class TeamInline(TeamScopedInline, admin.TabularInline):
    """The team, by e-mail address and role."""

    model = TeamMember
    form = TeamMemberForm
    fields = ("email", "role")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user")


class PhotographInline(TeamScopedInline, admin.StackedInline):
    """Pictures of the day. Only those with a caption, a description and consent are ever shown."""

    model = Photograph
    form = PhotographForm
    fields = (("image", "consent"), "caption", "alt_text", ("people", "credit", "licence", "order"))


@admin.register(Event)
class EventAdmin(EventsClock, TeamScopedAdmin):
    """One event's set-up. A new event starts on the workspace's own page."""

    form = EventForm
    inlines = (TeamInline, PhotographInline)
    list_display = ("title", "day", "state", "project", "venue")
    list_filter = ("state", "kind")
    list_select_related = ("project", "venue")
    search_fields = ("title", "project__title", "venue__name", "venue__city")
    ordering = ("-starts_at",)
    autocomplete_fields = ("venue",)
    save_on_top = True
    fieldsets = (
        (None, {"fields": ("title", "slug", "project", "kind", "aims", "audience")}),
        (_("When"), {"fields": (("starts_at", "ends_at"), "zone", ("opens_at", "closes_at"))}),
        (
            _("Where, and for how many"),
            {"fields": ("mode", "venue", "capacity", "joining_link", "online_capacity")},
        ),
        (
            _("Ways in, and the waiting list"),
            {"fields": ("admission", ("offer_hours", "numbers_due_at"), "handover_until")},
        ),
        (_("Contact"), {"fields": ("contact_name", "contact_email", "contact_telephone")}),
        (_("What happens to people's data"), {"fields": ("statement",)}),
        (_("On the day and after"), {"fields": ("delay_minutes", "lessons")}),
    )

    @admin.display(description=_("day"), ordering="starts_at")
    def day(self, event: Event) -> Any:
        return event.local(event.starts_at).date()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The language of mails is asked where there is more than one."""
        several = ((_("Mails"), {"fields": ("language",)}),) if len(settings.LANGUAGES) > 1 else ()
        return (*super().get_fieldsets(request, obj), *several)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The address stays once readers know it: it stands in mails, diaries and reports."""
        fixed = ("slug",) if obj and obj.is_public else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        """An event is held under the name of a project that its organiser may change."""
        if db_field.related_model is Project:
            kwargs["queryset"] = policies.own_projects(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Event, form: ModelForm, change: bool) -> None:
        services.save_event(obj, by=signed_in(request.user), at=timezone.now())

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        """The team and the pictures, row by row through their services."""
        rows = {TeamMember: self._save_team, Photograph: self._save_photographs}
        rows[formset.model](form.instance, formset, by=signed_in(request.user), at=timezone.now())

    def _save_team(self, event: Event, formset: Any, *, by: User, at: datetime) -> None:
        formset.save(commit=False)
        for row in formset.extra_forms:
            if row.has_changed() and not formset._should_delete_form(row):
                values = row.cleaned_data
                email, role = values["email"], values["role"]
                row.instance = services.add_member(event, email=email, role=role, by=by, at=at)
        formset.new_objects = []
        for member in formset.deleted_objects:
            services.remove_member(member, by=by, at=at)

    def _save_photographs(self, event: Event, formset: Any, *, by: User, at: datetime) -> None:
        for photograph in formset.save(commit=False):
            services.keep_photograph(photograph, by=by, at=at)
        for photograph in formset.deleted_objects:
            services.remove_photograph(photograph, by=by, at=at)
