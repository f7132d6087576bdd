"""Themes, conclusions and commitments as lists, and the pages on which they are edited."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Model, QuerySet
from django.forms import CharField, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.core.verdicts import Refused
from dissemination.events.admin.scoped import TeamScopedAdmin, TeamScopedInline
from dissemination.events.policies import CAPTURE_READERS, SETUP_WRITERS, THEME_WRITERS
from dissemination.outcomes import services
from dissemination.outcomes.models import Commitment, Outcome, OutcomeDetail, OutcomeSource, Theme


def actor(request: HttpRequest) -> User:
    """The user who is signed in: the admin lets in nobody else."""
    assert isinstance(request.user, User)
    return request.user


class ReasonForm(ActionForm):
    """What is done with the chosen rows, and why."""

    reason = CharField(label=_("Why, when you withdraw"), max_length=300, required=False)


@admin.register(Theme)
class ThemeAdmin(TeamScopedAdmin):
    """Titles, summaries and the order of themes; points are placed on the board."""

    read_roles = CAPTURE_READERS
    write_roles = THEME_WRITERS
    list_display = ("title", "event", "order")
    list_select_related = ("event",)
    search_fields = ("title",)
    fields = ("event", "title", "summary", "order")

    def save_model(self, request: HttpRequest, obj: Theme, form: ModelForm, change: bool) -> None:
        services.keep_theme(obj, by=actor(request), at=timezone.now())


class DetailInline(TeamScopedInline, admin.StackedInline):
    """Sub-points and ways."""

    model = OutcomeDetail
    read_roles = CAPTURE_READERS
    write_roles = THEME_WRITERS
    fields = ("kind", "text", "example", "order")


class SourceInline(TeamScopedInline, admin.StackedInline):
    """What a conclusion rests on."""

    model = OutcomeSource
    read_roles = CAPTURE_READERS
    write_roles = THEME_WRITERS
    fields = ("point", "sheet", "note")
    raw_id_fields = ("point",)


@admin.register(Outcome)
class OutcomeAdmin(TeamScopedAdmin):
    """Conclusions: wording, order, agreement and details. They are written on the board."""

    read_roles = CAPTURE_READERS
    write_roles = THEME_WRITERS
    list_display = ("statement", "event", "stage", "kind", "agreement", "state", "published_at")
    list_filter = ("stage", "state", "kind", "agreement")
    list_select_related = ("event",)
    search_fields = ("statement",)
    inlines = (DetailInline, SourceInline)
    fields = (
        "statement",
        ("stage", "kind", "agreement"),
        "theme",
        "must_act",
        "must_act_text",
        "supersedes",
        "order",
        ("state", "published_at"),
    )
    readonly_fields = ("state", "published_at")
    filter_horizontal = ("must_act",)
    actions = ("mark_as_agreed", "withdraw")
    action_form = ReasonForm

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """An inline may add to an outcome; an outcome itself is written on the board."""
        return obj is not None and self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.state in (Outcome.State.DRAFT, Outcome.State.AGREED))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.state in (Outcome.State.DRAFT, Outcome.State.AGREED))

    def save_model(self, request: HttpRequest, obj: Outcome, form: ModelForm, change: bool) -> None:
        services.keep(obj, by=actor(request), at=timezone.now())

    @admin.action(description=_("Mark as agreed"), permissions=["change"])
    def mark_as_agreed(self, request: HttpRequest, queryset: QuerySet) -> None:
        for outcome in queryset:
            self._report(request, outcome, services.agree)

    @admin.action(description=_("Withdraw from the public page"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> None:
        for outcome in queryset:
            self._report(request, outcome, services.withdraw, reason=request.POST.get("reason", "")[:300])

    def _report(self, request: HttpRequest, outcome: Outcome, verb: Any, **more: str) -> None:
        """Do it for one row and say how it went."""
        try:
            verb(outcome, by=actor(request), at=timezone.now(), **more)
        except Refused as refused:
            self.message_user(request, f"{outcome}: {refused}", messages.WARNING)
        else:
            self.message_user(request, _("Done: %(row)s") % {"row": outcome}, messages.SUCCESS)


@admin.register(Commitment)
class CommitmentAdmin(TeamScopedAdmin):
    """What organisations said they will do. What an organiser writes is flagged as on behalf."""

    read_roles = CAPTURE_READERS
    write_roles = SETUP_WRITERS
    list_display = ("what", "organisation", "due_on", "state", "visibility", "on_behalf", "event")
    list_filter = ("state", "visibility", "on_behalf")
    list_select_related = ("organisation", "event")
    search_fields = ("what", "organisation__name", "organisation__short_name")
    fields = (
        "event",
        "organisation",
        "what",
        "first_step",
        "due_on",
        "visibility",
        "outcome",
        ("owner_name", "owner_email"),
        ("state", "came_of_it", "on_behalf"),
    )
    readonly_fields = ("state", "came_of_it", "on_behalf")
    actions = ("confirm_on_behalf",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Names and addresses of owners are for those who may write."""
        may_name = obj is None or self.has_change_permission(request, obj)
        return [field for field in self.fields if may_name or field != ("owner_name", "owner_email")]

    def save_model(self, request: HttpRequest, obj: Commitment, form: ModelForm, change: bool) -> None:
        if change:
            services.amend(obj, by=actor(request), at=timezone.now())
            return
        given = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "event"}
        made = services.offer(
            obj.event, client_id=uuid.uuid4(), by=actor(request), at=timezone.now(), **given
        )
        obj.pk = made.pk

    @admin.action(description=_("Confirm on behalf of the owner"), permissions=["change"])
    def confirm_on_behalf(self, request: HttpRequest, queryset: QuerySet) -> None:
        for commitment in queryset:
            services.confirm(commitment, by=actor(request), at=timezone.now())
            self.message_user(request, _("Done: %(row)s") % {"row": commitment}, messages.SUCCESS)
