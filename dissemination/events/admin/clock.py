"""Times in the workspace are those of the event's own clocks, entered with the browser's own picker."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import timezone

from dissemination.accounts.admin import COUNTS
from dissemination.events.forms import LOCAL_TIME, zone_named
from dissemination.events.models import Event


class EventsClock:
    """Put before `TeamScopedAdmin`: the change page reads and shows times on the event's clocks."""

    formfield_overrides: Any = COUNTS | {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": LOCAL_TIME},
        models.URLField: {"assume_scheme": "https"},
    }

    def event_on_the_clock(self, request: HttpRequest, object_id: str | None) -> Event | None:
        """The event whose clocks count: that of the row, or the one that the address names."""
        row = self.get_object(request, object_id) if object_id else None  # type: ignore[attr-defined]
        return self.event_of(row) if row else vars(request).get("event_in_hand")  # type: ignore[attr-defined]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        event = self.event_on_the_clock(request, object_id)
        with timezone.override(zone_named(request.POST.get("zone", "") or (event.zone if event else ""))):
            page = super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
            if isinstance(page, SimpleTemplateResponse):
                page.render()
        return page  # type: ignore[no-any-return]
