"""Stories and case studies as lists; the work is done on the event's stories page."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from dissemination.events import policies
from dissemination.events.admin.scoped import ProjectScopedAdmin
from dissemination.stories.models import CaseStudy, StoryLead


class OfTheProject(ProjectScopedAdmin):
    """Rows of a project, read by the teams of its events."""

    write_roles = ()

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(StoryLead)
class StoryLeadAdmin(OfTheProject):
    """Every story that was offered."""

    read_roles = policies.STORY_WRITERS
    list_display = ("name", "organisation", "project", "event", "state", "helper", "received_at")
    list_filter = ("state", "publish_as")
    list_select_related = ("project", "event", "helper")
    search_fields = ("name", "organisation", "what_happened")
    fields = (
        "project",
        "event",
        ("name", "email", "organisation"),
        "what_happened",
        ("may_contact", "publish_as"),
        ("state", "helper", "received_at"),
        "notes",
    )


@admin.register(CaseStudy)
class CaseStudyAdmin(OfTheProject):
    """Every case study, whatever its state."""

    read_roles = policies.SETUP_READERS
    list_display = ("title", "project", "event", "state", "published_at", "review_on")
    list_filter = ("state",)
    list_select_related = ("project", "event")
    search_fields = CaseStudy.WORDS
    fields = ("project", "event", "state", *CaseStudy.WORDS, "themes", "outcome", "review_on")
