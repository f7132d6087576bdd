"""The numbers for the caterer, frozen as they were sent; and as they were when the needs were deleted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dissemination.catering.querysets import NumbersQuerySet
from dissemination.events.models import Event


class Numbers(models.Model):
    """How many eat what, at one moment: counts and no names. Never changed once it is kept."""

    class Reason(models.TextChoices):
        SENT = "sent", _("As sent to the caterer")
        FINAL = "final", _("As it was when the needs were deleted")

    event = models.ForeignKey(Event, models.CASCADE, related_name="numbers", verbose_name=_("event"))
    reason = models.CharField(_("why it was kept"), max_length=5, choices=Reason, default=Reason.SENT)
    kept_at = models.DateTimeField(_("when"))
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    counts = models.JSONField(
        _("counts"),
        default=dict,
        help_text=_("By the name of what is counted: people, kinds of food, access."),
    )

    objects = NumbersQuerySet.as_manager()

    class Meta:
        verbose_name = _("numbers")
        verbose_name_plural = _("numbers")
        ordering = ("-kept_at", "-pk")

    def __str__(self) -> str:
        return str(_("Numbers %(number)s") % {"number": self.pk})
