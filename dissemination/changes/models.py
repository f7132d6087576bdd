"""What people are asked when an event has moved to another time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dissemination.changes.querysets import StillComingQuerySet
from registrations.models import Registration


class StillComing(models.Model):
    """One delegate was asked whether the new time suits. Whoever cannot come cancels; the row stays."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="still_coming", verbose_name=_("registration")
    )
    asked_at = models.DateTimeField(_("asked"), editable=False)
    asked_again_at = models.DateTimeField(_("asked again"), null=True, editable=False)
    answered_at = models.DateTimeField(_("said yes"), null=True, editable=False)

    objects = StillComingQuerySet.as_manager()

    class Meta:
        verbose_name = _("question whether somebody is still coming")
        verbose_name_plural = _("questions whether people are still coming")
