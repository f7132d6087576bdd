"""A list of people that an organiser has sent: kept until it is brought in, or for an hour."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import LineField
from dissemination.delegates.querysets import IncomingListQuerySet
from dissemination.events.models import Event


class IncomingList(models.Model):
    """The file as it was sent, and what each of its columns is.

    A short list comes in at once, and goes. Of a long one the worker brings in the `rows`, as they were read
    when it was `asked_at`; when it has `ended_at`, what came of it is told as long as the list is kept.
    """

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

    rows = models.JSONField(_("rows to bring in"), default=list, editable=False)
    is_told = models.BooleanField(_("people get a mail"), default=False, editable=False)
    asked_at = models.DateTimeField(_("asked for"), null=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("by")
    )
    seen_at = models.DateTimeField(_("last sign of work"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    total = models.PositiveIntegerField(_("people to bring in"), default=0, editable=False)
    done = models.PositiveIntegerField(_("done with"), default=0, editable=False)
    outcome = models.JSONField(_("what came of it"), default=dict, editable=False)
    is_broken_off = models.BooleanField(_("broken off by a fault"), default=False, editable=False)

    objects = IncomingListQuerySet.as_manager()

    class Meta:
        verbose_name = _("incoming list")
        verbose_name_plural = _("incoming lists")
        ordering = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """The worker has to bring it in, or does so now."""
        return self.asked_at is not None and self.ended_at is None

    @property
    def percent(self) -> int:
        """How far it is."""
        return 100 * self.done // self.total if self.total else 0
