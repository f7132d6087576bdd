"""Stories from practice: what somebody offers to tell, the case study made of it, who agreed to its text."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import AddressField, LineField, ProseField
from dissemination.core.tokens import new_code
from dissemination.events.models import Event, Project
from dissemination.outcomes.models import Outcome, Theme
from dissemination.stories.querysets import CaseStudyQuerySet, ClearanceQuerySet, StoryLeadQuerySet


class StoryLead(models.Model):
    """A story that somebody offers, with what may be done with it."""

    class PublishAs(models.TextChoices):
        NAMED = "named", _("With my name and organisation")
        ORGANISATION = "organisation", _("With my organisation only")
        ANONYMOUS = "anonymous", _("Without name and organisation")

    class State(models.TextChoices):
        LEAD = "lead", _("New")
        IN_CONVERSATION = "in_conversation", _("In conversation")
        DRAFT = "draft", _("Being written")
        PUBLISHED = "published", _("Published")
        DECLINED = "declined", _("Declined")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="story_leads", verbose_name=_("project")
    )
    event = models.ForeignKey(
        Event,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="story_leads",
        verbose_name=_("event"),
    )
    name = LineField(_("name"), max_length=200)
    email = AddressField(_("e-mail address"))
    organisation = LineField(_("organisation"), max_length=200, blank=True)
    what_happened = ProseField(_("what happened"), max_length=3000)
    may_contact = models.BooleanField(_("may be contacted"))
    publish_as = models.CharField(_("may be published"), max_length=12, choices=PublishAs)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.LEAD, editable=False)
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who helps the teller"),
    )
    notes = ProseField(_("notes"), max_length=3000, blank=True)
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    form_key = models.UUIDField(unique=True, editable=False)
    origin = models.CharField(
        max_length=64, editable=False, help_text=_("A keyed hash that changes every day: against floods.")
    )
    received_at = models.DateTimeField(_("received"))

    objects = StoryLeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("story offered")
        verbose_name_plural = _("stories offered")
        ordering = ("-received_at", "-pk")

    def __str__(self) -> str:
        return f"{self.name}: {self.what_happened[:60]}"


class CaseStudy(models.Model):
    """A story, written up. Readers see the words that were cleared; an edit waits for a new clearance."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPROVED = "approved", _("Approved by the teller")
        CLEARED = "cleared", _("Cleared by the organisation")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    WORDS = (
        "title",
        "situation",
        "what_was_done",
        "result",
        "evidence",
        "obstacles",
        "cost_and_saving",
        "advice",
        "attribution",
        "contact",
        "licence",
    )

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="case_studies", verbose_name=_("project")
    )
    event = models.ForeignKey(
        Event,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="case_studies",
        verbose_name=_("event"),
    )
    lead = models.OneToOneField(
        StoryLead, models.PROTECT, related_name="case_study", verbose_name=_("told by"), editable=False
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="case_studies", verbose_name=_("themes"))
    outcome = models.ForeignKey(
        Outcome,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="case_studies",
        verbose_name=_("conclusion that it shows"),
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    title = LineField(_("title"), max_length=200)
    situation = ProseField(_("situation"), max_length=5000, blank=True)
    what_was_done = ProseField(_("what was done"), max_length=5000, blank=True)
    result = ProseField(_("result"), max_length=5000, blank=True)
    evidence = ProseField(_("evidence"), max_length=5000, blank=True)
    obstacles = ProseField(_("obstacles"), max_length=5000, blank=True)
    cost_and_saving = ProseField(_("cost and saving"), max_length=3000, blank=True)
    advice = ProseField(_("advice to others"), max_length=3000, blank=True)
    attribution = LineField(_("told by, as readers see it"), max_length=300, blank=True)
    contact = LineField(_("contact"), max_length=300, blank=True)
    licence = LineField(_("licence"), max_length=100, blank=True)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    shown = models.JSONField(_("words as published"), default=dict, blank=True, editable=False)
    made_at = models.DateTimeField(_("begun"), editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_reason = LineField(_("why it was withdrawn"), max_length=300, blank=True, editable=False)

    objects = CaseStudyQuerySet.as_manager()

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(shown={}), name="published_with_its_words"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False),
                name="story_withdrawn_with_a_date",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where readers read it."""
        return reverse("stories:story", args=[self.slug])

    @property
    def words(self) -> dict[str, str]:
        """The text as it stands now."""
        return {name: getattr(self, name) for name in self.WORDS}

    @property
    def version_hash(self) -> str:
        """What approval and clearance are given to: this text and no other."""
        return hashlib.sha256(json.dumps(self.words, sort_keys=True).encode()).hexdigest()

    @property
    def public_title(self) -> str:
        """The title that readers see, which may be older than the one being written."""
        return str(self.shown.get("title", self.title))


class Clearance(models.Model):
    """Somebody's agreement to one exact text."""

    class Party(models.TextChoices):
        TELLER = "teller", _("The teller")
        ORGANISATION = "organisation", _("Their organisation")

    case_study = models.ForeignKey(
        CaseStudy, models.CASCADE, related_name="clearances", verbose_name=_("case study")
    )
    party = models.CharField(_("who agreed"), max_length=12, choices=Party)
    version_hash = models.CharField(_("to the text with this hash"), max_length=64)
    name = LineField(_("name"), max_length=200)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty when the teller pressed the button."),
    )
    given_at = models.DateTimeField(_("when"))

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        ordering = ("given_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("case_study", "party", "version_hash"), name="one_clearance_per_party_and_text"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.name}"
