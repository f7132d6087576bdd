"""A list of people that an organiser has sent, kept until it is brought in, or for an hour."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import LineField
from dissemination.delegates.querysets import IncomingListQuerySet
from dissemination.events.models import Event


class IncomingList(models.Model):
    """The file as it was sent, and what each of its columns is. It goes with the last row that comes in."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="incoming_lists", verbose_name=_("event"))
    name = LineField(_("name of the file"), max_length=200)
    content = models.BinaryField(_("file"))
    columns = models.JSONField(
        _("columns"), default=list, help_text=_("What each column is, in their order; empty: left out.")
    )
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by")
    )

    objects = IncomingListQuerySet.as_manager()

    class Meta:
        verbose_name = _("incoming list")
        verbose_name_plural = _("incoming lists")
        ordering = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return self.name
