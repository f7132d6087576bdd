"""What has been deleted because its time was over: numbers, and nothing of what it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dissemination.events.models import Event
from dissemination.retention.querysets import DeletionQuerySet


class Deletion(models.Model):
    """One night's work at one event by one rule."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="deletions", verbose_name=_("event"))
    rule = models.CharField(_("rule"), max_length=40)
    rows = models.PositiveIntegerField(_("rows"))
    deleted_at = models.DateTimeField(_("when"))

    objects = DeletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("deletion")
        verbose_name_plural = _("deletions")
        ordering = ("-deleted_at", "-pk")

    def __str__(self) -> str:
        return f"{self.rule}: {self.rows}"
