"""What people's diaries say to our invitations, for the organisers."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dissemination.events.admin.clock import EventsClock
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.events.policies import MAIL_SENDERS
from dissemination.messaging.models import Invitation


@admin.register(Invitation)
class InvitationAdmin(EventsClock, TeamScopedAdmin):
    """Read here; services write them. “Declined” leaves the place as it is: its delegate decides."""

    read_roles = MAIL_SENDERS
    write_roles = ()
    list_display = ("whose", "said", "proposes", "event")
    list_filter = (("proposal", admin.EmptyFieldListFilter), "answer", "is_withdrawn")
    list_select_related = ("event",)
    search_fields = ("entry_key", "uid")
    fields = (
        "whose",
        "event",
        ("answer", "answered_at"),
        "proposal",
        ("sequence", "is_withdrawn"),
        ("uid", "organiser_email"),
    )
    readonly_fields = ("whose",)

    @admin.display(description=_("whose diary"))
    def whose(self, entry: Invitation) -> str:
        said: dict[str, Any] = entry.content
        return " ".join(filter(None, (said.get("name", ""), f"<{said.get('email', '')}>")))

    @admin.display(description=_("answer"), ordering="answered_at")
    def said(self, entry: Invitation) -> str:
        if entry.is_withdrawn:
            return _now("Withdrawn")
        return entry.get_answer_display() or "–"

    @admin.display(description=_("proposes instead"), ordering="proposal")
    def proposes(self, entry: Invitation) -> str:
        return entry.proposal or "–"

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
