"""Speakers of the project: names, where they work, how they are reached."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dissemination.events.admin.scoped import ProjectScopedAdmin
from speakers import services
from speakers.admin.rows import actor
from speakers.models import Speaker


@admin.register(Speaker)
class SpeakerAdmin(ProjectScopedAdmin):
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

    def save_model(self, request: HttpRequest, obj: Speaker, form: ModelForm, change: bool) -> None:
        services.save_speaker(obj, by=actor(request), at=timezone.now())
