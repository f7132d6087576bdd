"""What was done about one delegate, by whom and when, as the audit has it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import AuditEntry

MOST = 200
WORDS = {
    "registrations.register": _("Registered by an organiser"),
    "registrations.change": _("Answers changed"),
    "registrations.cancel": _("Place cancelled"),
    "registrations.approve": _("Approved"),
    "registrations.decline": _("Declined"),
    "registrations.promote": _("Put first on the waiting list, or given a place"),
    "registrations.restore": _("Earlier answers brought back"),
    "registrations.sit_with": _("Set who comes with whom"),
    "registrations.save_need": _("Needs changed"),
    "registrations.read_file": _("File read"),
    "desk.check_in": _("Checked in"),
    "desk.undo_check_in": _("Check-in undone"),
    "groups.seat_now": _("Given a table at the desk"),
    "delegates.see_as_delegate": _("Page seen as the delegate sees it"),
    "delegates.read_answers": _("Answers read"),
}


class HistoryShown(admin.ModelAdmin):
    """The history page of a row tells its lines of the audit, the newest first."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Shown to whoever may see the row, which Django looks at before anything is shown."""
        about = AuditEntry.objects.filter(subject=f"{self.opts.label}:{object_id}")
        entries = about.with_actors().order_by("-pk")[:MOST]
        told = [(entry, WORDS.get(entry.verb, entry.verb)) for entry in entries]
        return super().history_view(request, object_id, {"entries": told, **(extra_context or {})})
