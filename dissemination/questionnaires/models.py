"""What an organiser asks beside what every registration form asks."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import LineField
from dissemination.events.models import Event
from dissemination.questionnaires.querysets import FormQuestionQuerySet

Value = str | list[str]  # what was said: the words of an option, "yes", "12.5", "2026-03-11"; several: a list


class FormQuestion(models.Model):
    """One question of an event's registration form. Retired, not deleted, once somebody has answered."""

    class Kind(models.TextChoices):
        LINE = "line", _("Short text")
        PROSE = "prose", _("Long text")
        CHOICE = "choice", _("One of several answers")
        SEVERAL = "several", _("Any of several answers")
        YES_NO = "yes_no", _("Yes or no")
        NUMBER = "number", _("A number")
        DATE = "date", _("A date")
        FILE = "file", _("A file")

    event = models.ForeignKey(Event, models.CASCADE, related_name="form_questions", verbose_name=_("event"))
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind, default=Kind.LINE)
    text = LineField(_("question"), max_length=300)
    help = LineField(_("help with the answer"), max_length=400, blank=True)
    options = models.JSONField(_("answers to choose from"), default=list, blank=True)
    is_required = models.BooleanField(_("has to be answered"), default=False)
    is_later = models.BooleanField(
        _("asked later, of those who have a place"),
        default=False,
        help_text=_("It does not stand on the registration form. People find it at their place."),
    )
    only_if = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="depending",
        verbose_name=_("asked only after"),
    )
    only_value = LineField(_("asked only when the answer is"), max_length=200, blank=True)
    is_special_category = models.BooleanField(
        _("about health, belief or the like"),
        default=False,
        help_text=_("Only organisers and the welfare role see the answers. They go 14 days after the event."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

    objects = FormQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("form question")
        verbose_name_plural = _("form questions")
        ordering = ("is_later", "order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(only_if=None, only_value="") | (Q(only_if__isnull=False) & ~Q(only_value="")),
                name="a_condition_is_a_question_and_its_answer",
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def has_options(self) -> bool:
        """It is answered by choosing from answers that the organiser wrote."""
        return self.kind in (self.Kind.CHOICE, self.Kind.SEVERAL)

    @property
    def possible(self) -> tuple[str, ...]:
        """The answers that another question's condition can name."""
        if self.kind == self.Kind.YES_NO:
            return ("yes", "no")
        return tuple(self.options) if self.has_options else ()

    @property
    def condition_shown(self) -> str:
        """The answer that its condition names, in words for people."""
        return self.only_if.shown(self.only_value) if self.only_if else ""

    def shown(self, value: Value) -> str:
        """An answer to this question in words for people."""
        if isinstance(value, list):
            return ", ".join(value)
        if self.kind == self.Kind.YES_NO:
            return {"yes": gettext("Yes"), "no": gettext("No")}.get(value, value)
        return date_format(date.fromisoformat(value), "j F Y") if self.kind == self.Kind.DATE else value
