"""What came of it: themes, outcomes with their sources, and commitments."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dissemination.capture.models import GroupSheet, Point
from dissemination.core.models import AddressField, LineField, ProseField
from dissemination.core.tokens import new_code
from dissemination.events.models import Event, Organisation
from dissemination.outcomes.querysets import (
    VISIBLE_STATES,
    CommitmentQuerySet,
    OutcomePartQuerySet,
    OutcomeQuerySet,
    ThemedPointQuerySet,
    ThemeQuerySet,
)

STATEMENT_LENGTH = 240


class Theme(models.Model):
    """A heading under which points of several groups gather."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="themes", verbose_name=_("event"))
    title = LineField(_("title"), max_length=120)
    summary = ProseField(_("summary"), max_length=1000, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("order", "pk")
        constraints = (models.UniqueConstraint(fields=("event", "title"), name="one_theme_per_title"),)

    def __str__(self) -> str:
        return self.title


class ThemedPoint(models.Model):
    """A point in a theme: in at most three, and one of them is its home."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="placements", verbose_name=_("theme"))
    point = models.ForeignKey(Point, models.CASCADE, related_name="placements", verbose_name=_("point"))
    is_primary = models.BooleanField(_("its main theme"), default=False)

    objects = ThemedPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("point in a theme")
        verbose_name_plural = _("points in themes")
        constraints = (
            models.UniqueConstraint(fields=("theme", "point"), name="a_point_once_in_a_theme"),
            models.UniqueConstraint(
                fields=("point",), condition=Q(is_primary=True), name="one_main_theme_per_point"
            ),
        )

    def __str__(self) -> str:
        return f"{self.theme}: {self.point}"


class Outcome(models.Model):
    """One statement that the event reached."""

    class Kind(models.TextChoices):
        CONCLUSION = "conclusion", _("Conclusion")
        RECOMMENDATION = "recommendation", _("Recommendation")
        SUCCESS = "success", _("Measure of success")
        QUESTION = "question", _("Open question")

    class Stage(models.TextChoices):
        EARLY = "early", _("Early thought")
        FINAL = "final", _("Final")

    class Agreement(models.TextChoices):
        CONSENSUS = "consensus", _("Everybody agreed")
        BROAD = "broad", _("Broad agreement")
        CONTESTED = "contested", _("Contested")
        MINORITY = "minority", _("A minority view")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        AGREED = "agreed", _("Agreed")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Replaced by a later one")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    event = models.ForeignKey(Event, models.CASCADE, related_name="outcomes", verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.CONCLUSION)
    stage = models.CharField(_("stage"), max_length=6, choices=Stage, default=Stage.FINAL)
    statement = LineField(_("statement"), max_length=STATEMENT_LENGTH)
    agreement = models.CharField(_("agreement"), max_length=10, choices=Agreement, default=Agreement.BROAD)
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="outcomes", verbose_name=_("theme")
    )
    must_act = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name=_("organisations that must act")
    )
    must_act_text = LineField(_("who must act, in words"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    made_at = models.DateTimeField(_("written"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_reason = LineField(_("why it was withdrawn"), max_length=300, blank=True, editable=False)
    supersedes = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("takes the place of"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=VISIBLE_STATES) | Q(published_at__isnull=False),
                name="published_with_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False), name="withdrawn_with_a_date"
            ),
        )

    def __str__(self) -> str:
        return self.statement

    @property
    def is_public(self) -> bool:
        """Any reader may see it."""
        return self.state in VISIBLE_STATES

    @property
    def is_early(self) -> bool:
        """An early thought, before everything was gathered."""
        return self.stage == self.Stage.EARLY


class OutcomeDetail(models.Model):
    """A sub-point of an outcome, or one of the ways in which it can be reached."""

    class Kind(models.TextChoices):
        SUB_POINT = "sub_point", _("Sub-point")
        WAY = "way", _("One way to do it")

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="details", verbose_name=_("outcome"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SUB_POINT)
    text = LineField(_("text"), max_length=STATEMENT_LENGTH)
    example = LineField(_("example benefit"), max_length=STATEMENT_LENGTH, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = OutcomePartQuerySet.as_manager()

    class Meta:
        verbose_name = _("sub-point or way")
        verbose_name_plural = _("sub-points and ways")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text


class OutcomeSource(models.Model):
    """What an outcome rests on: a point, a group's flip-chart photograph, or the organiser's note."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="sources", verbose_name=_("outcome"))
    point = models.ForeignKey(
        Point, models.PROTECT, null=True, blank=True, related_name="sources", verbose_name=_("point")
    )
    sheet = models.ForeignKey(
        GroupSheet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("flip chart"),
    )
    note = ProseField(_("note"), max_length=1000, blank=True)

    objects = OutcomePartQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("outcome", "point"), name="a_point_once_under_an_outcome"),
            models.UniqueConstraint(fields=("outcome", "sheet"), name="a_chart_once_under_an_outcome"),
            models.CheckConstraint(
                condition=Q(point__isnull=False, sheet=None, note="")
                | Q(point=None, sheet__isnull=False, note="")
                | (Q(point=None, sheet=None) & ~Q(note="")),
                name="a_source_is_one_thing",
                violation_error_message=_("Choose a point, a flip chart, or write a note: one of them."),
            ),
        )

    def __str__(self) -> str:
        return str(self.point or self.sheet or self.note)

    @property
    def where(self) -> GroupSheet | None:
        """The sheet of the group that it comes from; None for a note."""
        return self.point.sheet if self.point else self.sheet

    @property
    def speaks_for_group(self) -> bool:
        """The group raised it; a single delegate's own comment does not speak for the group."""
        return self.where is not None and not (self.point and self.point.is_individual)


