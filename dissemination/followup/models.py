"""The follow-up: which news goes to whom after the event, and what has gone out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import LineField, ProseField
from dissemination.events.models import Event
from dissemination.followup.querysets import FollowUpItemQuerySet


class FollowUpItem(models.Model):
    """One piece of news to one audience. It goes out once, when an organiser presses."""

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

    class State(models.TextChoices):
        DRAFT = "draft", _("Not sent yet")
        ISSUED = "issued", _("Sent")

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
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    issued_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    recipients = models.PositiveIntegerField(_("people it went to"), default=0, editable=False)

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
            models.CheckConstraint(
                condition=Q(state="draft", issued_at=None) | Q(state="issued", issued_at__isnull=False),
                name="issued_with_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_audience_display()}"

    @property
    def is_issued(self) -> bool:
        """It has gone out."""
        return self.state == self.State.ISSUED
