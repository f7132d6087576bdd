"""Dietary and access needs: a page of their own, for organisers and the welfare role."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.policies import signed_in
from dissemination.accounts.services import record
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.events.policies import NEED_READERS, SETUP_WRITERS
from registrations import services
from registrations.forms import NeedForm
from registrations.models import Need
from sessions.models import Group


@admin.register(Need)
class NeedAdmin(TeamScopedAdmin):
    """What named people eat and how they get about. The welfare role reads, organisers write."""

    read_roles = NEED_READERS
    write_roles = SETUP_WRITERS
    form = NeedForm
    list_display = ("who", "severe_allergy", "dietary", "access", "table")
    list_filter = (("severe_allergy", admin.EmptyFieldListFilter),)
    list_select_related = ("registration__event",)
    search_fields = ("registration__name",)
    autocomplete_fields = ("registration",)

    @admin.display(description=_("delegate"), ordering="registration__name")
    def who(self, need: Need) -> str:
        return need.registration.name

    @admin.display(description=_("at the table"))
    def table(self, need: Need) -> str:
        return ", ".join(str(Group.Feature(feature).label) for feature in need.features)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with a line in the audit: who looked, when."""
        page = super().changelist_view(request, extra_context)
        reader = signed_in(request.user)
        record("registrations.read_needs", reader, by=reader, at=timezone.now())
        return page

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        """One person's needs, with a line in the audit."""
        need = super().get_object(request, object_id, from_field)
        event = self.event_of(need) if need else None
        if need and event:
            by, now = signed_in(request.user), timezone.now()
            record("registrations.read_needs", need, by=by, at=now, event_id=event.pk)
        return need

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return ("registration",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Need, form: ModelForm, change: bool) -> None:
        services.save_need(obj, by=signed_in(request.user), at=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
