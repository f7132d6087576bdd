"""Follow-up items as a list; they are written and sent on the event's follow-up page."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from dissemination.events import policies
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.followup.models import FollowUpItem


@admin.register(FollowUpItem)
class FollowUpItemAdmin(TeamScopedAdmin):
    """Every item of every event, to be found and read."""

    read_roles = policies.MAIL_SENDERS
    write_roles = ()
    list_display = ("subject", "event", "kind", "audience", "due_on", "mailing__state")
    list_filter = ("mailing__state", "kind", "audience")
    list_select_related = ("event", "mailing")
    search_fields = ("subject", "event__title")
    fields = ("event", ("kind", "audience"), "subject", "introduction", "due_on", "mailing")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
