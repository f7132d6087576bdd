"""The report of an event: editions, each with its author's words and the record as it stood."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import LineField, ProseField
from dissemination.events.models import Event
from dissemination.reports.querysets import ReportEditionQuerySet


class ReportEdition(models.Model):
    """One edition of an event's report. Once published, it never changes: a correction is a new edition."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="report_editions", verbose_name=_("event"), editable=False
    )
    number = models.PositiveSmallIntegerField(_("edition"), editable=False)
    title = LineField(_("title"), max_length=200)
    dated_on = models.DateField(_("date of the report"))
    introduction = ProseField(_("introduction"), max_length=10000, blank=True)
    closing = ProseField(_("closing words"), max_length=10000, blank=True)
    next_steps = ProseField(
        _("next steps"),
        max_length=10000,
        blank=True,
        help_text=_("In your words. Commitments that are public follow by themselves."),
    )
    what_changed = LineField(
        _("what changed since the last edition"),
        max_length=500,
        blank=True,
        help_text=_("Needed from the second edition on. Readers see it."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    frozen = models.JSONField(default=dict, blank=True, editable=False)
    started_at = models.DateTimeField(_("started"), editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ReportEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("report edition")
        verbose_name_plural = _("report editions")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("event", "number"), name="one_edition_per_number"),
            models.UniqueConstraint(
                fields=("event",), condition=Q(state="draft"), name="one_draft_edition_per_event"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None)
                | (Q(state="published", published_at__isnull=False) & ~Q(frozen={})),
                name="published_with_a_date_and_frozen",
            ),
        )

    def __str__(self) -> str:
        return _now("%(title)s, edition %(number)s") % {"title": self.title, "number": self.number}

    def get_absolute_url(self) -> str:
        """Where this very edition is read."""
        return reverse("reports:edition", args=[self.event.slug, self.number])

    @property
    def is_published(self) -> bool:
        """Any reader may see it."""
        return self.state == self.State.PUBLISHED
