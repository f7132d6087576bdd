"""What delegates told apart from the form that all fill in: needs, and answers to own questions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import LineField
from dissemination.core.tokens import new_code
from dissemination.questionnaires.models import FormQuestion, Value
from registrations.models.registration import Registration
from registrations.querysets import AnswerQuerySet, EarlierAnswersQuerySet, NeedQuerySet


class Diet(models.TextChoices):
    """What a caterer knows by name; anything else is told in own words."""

    VEGETARIAN = "vegetarian", _("Vegetarian")
    VEGAN = "vegan", _("Vegan")
    HALAL = "halal", _("Halal")
    KOSHER = "kosher", _("Kosher")
    NO_GLUTEN = "no_gluten", _("No gluten")
    NO_MILK = "no_milk", _("No milk products")
    NO_NUTS = "no_nuts", _("No nuts")


class Need(models.Model):
    """What a delegate eats and how they get about. Special category data: own permission, deleted early."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="need", verbose_name=_("registration")
    )
    diets = models.JSONField(_("kinds of food"), default=list, blank=True)
    dietary = LineField(_("dietary needs in own words"), max_length=300, blank=True)
    severe_allergy = LineField(_("severe allergy"), max_length=200, blank=True)
    access = LineField(_("access needs"), max_length=500, blank=True)
    features = models.JSONField(_("what the table must offer"), default=list, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("dietary and access needs")
        verbose_name_plural = _("dietary and access needs")

    def __str__(self) -> str:
        return str(_("Needs of registration %(number)s") % {"number": self.registration_id})


def answer_path(answer: "Answer", name: str) -> str:
    """A random name, never public: downloads go through a view that asks who may."""
    return f"answers/{new_code()}"


class Answer(models.Model):
    """What one delegate said to one question of the organiser, with the words in which it was asked."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="answers", verbose_name=_("delegate")
    )
    question = models.ForeignKey(
        FormQuestion, models.RESTRICT, related_name="answers", verbose_name=_("question")
    )
    asked = LineField(_("as it was asked"), max_length=300)
    value = models.JSONField(_("answer"))
    file = models.FileField(_("file"), upload_to=answer_path, blank=True)
    content_type = models.CharField(_("kind of file"), max_length=100, blank=True)
    held_reason = LineField(_("look at the file first because"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("answered"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("question__is_later", "question__order", "question_id")
        constraints = (
            models.UniqueConstraint(fields=("registration", "question"), name="one_answer_per_question"),
        )

    def __str__(self) -> str:
        return str(_("Answer %(number)s") % {"number": self.pk})

    @property
    def shown(self) -> str:
        """The answer in words for people."""
        value: Value = self.value
        return self.question.shown(value)


class EarlierAnswers(models.Model):
    """What a delegate had said until it was changed: answers alone, no needs, no consents, no files."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="earlier_answers", verbose_name=_("delegate")
    )
    told = models.JSONField(_("about themselves"))
    answers = models.JSONField(_("answers"), help_text=_("By the number of the question."))
    replaced_at = models.DateTimeField(_("until"))
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )

    objects = EarlierAnswersQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier answers")
        verbose_name_plural = _("earlier answers")
        ordering = ("-replaced_at", "-pk")

    def __str__(self) -> str:
        return str(_("Earlier answers %(number)s") % {"number": self.pk})
