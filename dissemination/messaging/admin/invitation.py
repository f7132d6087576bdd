"""What people's diaries say to our invitations, for the organisers."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.policies import signed_in
from dissemination.events.admin.clock import EventsClock
from dissemination.events.admin.scoped import TeamScopedAdmin
from dissemination.events.policies import MAIL_SENDERS
from dissemination.messaging import services
from dissemination.messaging.admin.reported import each_reported
from dissemination.messaging.models import Invitation


class WordsFilter(admin.SimpleListFilter):
    """What somebody has to read, and what has been dealt with."""

    title = _("words beside the answer")
    parameter_name = "words"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("To be read")), ("done", _("Done"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        wanted = {"open": queryset.unsettled, "done": queryset.settled}.get(self.value() or "")
        return wanted() if wanted else queryset


@admin.register(Invitation)
class InvitationAdmin(EventsClock, TeamScopedAdmin):
    """Read here; services write them. “Declined” leaves the place as it is: its delegate decides."""

    read_roles = MAIL_SENDERS
    write_roles = ()
    list_display = ("whose", "called", "said", "words", "done", "event")
    list_filter = (WordsFilter, "answer", "is_withdrawn")
    list_select_related = ("event", "settled_by")
    search_fields = ("content__name", "content__email", "content__summary", "entry_key", "uid")
    fields = (
        "whose", "called", "event", ("answer", "answered_at"), "words", "done", ("sequence", "is_withdrawn"),
        ("uid", "organiser_email"),
    )  # fmt: skip
    readonly_fields = ("whose", "called", "words", "done")
    actions = ("settle",)

    @admin.display(description=_("whose diary"))
    def whose(self, entry: Invitation) -> str:
        said: dict[str, Any] = entry.content
        return " ".join(filter(None, (said.get("name", ""), f"<{said.get('email', '')}>")))

    @admin.display(description=_("in the diary"))
    def called(self, entry: Invitation) -> str:
        return entry.title

    @admin.display(description=_("answer"), ordering="answered_at")
    def said(self, entry: Invitation) -> str:
        if entry.is_withdrawn:
            return _now("Withdrawn")
        return entry.get_answer_display() or "–"

    @admin.display(description=_("words beside the answer"), ordering="proposal")
    def words(self, entry: Invitation) -> str:
        """What was written; that it is another time is said only where one is proposed."""
        if entry.is_counter:
            return _now("Proposes instead: %(words)s") % {"words": entry.proposal}
        return entry.proposal or "–"

    @admin.display(description=_("dealt with"), ordering="settled_at")
    def done(self, entry: Invitation) -> str:
        """Who has dealt with it and when; what is open says so."""
        if not entry.settled_at:
            return _now("Not yet: read it and write back") if entry.proposal else "–"
        when = entry.event.spelt(entry.settled_at)
        who = str(entry.settled_by or _now("somebody whose account is gone"))
        return _now("%(when)s, by %(who)s") % {"when": when, "who": who}

    @admin.action(description=_("Mark as done"), permissions=["view"])
    def settle(self, request: HttpRequest, chosen: QuerySet) -> None:
        """What was written there has been read, and answered."""
        by = signed_in(request.user)
        each_reported(self, request, chosen, lambda one: services.settle(one, by=by, at=timezone.now()))

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
