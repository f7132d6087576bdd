"""Speakers, where they appear, and the materials they bring."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import Person
from dissemination.core.models import AddressField, LineField, ProseField
from dissemination.core.tokens import new_code
from dissemination.events.models import Event, Organisation, Project
from sessions.models import Group, Session
from speakers.querysets import AppearanceQuerySet, MaterialQuerySet, MaterialVersionQuerySet, SpeakerQuerySet


def portrait_path(speaker: "Speaker", name: str) -> str:
    """A random name: what the file was called says nothing about where it is kept."""
    return f"portraits/{new_code()}.jpg"


def version_path(version: "MaterialVersion", name: str) -> str:
    """A random name, never public: downloads go through a view that asks who may."""
    return f"materials/{new_code()}"


class Speaker(models.Model):
    """Somebody who speaks, chairs or helps at the project's events. May have no e-mail address."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="speakers", verbose_name=_("project"))
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, editable=False, related_name="speakers"
    )
    name = LineField(_("name"), max_length=200)
    email = AddressField(_("e-mail address"), blank=True)
    office_contact = LineField(_("office contact"), max_length=300, blank=True)
    job_title = LineField(_("job title"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="speakers",
        verbose_name=_("organisation"),
    )
    second_role = LineField(
        _("role in the project"),
        max_length=300,
        blank=True,
        help_text=_("For example: chaired the project's Board during the first twelve months."),
    )
    bio = ProseField(_("biography"), max_length=3000, blank=True)
    portrait = models.ImageField(_("portrait"), upload_to=portrait_path, blank=True)
    to_be_confirmed = models.BooleanField(_("to be confirmed"), default=False)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def portrait_url(self) -> str:
        """Where a public page finds the portrait; empty without one. A new portrait has a new address."""
        if not self.portrait:
            return ""
        return reverse("events:picture", args=[self.portrait.name])


class Appearance(models.Model):
    """What somebody does at one event: speaks in a session, chairs it, or looks after a group."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        SPEAKER = "speaker", _("Speaker")
        FACILITATOR = "facilitator", _("Facilitator")
        SCRIBE = "scribe", _("Scribe")
        INTERPRETER = "interpreter", _("Interpreter")

    event = models.ForeignKey(Event, models.CASCADE, related_name="appearances", verbose_name=_("event"))
    session = models.ForeignKey(
        Session, models.CASCADE, related_name="appearances", verbose_name=_("session")
    )
    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="appearances", verbose_name=_("who"))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.SPEAKER)
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="appearances", verbose_name=_("group")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    cues = ProseField(
        _("cues for the running sheet"), max_length=1000, blank=True, help_text=_("Never public.")
    )
    what_it_gave = ProseField(
        _("what the talk gave"),
        max_length=2000,
        blank=True,
        help_text=_("Written afterwards, for the report."),
    )
    slides_due_at = models.DateTimeField(_("slides due"), null=True, blank=True)
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="replaces"
    )
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True, editable=False)
    reason_off = LineField(_("why it was taken off"), max_length=300, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("last reminded"), null=True, blank=True, editable=False)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "speaker", "role"),
                condition=Q(replaced_at=None),
                name="one_appearance_per_role",
            ),
        )

    def __str__(self) -> str:
        return f"{self.speaker} ({self.get_role_display()})"

    @property
    def brings_slides(self) -> bool:
        """Slides are expected from this appearance."""
        return self.slides_due_at is not None

    @property
    def material(self) -> "Material | None":
        """What is brought: one material, whose versions are the files that were sent."""
        return next(iter(self.materials.all()), None)

    @property
    def is_replaced(self) -> bool:
        """Somebody else does it now, or nobody."""
        return self.replaced_at is not None

    @property
    def is_taken_off(self) -> bool:
        """It is off the programme, and nobody does it instead."""
        return self.is_replaced and self.replaced_by_id is None

    def clean(self) -> None:
        """Session and group belong to the event, and nobody but a chair is in two places at once."""
        if not (self.event_id and self.session_id and self.speaker_id):
            return
        if self.session.event_id != self.event_id:
            raise ValidationError({"session": _("Choose a session of this event.")})
        if self.group and self.group.session_id != self.session_id:
            raise ValidationError({"group": _("Choose a group of this session.")})
        clash = Appearance.objects.elsewhere_at_that_time(self).first()
        if clash and self.role != self.Role.CHAIR:
            words = _("%(name)s is in “%(title)s” at that time.")
            raise ValidationError(
                {"speaker": words % {"name": self.speaker.name, "title": clash.session.title}}
            )


class Material(models.Model):
    """What somebody brings to a session: its newest version, who may read it and when."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Awaited")
        RECEIVED = "received", _("Received")
        CHECKED = "checked", _("Checked")
        RELEASED = "released", _("Released")

    class Release(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        DELEGATES = "delegates", _("Delegates of this event")
        NOBODY = "nobody", _("Nobody")

    appearance = models.ForeignKey(
        Appearance, models.CASCADE, related_name="materials", verbose_name=_("appearance")
    )
    title = LineField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    release = models.CharField(_("who may read it"), max_length=10, choices=Release, default=Release.PUBLIC)
    licence = LineField(_("licence"), max_length=100, blank=True)
    consented_at = models.DateTimeField(_("speaker agreed"), null=True, blank=True, editable=False)
    released_at = models.DateTimeField(_("released"), null=True, blank=True, editable=False)
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False, consented_at__isnull=False),
                name="released_with_consent_and_time",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(consented_at__isnull=False),
                name="readable_with_consent_only",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The lasting address: always the newest released version."""
        return reverse("speakers:material", args=[self.code])

    @property
    def newest(self) -> "MaterialVersion | None":
        """The version that came last."""
        return next(iter(self.versions.all()), None)

    @property
    def is_released(self) -> bool:
        """A version of it may be read outside the team (a newer one may await its check meanwhile)."""
        return self.released_at is not None


class MaterialVersion(models.Model):
    """One uploaded file of a material. Older versions stay readable for the team."""

    material = models.ForeignKey(
        Material, models.CASCADE, related_name="versions", verbose_name=_("material")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to=version_path)
    original_name = LineField(_("file name"), max_length=200)
    content_type = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    warnings = models.JSONField(_("accessibility warnings"), default=list, blank=True)
    held_reason = LineField(_("held because"), max_length=300, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty when the speaker uploaded it."),
    )
    released_at = models.DateTimeField(
        _("released"), null=True, blank=True, editable=False, help_text=_("Only one version at a time.")
    )

    objects = MaterialVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("material", "number"), name="one_version_per_number"),)

    def __str__(self) -> str:
        return f"{self.material} v{self.number}"

    def get_absolute_url(self) -> str:
        """Where this very version is downloaded by those who may."""
        return reverse("speakers:version", args=[self.material.code, self.number])

    @property
    def is_held(self) -> bool:
        """Something in it is doubtful: the organiser looks before it is checked."""
        return bool(self.held_reason)
