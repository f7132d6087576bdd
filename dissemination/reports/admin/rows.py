"""Report editions as a list; they are written on the event's report page."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from dissemination.events import policies
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.reports.models import ReportEdition


@admin.register(ReportEdition)
class ReportEditionAdmin(TeamScopedAdmin):
    """Every edition of every report, to be found and read."""

    read_roles = policies.SETUP_READERS
    write_roles = ()
    list_display = ("title", "event", "number", "state", "dated_on", "published_at")
    list_filter = ("state",)
    list_select_related = ("event",)
    search_fields = ("title", "event__title")
    fields = (
        "title",
        ("number", "state", "dated_on", "published_at"),
        "what_changed",
        "introduction",
        "next_steps",
        "closing",
    )

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
