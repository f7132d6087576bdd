"""Organisations, and the project whose results are spread."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import LineField, ProseField
from dissemination.events.querysets import OrganisationQuerySet, OutputQuerySet, ProjectQuerySet


class Sector(models.TextChoices):
    """The kinds of organisation that a public-sector event mixes."""

    CENTRAL = "central", _("Central government")
    LOCAL = "local", _("Local government")
    REGULATOR = "regulator", _("Regulator")
    PROVIDER = "provider", _("Service provider")
    SERVICE_USERS = "service_users", _("Service user group")
    RESEARCH = "research", _("Research")
    OTHER = "other", _("Other")


class Organisation(models.Model):
    """An organisation, found by its full or its short name."""

    name = LineField(_("full name"), max_length=200)
    short_name = LineField(_("short name"), max_length=60, blank=True, help_text=_("For example ICO or DWP."))
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, default=Sector.OTHER)
    is_confirmed = models.BooleanField(
        _("set by an organiser"),
        default=False,
        editable=False,
        help_text=_(
            "Public forms suggest its name. A name that a delegate has typed is suggested to nobody."
        ),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name",)
        constraints = (models.UniqueConstraint(Lower("name"), name="one_organisation_per_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> str:
        """The short name where there is one: what fits on a badge or beside a speaker's name."""
        return self.short_name or self.name


class Project(models.Model):
    """The work whose results are disseminated: what was achieved, and where to find its outputs."""

    title = LineField(_("title"), max_length=200)
    short_title = LineField(_("short title"), max_length=40, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    summary = ProseField(_("summary"), max_length=2000, blank=True)
    achievements = ProseField(_("what it achieved"), max_length=5000, blank=True)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("owner")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    is_sample = models.BooleanField(
        default=False,
        editable=False,
        help_text=_(
            "Made by the sample: its delegates are invented, and nothing of theirs has to be deleted."
        ),
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Output(models.Model):
    """A tool or a resource that the project made, with its link."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="outputs", verbose_name=_("project"))
    title = LineField(_("title"), max_length=200)
    url = models.URLField(_("link"), blank=True, max_length=500)
    description = ProseField(_("description"), max_length=1000, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = OutputQuerySet.as_manager()

    class Meta:
        verbose_name = _("tool or resource")
        verbose_name_plural = _("tools and resources")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def link(self) -> str:
        """Its address on the web; empty for any other kind of address, whoever wrote it there."""
        return self.url if self.url.startswith(("https://", "http://")) else ""
