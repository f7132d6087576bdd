"""The follow-up: which news goes to whom after the event, and what has gone out."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import LineField, ProseField
from dissemination.events.models import Event
from dissemination.followup.querysets import FollowUpItemQuerySet
from dissemination.mailings.models import Mailing


class FollowUpItem(models.Model):
    """One piece of news to one audience. It leaves as a mailing, ten minutes after an organiser presses."""

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Thanks and slides")
        OUTCOMES = "outcomes", _("Conclusions")
        STORIES = "stories", _("Call for stories")
        CUSTOM = "custom", _("Something else")

    class Audience(models.TextChoices):
        ATTENDED = "attended", _("Those who came")
        ABSENT = "absent", _("Those who did not come")
        SPEAKERS = "speakers", _("Those who spoke or helped")
        NEWS = "news", _("Those who asked for news of the project")

    event = models.ForeignKey(Event, models.CASCADE, related_name="follow_up", verbose_name=_("event"))
    kind = models.CharField(_("news"), max_length=10, choices=Kind, default=Kind.CUSTOM)
    audience = models.CharField(_("to"), max_length=10, choices=Audience, default=Audience.ATTENDED)
    subject = LineField(_("subject"), max_length=250)
    introduction = ProseField(
        _("first words"),
        max_length=3000,
        blank=True,
        help_text=_("Slides, conclusions and what their group said follow by themselves."),
    )
    due_on = models.DateField(_("suggested day"), null=True, blank=True)
    mailing = models.OneToOneField(
        Mailing, models.SET_NULL, null=True, blank=True, editable=False, related_name="follow_up"
    )

    objects = FollowUpItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-up")
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "kind", "audience"),
                condition=~Q(kind="custom"),
                name="one_planned_item_per_audience",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_audience_display()}"

    @property
    def is_issued(self) -> bool:
        """It leaves, or has left."""
        return self.mailing is not None and self.mailing.state != Mailing.State.DRAFT

    @property
    def is_news(self) -> bool:
        """It goes to those who asked for news, and says how they end it."""
        return self.audience == self.Audience.NEWS

    @cached_property
    def has_version_for_helpers(self) -> bool:
        """Whoever spoke or helped, and came, gets this piece of news in words of their own."""
        if self.kind == self.Kind.CUSTOM or self.audience == self.Audience.SPEAKERS:
            return False
        versions = self.event.follow_up.filter(kind=self.kind, audience=self.Audience.SPEAKERS)
        return bool(versions.exists())

    @property
    def sending(self) -> Mailing:
        """How it leaves: the mailing that it became, or the one that it will be."""
        sending = self.mailing or Mailing(event=self.event, kind=Mailing.Kind.FOLLOW_UP)
        sending.event, sending.audience, sending.subject = self.event, self.audience, self.subject[:200]
        sending.is_without_helpers = self.has_version_for_helpers
        return sending
