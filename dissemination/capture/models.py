"""What the groups of a workshop said: the rule for names, one sheet per group, and its points."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dissemination.capture.querysets import (
    CapturePolicyQuerySet,
    GroupSheetQuerySet,
    PointQuerySet,
    PointRevisionQuerySet,
)
from dissemination.core.models import LineField, ProseField
from dissemination.core.tokens import new_code
from dissemination.events.models import Organisation
from registrations.models import Registration
from sessions.models import Group, Perspective, Question, Session

POINT_LENGTH = 280
HEADLINE_LENGTH = 140


def flip_chart_path(sheet: "GroupSheet", name: str) -> str:
    """A random name: what the file was called says nothing about where it is kept."""
    return f"flip-charts/{new_code()}.jpg"


class CapturePolicy(models.Model):
    """What may be said about who said something in one workshop. From the first point on it only tightens."""

    class Attribution(models.TextChoices):
        NAMED = "named", _("With the name")
        ORGANISATION = "organisation", _("With the organisation")
        GROUP = "group", _("With the group")
        CHATHAM = "chatham", _("Chatham House rule: what was said, never by whom")
        ANONYMOUS = "anonymous", _("Anonymous")

    session = models.OneToOneField(
        Session, models.CASCADE, related_name="capture_policy", verbose_name=_("workshop")
    )
    attribution = models.CharField(
        _("points are kept"), max_length=12, choices=Attribution, default=Attribution.GROUP
    )
    small_number = models.PositiveSmallIntegerField(
        _("smallest number shown"),
        default=3,
        help_text=_("Counts below it are not shown where groups are not named."),
    )
    locked_at = models.DateTimeField(_("first point came"), null=True, blank=True, editable=False)

    objects = CapturePolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule for names")
        verbose_name_plural = _("rules for names")

    def __str__(self) -> str:
        return str(self.get_attribution_display())

    @property
    def tightness(self) -> int:
        """0 for the most open rule, rising."""
        return list(self.Attribution).index(self.Attribution(self.attribution))

    @property
    def keeps_groups_apart(self) -> bool:
        """Readers may know which group said something."""
        return self.attribution in (
            self.Attribution.NAMED,
            self.Attribution.ORGANISATION,
            self.Attribution.GROUP,
        )


class GroupSheet(models.Model):
    """What one group of one workshop wrote down. A flip-chart photograph with one sentence is enough."""

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        CAPTURING = "capturing", _("Writing")
        READ_BACK = "read_back", _("Read back to the group")
        SUBMITTED = "submitted", _("Handed in")
        CLOSED = "closed", _("Closed")

    group = models.OneToOneField(Group, models.CASCADE, related_name="sheet", verbose_name=_("group"))
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.NOT_STARTED, editable=False
    )
    headline = LineField(_("headline"), max_length=HEADLINE_LENGTH, blank=True)
    disagreement = ProseField(
        _("where you did not agree"),
        max_length=500,
        blank=True,
        help_text=_("“None” is an answer too."),
    )
    facilitated_by = LineField(_("who facilitated"), max_length=200, blank=True)
    written_by = LineField(_("who wrote"), max_length=200, blank=True)
    nodded = models.PositiveSmallIntegerField(
        _("how many agreed when it was read back"), null=True, blank=True
    )
    photograph = models.ImageField(_("photograph of the flip chart"), upload_to=flip_chart_path, blank=True)
    photograph_sentence = LineField(_("what it says, in one sentence"), max_length=POINT_LENGTH, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True, editable=False)

    objects = GroupSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("group's sheet")
        verbose_name_plural = _("groups' sheets")
        ordering = ("group__session__starts_at", "group__order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(photograph="") | ~Q(photograph_sentence=""),
                name="photograph_with_a_sentence",
                violation_error_message=_("Say in one sentence what the flip chart says."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.group.session} · {self.group}"

    @property
    def is_handed_in(self) -> bool:
        """The group has finished."""
        return self.state in (self.State.SUBMITTED, self.State.CLOSED)

    @property
    def is_read_back(self) -> bool:
        """The scribe is reading it to the group before handing it in."""
        return self.state == self.State.READ_BACK


class Point(models.Model):
    """One thing that a group said, or one delegate's own comment beside it."""

    class Kind(models.TextChoices):
        CONCLUSION = "conclusion", _("Conclusion")
        BARRIER = "barrier", _("Barrier")
        IDEA = "idea", _("Idea")
        QUESTION = "question", _("Question")
        QUOTE = "quote", _("Quote")

    class Stance(models.TextChoices):
        AGREED = "agreed", _("All agreed")
        MAJORITY = "majority", _("Most agreed")
        ONE_VOICE = "one_voice", _("One voice")

    class State(models.TextChoices):
        CAPTURED = "captured", _("Captured")
        PLACED = "placed", _("Placed")
        SET_ASIDE = "set_aside", _("Set aside")

    sheet = models.ForeignKey(GroupSheet, models.CASCADE, related_name="points", verbose_name=_("sheet"))
    question = models.ForeignKey(Question, models.PROTECT, related_name="points", verbose_name=_("question"))
    perspective = models.ForeignKey(
        Perspective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
        verbose_name=_("perspective"),
    )
    text = LineField(_("point"), max_length=POINT_LENGTH)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CONCLUSION)
    stance = models.CharField(_("how far you agreed"), max_length=10, choices=Stance, default=Stance.AGREED)
    is_starred = models.BooleanField(_("starred"), default=False)
    is_individual = models.BooleanField(_("one person's own comment"), default=False)
    said_by = models.ForeignKey(
        Registration,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("said by"),
    )
    said_for = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("their organisation"),
    )
    client_id = models.UUIDField(unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CAPTURED, editable=False)
    set_aside_reason = LineField(_("why it was set aside"), max_length=300, blank=True)
    published_wording = LineField(_("wording as published"), max_length=POINT_LENGTH, blank=True)
    captured_at = models.DateTimeField(_("written"))

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        ordering = ("captured_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(is_individual=True) | Q(said_by=None, said_for=None),
                name="only_an_own_comment_has_an_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | ~Q(set_aside_reason=""), name="set_aside_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def wording(self) -> str:
        """The words that readers see: as published where they were edited, else as the group wrote them."""
        return self.published_wording or self.text


class PointRevision(models.Model):
    """How a point read before it was edited."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="revisions", verbose_name=_("point"))
    text = LineField(_("earlier text"), max_length=POINT_LENGTH)
    replaced_at = models.DateTimeField(_("replaced"))

    objects = PointRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        ordering = ("-replaced_at", "-pk")

    def __str__(self) -> str:
        return self.text
