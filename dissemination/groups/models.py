"""What was done to a plan of groups, so that it can be undone; and plans that the engine proposes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dissemination.events.models import Event
from dissemination.groups.querysets import DraftQuerySet, StepQuerySet


class Step(models.Model):
    """One change of the plan. `changes` holds numbers alone, one row for each seat that changed:

    registration, workshop, table before, table after (0: none), pinned before, pinned after. Of tables that
    were set up they are what each offered and which speakers looked after it, before and after in turn.
    """

    class Verb(models.TextChoices):
        MOVE = "move", _("Somebody was moved")
        PIN = "pin", _("Somebody was pinned")
        UNPIN = "unpin", _("Somebody was unpinned")
        ALLOCATE = "allocate", _("Groups were made")
        USE = "use", _("A draft was taken")
        REPAIR = "repair", _("Groups were put right")
        TABLE = "table", _("A table was set up")

    event = models.ForeignKey(Event, models.CASCADE, related_name="group_steps", verbose_name=_("event"))
    verb = models.CharField(_("what was done"), max_length=10, choices=Verb)
    changes = models.JSONField(_("changes"), default=list)
    done_at = models.DateTimeField(_("done"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the groups")
        verbose_name_plural = _("steps of the groups")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.get_verb_display())


class Draft(models.Model):
    """A plan that the engine works on, or has found: beside the plan as it stands until somebody takes it.

    `seats` holds numbers alone: registration, workshop, table. `counts` are name, count and bound.
    """

    class How(models.TextChoices):
        MAKE = "make", _("Make again, keep pins")
        IMPROVE = "improve", _("Improve, keep pins and told tables")

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for its turn")
        WORKING = "working", _("Being worked on")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Not possible")
        FAILED = "failed", _("Broken off")

    event = models.OneToOneField(Event, models.CASCADE, related_name="group_draft", verbose_name=_("event"))
    how = models.CharField(_("what was asked for"), max_length=10, choices=How)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    tries = models.PositiveSmallIntegerField(_("how often it was begun"), default=0)
    seen_at = models.DateTimeField(_("last sign of work"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    is_stopped = models.BooleanField(_("to be ended early"), default=False)
    percent = models.PositiveSmallIntegerField(_("per cent of the time used"), default=0)
    reason = models.TextField(_("why it is not possible"), blank=True)
    seats = models.JSONField(_("seats"), default=list)
    counts = models.JSONField(_("counts"), default=list)
    is_best = models.BooleanField(_("no plan can be better"), default=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of groups")
        verbose_name_plural = _("drafts of groups")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, state__in=("asked", "working"))
                | Q(ended_at__isnull=False, state__in=("ready", "refused", "failed")),
                name="a_draft_ends_in_an_end",
            ),
        )

    def __str__(self) -> str:
        return str(self.get_how_display())

    @property
    def is_open(self) -> bool:
        """The engine has not finished."""
        return self.state in (self.State.ASKED, self.State.WORKING)