class Commitment(models.Model):
    """What an organisation said it will do. Silence counts as unknown, never as done."""

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("Only the owner and the organisers")
        PARTICIPANTS = "participants", _("People at this event")
        PUBLIC = "public", _("Everybody")

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        CONFIRMED = "confirmed", _("Confirmed by the owner")
        ACTIVE = "active", _("Under way")
        DONE = "done", _("Done")
        PARTLY = "partly", _("Done in part")
        CHANGED = "changed", _("Changed")
        DROPPED = "dropped", _("Dropped")

    event = models.ForeignKey(Event, models.CASCADE, related_name="commitments", verbose_name=_("event"))
    sheet = models.ForeignKey(
        GroupSheet,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="commitments",
        verbose_name=_("made at"),
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="commitments", verbose_name=_("organisation")
    )
    owner_name = LineField(_("who will see to it"), max_length=200, blank=True)
    owner_email = AddressField(_("their e-mail address"), blank=True)
    what = LineField(_("what you will do"), max_length=200)
    first_step = LineField(_("first step"), max_length=200, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    visibility = models.CharField(
        _("who may see it"), max_length=12, choices=Visibility, default=Visibility.PARTICIPANTS
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OFFERED, editable=False)
    outcome = models.ForeignKey(
        Outcome,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("conclusion it serves"),
    )
    on_behalf = models.BooleanField(_("entered by the organisers"), default=False, editable=False)
    came_of_it = LineField(_("what came of it"), max_length=300, blank=True)
    client_id = models.UUIDField(unique=True, editable=False)
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    offered_at = models.DateTimeField(_("offered"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("last told"), null=True, blank=True, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="offered") | Q(confirmed_at__isnull=False),
                name="no_state_before_the_owner_confirms",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation.shown}: {self.what}"

    @property
    def is_public(self) -> bool:
        """Confirmed by its owner and open to every reader."""
        return self.visibility == self.Visibility.PUBLIC and self.state != self.State.OFFERED

    @property
    def is_unknown(self) -> bool:
        """Nobody has told us yet what came of it."""
        return self.state in (self.State.OFFERED, self.State.CONFIRMED, self.State.ACTIVE)
