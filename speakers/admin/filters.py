"""Filters of the workspace's lists."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SlidesFilter(admin.SimpleListFilter):
    """Who is missing slides?"""

    title = _("slides")
    parameter_name = "slides"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str | Promise]]:  # type: ignore[override]
        return [("owed", _("Owed")), ("late", _("Late")), ("here", _("Received"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        rows = queryset.model._default_manager.all()
        wanted = {
            "owed": rows.owing_slides,
            "late": lambda: rows.late_with_slides(timezone.now()),
            "here": lambda: rows.filter(materials__versions__isnull=False).distinct(),
        }.get(self.value() or "")
        return queryset.filter(pk__in=wanted().values("pk")) if wanted else queryset
