"""What people are asked when an event has moved to another time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dissemination.changes.querysets import StillComingQuerySet, StillSpeakingQuerySet
from registrations.models import Registration
from speakers.models import Appearance


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

    @property
    def said(self) -> str:
        """“yes” on their page, “yes” or “no” in their diary, whichever was last; empty until then."""
        return StillComing.objects.diary_of(self.pk) or ("yes" if self.answered_at else "")


class StillSpeaking(models.Model):
    """One who speaks or helps was asked whether the new time suits, and may have said yes or no."""

    appearance = models.OneToOneField(
        Appearance, models.CASCADE, related_name="still_speaking", verbose_name=_("appearance")
    )
    asked_at = models.DateTimeField(_("asked"), editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    is_coming = models.BooleanField(_("comes"), null=True, editable=False)

    objects = StillSpeakingQuerySet.as_manager()

    class Meta:
        verbose_name = _("question whether somebody still speaks")
        verbose_name_plural = _("questions whether people still speak")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answered_at=None, is_coming=None)
                | models.Q(answered_at__isnull=False, is_coming__isnull=False),
                name="answered_with_a_time",
            ),
        )

    @property
    def said(self) -> str:
        """“yes” or “no”, on their page or in their diary, whichever was last; empty until then."""
        on_page = {True: "yes", False: "no", None: ""}[self.is_coming]
        return StillSpeaking.objects.diary_of(self.pk) or on_page
