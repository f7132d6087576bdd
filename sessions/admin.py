"""The programme in the workspace: its timetable on one page, each workshop with questions and groups."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.accounts.policies import signed_in
from dissemination.events.admin.clock import EventsClock
from dissemination.events.admin.scoped import TeamScopedAdmin, TeamScopedInline
from sessions import services
from sessions.forms import GroupForm, QuestionForm, SessionForm, TimetableFormSet
from sessions.models import Group, Programme, Question, Room, Session


class ProgrammePages(EventsClock, TeamScopedAdmin):
    """What both pages do: their rows go through the service, in one step with its audit line."""

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        saved = formset.save(commit=False)
        removed, event = formset.deleted_objects, self.event_of(form.instance)
        by, at = signed_in(request.user), timezone.now()
        if event and (saved or removed):
            services.change_programme(event, saved=saved, removed=removed, by=by, at=at)
        for row in formset.forms:
            if "points_of_view" in row.changed_data and row.instance.pk:
                names = row.cleaned_data["points_of_view"]
                services.set_perspectives(row.instance, names, by=by, at=at)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        event = self.event_of(form.instance)
        if event and event.is_public and any(formset.has_changed() for formset in formsets):
            told = _("Diaries stay as they are until you publish the changes on the event's page.")
            messages.info(request, told)


class RoomInline(TeamScopedInline, admin.TabularInline):
    """The rooms of the event, or its online spaces."""

    model = Room
    fields = ("name", "directions")


class SessionInline(EventsClock, TeamScopedInline, admin.TabularInline):
    """The timetable."""

    model = Session
    formset = TimetableFormSet
    fields = ("title", "kind", "room", "starts_at", "ends_at", "order")
    show_change_link = True
    ordering = ("starts_at", "order", "pk")


@admin.register(Programme)
class ProgrammeAdmin(ProgrammePages):
    """An event's rooms and timetable on one page."""

    inlines = (RoomInline, SessionInline)
    fields = (("title", "starts_at", "ends_at"),)
    readonly_fields = ("title", "starts_at", "ends_at")
    list_display = ("title", "state")
    search_fields = ("title",)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Programme, form: ModelForm, change: bool) -> None:
        """Nothing of the event itself is changed here."""


class QuestionInline(TeamScopedInline, admin.StackedInline):
    """What the groups debate, and from which perspectives."""

    model = Question
    form = QuestionForm
    fields = ("text", ("kind", "order"), "points_of_view")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("perspectives")


class GroupInline(TeamScopedInline, admin.StackedInline):
    """The tables of a workshop."""

    model = Group
    form = GroupForm
    extra = 0  # several tables at once are added above
    fields = (("name", "room", "topic"), ("min_size", "max_size", "order"), "features")


@admin.register(Session)
class SessionAdmin(ProgrammePages):
    """One session; a workshop with its questions and its tables."""

    form = SessionForm
    list_display = ("title", "when", "kind", "room", "event")
    list_filter = ("kind",)
    list_select_related = ("event", "room")
    search_fields = ("title", "event__title")
    ordering = ("event", "starts_at", "order")

    @admin.display(description=gettext_lazy("when"), ordering="starts_at")
    def when(self, session: Session) -> str:
        starts_at, ends_at = session.event.local(session.starts_at), session.event.local(session.ends_at)
        return f"{starts_at:%Y-%m-%d %H:%M} – {ends_at:%H:%M}"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        own = ("title", "kind", "abstract", ("starts_at", "ends_at"), ("room", "order"), "seats")
        tables = (_("Tables"), {"fields": (("new_tables", "fewest", "most"),)})
        if obj is None:
            return ((None, {"fields": ("event", *own)}),)
        return ((None, {"fields": own}), tables) if obj.is_workshop else ((None, {"fields": own}),)

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return (QuestionInline, GroupInline) if obj and obj.is_workshop else ()

    def save_model(self, request: HttpRequest, obj: Session, form: ModelForm, change: bool) -> None:
        by, at = signed_in(request.user), timezone.now()
        services.change_programme(obj.event, saved=[obj], removed=[], by=by, at=at)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        values, by, at = form.cleaned_data, signed_in(request.user), timezone.now()
        if count := values.get("new_tables"):
            sizes = {"min_size": values.get("fewest") or 0, "max_size": values.get("most") or 10}
            services.lay_tables(form.instance, count=count, **sizes, by=by, at=at)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        by, at = signed_in(request.user), timezone.now()
        services.change_programme(obj.event, saved=[], removed=[obj], by=by, at=at)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Sessions are removed one by one, each through the service."""
        return {}
