"""Speakers of the project: names, where they work, how they are reached."""

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dissemination.events.admin.scoped import TeamScopedAdmin, roles_by_event
from dissemination.events.models import Event
from speakers import services
from speakers.admin.rows import actor
from speakers.models import Speaker


@admin.register(Speaker)
class SpeakerAdmin(TeamScopedAdmin):
    """Who speaks at the project's events. One speaker serves all events of a project."""

    list_display = ("name", "job_title", "organisation", "project", "is_reachable")
    list_filter = (("project", admin.RelatedOnlyFieldListFilter), "to_be_confirmed")
    list_select_related = ("organisation", "project")
    search_fields = ("name", "email", "organisation__name", "organisation__short_name")
    fields = (
        "project",
        "name",
        "to_be_confirmed",
        "job_title",
        "organisation",
        "second_role",
        "email",
        "office_contact",
        "bio",
    )

    @admin.display(description=_("mail can be sent"), boolean=True)
    def is_reachable(self, speaker: Speaker) -> bool:
        return bool(speaker.email)

    def event_of(self, row: models.Model) -> Event | None:
        """A speaker belongs to all events of the project, to none in particular."""
        return None

    def has_role(self, request: HttpRequest, row: models.Model | None, roles: tuple[str, ...]) -> bool:
        """The user has one of the roles at some event of the speaker's project."""
        if not super().has_role(request, None, roles):
            return False
        if row is None or row.pk is None or request.user.is_superuser:
            return True
        assert isinstance(row, Speaker)
        mine = roles_by_event(request)
        events = row.project.events.filter(pk__in=mine).values_list("pk", flat=True)
        return any(mine[number].intersection(roles) for number in events)

    def save_model(self, request: HttpRequest, obj: Speaker, form: ModelForm, change: bool) -> None:
        services.save_speaker(obj, by=actor(request), at=timezone.now())
