"""A delegate's own day as a calendar to subscribe to."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from dissemination.agenda.querysets import AgendaQuerySet
from dissemination.core.tokens import new_code
from registrations.models import Registration


class Agenda(models.Model):
    """Where one delegate's diary fetches their day, hour by hour.

    The address is a secret of its own: a diary on a shared screen opens the day, never the place.
    """

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="agenda", verbose_name=_("registration")
    )
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, editable=False, help_text="Names its entries, for life.")
    made_at = models.DateTimeField(_("made"), editable=False)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate's own calendar")
        verbose_name_plural = _("delegates' own calendars")
