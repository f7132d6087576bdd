"""What every admin page of an event's rows has in common: the team sees its own event, by role.

Django's model permissions play no part. Staff have what their role at an event gives them; administrators
have everything. A ModelAdmin names its roles once and inherits the rest.
"""

from typing import Any

from django.db import models
from django.db.models import ForeignKey, ManyToManyField, QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from dissemination.accounts.admin import COUNTS, Unlogged
from dissemination.accounts.policies import signed_in
from dissemination.accounts.services import record
from dissemination.events import policies
from dissemination.events.models import Event


def event_of(row: models.Model) -> Event:
    """The event that a row belongs to, along the path that the model's queryset names in `EVENT`."""
    found: Any = row
    rows: Any = type(row)._default_manager.all()
    for step in filter(None, rows.EVENT.split("__")):
        found = getattr(found, step)
    return found  # type: ignore[no-any-return]


def roles_by_event(request: HttpRequest) -> dict[int, set[str]]:
    """The user's roles at each event, asked of the database once per request."""
    known = vars(request)
    if "roles_by_event" not in known:
        known["roles_by_event"] = policies.roles_of(request.user)
    return known["roles_by_event"]  # type: ignore[no-any-return]


def choices_of(
    db_field: "ForeignKey | ManyToManyField", request: HttpRequest, roles: tuple[str, ...]
) -> QuerySet:
    """What the user may point at: rows that they see, of the event in hand when there is one."""
    model: type[models.Model] = db_field.remote_field.model
    rows: Any = model._default_manager.all()
    if not hasattr(rows, "for_user"):
        return rows if request.user.is_superuser else rows.none()  # type: ignore[no-any-return]
    if model is Event:
        return rows.for_roles(request.user, roles)  # type: ignore[no-any-return]
    in_hand: Event | None = vars(request).get("event_in_hand")
    path: str = getattr(rows, "EVENT", "")
    if in_hand and path:
        rows = rows.filter(**{path: in_hand})
    seen: QuerySet = rows.for_user(request.user)
    return seen


class TeamScoped:
    """Permissions and choices by the user's role at the event; for ModelAdmins and inlines alike.

    `write_roles` may add, change and delete; `read_roles` may look. Administrators may do what any role may:
    without write roles a page is for reading alone. An inline is judged by the row that it stands under.
    """

    read_roles: tuple[str, ...] = policies.SETUP_READERS
    write_roles: tuple[str, ...] = policies.SETUP_WRITERS

    def event_of(self, row: models.Model) -> Event | None:
        """The event by which a row is judged; None where a new row has none yet."""
        return event_of(row)

    def has_role(self, request: HttpRequest, row: models.Model | None, roles: tuple[str, ...]) -> bool:
        """The user has one of the roles at the row's event; without a row, at some event."""
        user = request.user
        if user.is_superuser and user.is_active:
            return bool(roles)
        if not (user.is_active and user.is_staff):
            return False
        mine = roles_by_event(request)
        if row is None or row.pk is None:
            return any(held.intersection(roles) for held in mine.values())
        event = self.event_of(row)
        return event is not None and bool(mine.get(event.pk, set()).intersection(roles))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_role(request, None, self.read_roles + self.write_roles)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_role(request, obj, self.read_roles + self.write_roles)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_role(request, obj, self.write_roles)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_role(request, obj, self.write_roles)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_role(request, obj, self.write_roles)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: QuerySet = super().get_queryset(request)  # type: ignore[misc]
        if request.user.is_superuser:
            return rows
        own: Any = rows
        mine: QuerySet = own.for_user(request.user).for_roles(
            request.user, self.read_roles + self.write_roles
        )
        # what is DISTINCT can be neither locked nor deleted
        return rows.filter(pk__in=mine.values("pk")) if mine.query.distinct else mine

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        kwargs.setdefault("queryset", choices_of(db_field, request, self.write_roles))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc,no-any-return]

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        kwargs.setdefault("queryset", choices_of(db_field, request, self.write_roles))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc,no-any-return]


class TeamScopedInline(TeamScoped):
    """Put before `admin.TabularInline` or `admin.StackedInline`: rows under a row of the event.

    One empty row stands ready: without scripts there would be no other way to add one.
    """

    extra = 1
    formfield_overrides = COUNTS


class TeamScopedAdmin(TeamScoped, Unlogged):
    """A ModelAdmin whose rows belong to events.

    An add page knows which one from `?event=<number>`, or from the list on which its button was pressed.
    """

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        row: models.Model | None = super().get_object(request, object_id, from_field)
        if row is not None:
            vars(request)["event_in_hand"] = self.event_of(row)
        return row

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Take the row away, and leave a line in the audit."""
        event = self.event_of(obj)
        number = event.pk if event else None
        record("delete", obj, by=signed_in(request.user), at=timezone.now(), event_id=number)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Each of many rows as if it were the only one."""
        for row in queryset:
            self.delete_model(request, row)

    def response_post_save_change(self, request: HttpRequest, obj: models.Model) -> HttpResponseRedirect:
        """An event that was saved leads back to its path, which says what is next; a row to its list."""
        if isinstance(obj, Event) and obj.pk:
            return HttpResponseRedirect(reverse("admin:event_path", args=[obj.slug]))
        return super().response_post_save_change(request, obj)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        number = request.GET.get("event__id__exact", "")
        if number.isdecimal():
            mine = Event.objects.for_roles(request.user, policies.SETUP_READERS)
            vars(request)["event_in_hand"] = mine.filter(pk=number).first()
        return super().changelist_view(request, extra_context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        filters = QueryDict(request.GET.get("_changelist_filters", ""))
        number = request.GET.get("event", "") or filters.get("event__id__exact", "")
        if number.isdecimal():
            mine = Event.objects.for_roles(request.user, self.write_roles)
            vars(request)["event_in_hand"] = mine.filter(pk=number).first()
        return super().add_view(request, form_url, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        event = vars(request).get("event_in_hand")
        return super().get_changeform_initial_data(request) | ({"event": event.pk} if event else {})


class ProjectScopedAdmin(TeamScopedAdmin):
    """A ModelAdmin whose rows belong to a project: the teams of all its events see them, each by its role."""

    def event_of(self, row: models.Model) -> Event | None:
        """Such a row belongs to all events of its project, to none in particular."""
        return None

    def has_role(self, request: HttpRequest, row: Any, roles: tuple[str, ...]) -> bool:
        """The user has one of the roles at some event of the row's project."""
        if not super().has_role(request, None, roles):
            return False
        if row is None or row.pk is None or request.user.is_superuser:
            return True
        mine = roles_by_event(request)
        events = row.project.events.filter(pk__in=mine).values_list("pk", flat=True)
        return any(mine[number].intersection(roles) for number in events)
