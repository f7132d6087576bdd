"""Dietary and access needs, and answers about health: for organisers and the welfare role."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
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
from registrations.models import Answer, Diet, Need
from registrations.querysets import LIVE_STATES
from sessions.models import Group


class ReadingNotedAdmin(TeamScopedAdmin):
    """Rows that concern health and the like: who looks at them stands in the audit under `verb`."""

    verb = "registrations.read_needs"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with a line in the audit: who looked, when."""
        page = super().changelist_view(request, extra_context)
        reader = signed_in(request.user)
        record(self.verb, reader, by=reader, at=timezone.now())
        return page

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        """One row, with a line in the audit."""
        row = super().get_object(request, object_id, from_field)
        event = self.event_of(row) if row else None
        if row and event:
            by, now = signed_in(request.user), timezone.now()
            record(self.verb, row, by=by, at=now, event_id=event.pk)
        return row

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Need)
class NeedAdmin(ReadingNotedAdmin):
    """What named people eat and how they get about. The welfare role reads, organisers write.

    Who has a severe allergy is told to the welfare role alone, on a page of its own. An organiser who was
    told of one writes it down when they add the row, and does not read it again.
    """

    read_roles = NEED_READERS
    write_roles = SETUP_WRITERS
    form = NeedForm
    list_display = ("who", "kinds", "dietary", "access", "table", "event")
    list_filter = (("registration__event", admin.RelatedOnlyFieldListFilter),)
    fields = ("registration", "diets", "dietary", "access", "features")
    list_select_related = ("registration__event",)
    search_fields = ("registration__name",)
    autocomplete_fields = ("registration",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Only of those who come, or may still: nobody looks after whoever has left their place."""
        return super().get_queryset(request).filter(registration__state__in=LIVE_STATES)

    @admin.display(description=_("delegate"), ordering="registration__name")
    def who(self, need: Need) -> str:
        return need.registration.name

    @admin.display(description=_("event"), ordering="registration__event__starts_at")
    def event(self, need: Need) -> Any:
        return need.registration.event

    @admin.display(description=_("kinds of food"))
    def kinds(self, need: Need) -> str:
        return ", ".join(str(Diet(diet).label) for diet in need.diets)

    @admin.display(description=_("at the table"))
    def table(self, need: Need) -> str:
        return ", ".join(str(Group.Feature(feature).label) for feature in need.features)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return ("registration",) if obj else ()

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return self.fields if obj else (*self.fields[:3], "severe_allergy", *self.fields[3:])

    def save_model(self, request: HttpRequest, obj: Need, form: ModelForm, change: bool) -> None:
        services.save_need(obj, by=signed_in(request.user), at=timezone.now())


@admin.register(Answer)
class AnswerAdmin(ReadingNotedAdmin):
    """What delegates said to the organiser's own questions; the welfare role reads what is about health."""

    verb = "registrations.read_answers"
    read_roles = NEED_READERS
    write_roles = ()
    list_display = ("who", "asked", "said", "answered_at")
    list_filter = (("question", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("registration__event", "question")
    search_fields = ("registration__name", "asked")
    fields = ("who", "asked", "said", "answered_at")
    readonly_fields = fields

    @admin.display(description=_("delegate"), ordering="registration__name")
    def who(self, answer: Answer) -> str:
        return answer.registration.name

    @admin.display(description=_("answer"))
    def said(self, answer: Answer) -> str:
        return answer.shown
