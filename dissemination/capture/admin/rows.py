"""Lists of points, and the rule for names of each workshop."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import User
from dissemination.capture import services
from dissemination.capture.models import CapturePolicy, Point, PointRevision
from dissemination.events import policies
from dissemination.events.admin.scoped import TeamScopedAdmin, TeamScopedInline
from sessions.models import Session


@admin.register(CapturePolicy)
class CapturePolicyAdmin(TeamScopedAdmin):
    """How each workshop keeps what is said."""

    read_roles = policies.CAPTURE_READERS
    list_display = ("session", "attribution", "small_number", "locked_at")
    list_select_related = ("session",)
    fields = ("session", "attribution", "small_number", "locked_at")
    readonly_fields = ("locked_at",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A rule stays with its workshop."""
        return ("session", "locked_at") if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Rules are for workshops: nothing is written down in a talk."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        assert field is not None
        assert field.queryset is not None
        field.queryset = field.queryset.filter(kind=Session.Kind.WORKSHOP)
        return field

    def save_model(self, request: HttpRequest, obj: CapturePolicy, form: ModelForm, change: bool) -> None:
        assert isinstance(request.user, User)
        rule = services.set_rule(
            obj.session,
            attribution=obj.attribution,
            small_number=obj.small_number,
            by=request.user,
            at=timezone.now(),
        )
        obj.pk = rule.pk


class RevisionInline(TeamScopedInline, admin.StackedInline):
    """Earlier words of a point."""

    model = PointRevision
    read_roles = policies.CAPTURE_READERS
    write_roles = ()
    fields = readonly_fields = ("text", "replaced_at")


@admin.register(Point)
class PointAdmin(TeamScopedAdmin):
    """Every point, to be searched and read. Words are changed at the table or on the board."""

    read_roles = policies.CAPTURE_READERS
    write_roles = ()
    list_display = ("text", "question", "group", "kind", "stance", "is_starred", "state")
    list_filter = ("state", "kind", "stance", "is_starred")
    list_select_related = ("question", "sheet__group")
    search_fields = ("text", "published_wording")
    inlines = (RevisionInline,)
    fields = (
        "sheet",
        "question",
        "perspective",
        "text",
        "published_wording",
        ("kind", "stance", "is_starred"),
        "state",
        "set_aside_reason",
        "is_individual",
        "captured_at",
    )

    @admin.display(description=_("group"))
    def group(self, point: Point) -> str:
        return str(point.sheet.group)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who said it stands there only for those who may know."""
        if obj and policies.may_read_authors(request.user, self.event_of(obj)):  # type: ignore[arg-type]
            return (*self.fields, "said_by", "said_for")
        return self.fields
