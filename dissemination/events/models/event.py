"""The event: what, when, where, for how many, in which state, and who works on it."""

import zoneinfo
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import AddressField, LineField, ProseField
from dissemination.core.tokens import new_code
from dissemination.events.models.project import Project
from dissemination.events.querysets import (
    PUBLIC_STATES,
    EventQuerySet,
    PhotographQuerySet,
    TeamMemberQuerySet,
    VenueQuerySet,
)

STATEMENT = _(
    "We keep your name, e-mail address, organisation and answers to run this event and to tell you what came "
    "of it. The event's team sees them; nobody else does unless you agree. Dietary and access needs "
    "are deleted 14 days after the event. You can ask for a copy or for deletion at any time."
)


def validate_zone(name: str) -> None:
    """Accept the name of an IANA time zone only."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Enter the name of a time zone, for example Europe/London."))


def languages() -> list[tuple[str, str]]:
    """Those that this installation speaks."""
    return list(settings.LANGUAGES)


class Venue(models.Model):
    """A place: how to get there and get in, and whom to telephone on the day."""

    name = LineField(_("name"), max_length=200)
    city = LineField(_("city or town"), max_length=100, blank=True)
    address = ProseField(_("address"), max_length=500, blank=True)
    travel = ProseField(_("travel and parking"), max_length=2000, blank=True)
    access = ProseField(_("step-free route and access"), max_length=2000, blank=True)
    telephone = LineField(_("telephone on the day"), max_length=40, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name}, {self.city}" if self.city and self.city not in self.name else self.name


class Event(models.Model):
    """One dissemination event of a project."""

    class Kind(models.TextChoices):
        DISSEMINATION = "dissemination", _("Dissemination event")
        CONFERENCE = "conference", _("Conference")
        LUNCH = "lunch", _("Learning lunch")
        WORKSHOP = "workshop", _("Workshop")
        SLOT = "slot", _("Slot in another event")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        BOTH = "both", _("In person and online")

    class Admission(models.TextChoices):
        OPEN = "open", _("Anybody who registers")
        APPROVAL = "approval", _("Whom an organiser approves")
        INVITATION = "invitation", _("Whoever has a personal link")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        OPEN = "open", _("Open for registration")
        CLOSED = "closed", _("Registration closed")
        HELD = "held", _("Held")
        REPORTED = "reported", _("Reported")

    project = models.ForeignKey(Project, models.PROTECT, related_name="events", verbose_name=_("project"))
    title = LineField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind of event"), max_length=20, choices=Kind, default=Kind.DISSEMINATION)
    aims = ProseField(_("aims"), max_length=3000, blank=True)
    audience = LineField(_("for whom"), max_length=300, blank=True)
    mode = models.CharField(_("where people take part"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("venue")
    )
    joining_link = models.URLField(
        _("joining link"),
        blank=True,
        max_length=500,
        help_text=_("Shown to confirmed online delegates, and to those who speak."),
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/London", validators=[validate_zone]
    )
    language = models.CharField(
        _("language of its mails"), max_length=10, default=settings.LANGUAGE_CODE, choices=languages
    )
    capacity = models.PositiveIntegerField(_("places in the room"), default=100)
    online_capacity = models.PositiveIntegerField(_("places online"), default=0)
    taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)
    online_taken = models.PositiveIntegerField(_("online places taken"), default=0, editable=False)
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    admission = models.CharField(_("who can come"), max_length=10, choices=Admission, default=Admission.OPEN)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"),
        default=48,
        validators=[MaxValueValidator(720)],
        help_text=_("A free place is offered to whoever has waited longest. 0: it is theirs at once."),
    )
    numbers_due_at = models.DateTimeField(
        _("numbers are due"),
        null=True,
        blank=True,
        help_text=_("When the caterer has to know how many come. Offers end by then."),
    )
    handover_until = models.DateTimeField(
        _("places can be handed over until"),
        null=True,
        blank=True,
        help_text=_(
            "Delegates can give their place to a colleague until then; otherwise until the event begins."
        ),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    postponed_at = models.DateTimeField(
        _("postponed"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Set while the new date is unknown."),
    )
    groups_told_at = models.DateTimeField(_("groups published"), null=True, blank=True, editable=False)
    delay_minutes = models.SmallIntegerField(
        _("minutes behind time today"),
        default=0,
        help_text=_("Moves now and next on the screens, never diaries."),
    )
    contact_name = LineField(_("contact name"), max_length=200, blank=True)
    contact_email = AddressField(_("contact e-mail address"), help_text=_("A mailbox that somebody reads."))
    contact_telephone = LineField(_("contact telephone"), max_length=40, blank=True)
    statement = ProseField(_("what happens to people's data"), max_length=3000, default=STATEMENT)
    statement_version = models.PositiveSmallIntegerField(_("version of that text"), default=1)
    asks_more = models.BooleanField(
        _("form asks more than every form"),
        default=False,
        editable=False,
        help_text=_("Own questions or topics have been written. While it is not set, nobody looks for any."),
    )
    lessons = ProseField(_("lessons for next time"), max_length=3000, blank=True)
    cloned_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="clones"
    )

    objects = EventQuerySet.as_manager()
    as_of: int | None = None  # the number of the last change (core.Revision) when a kept event was read

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-starts_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message=_("The event must end after it starts."),
            ),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="no_more_taken_than_places"),
            models.CheckConstraint(
                condition=Q(online_taken__lte=F("online_capacity")), name="no_more_online_than_places"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        """The event's time zone: every time of the event is shown in it."""
        return zoneinfo.ZoneInfo(self.zone)

    @property
    def is_public(self) -> bool:
        """Any reader may see it."""
        return self.state in PUBLIC_STATES

    @property
    def is_cancelled(self) -> bool:
        """It will not take place."""
        return self.cancelled_at is not None

    @property
    def is_postponed(self) -> bool:
        """It takes place on a day that is not known yet; its times are those that it had."""
        return self.postponed_at is not None

    def has_begun(self, at: datetime) -> bool:
        """Its day has come. Where that is not known, it has not."""
        return self.starts_at <= at and not self.is_postponed

    def is_over(self, at: datetime) -> bool:
        """Its day has passed. Where that is not known, it has not."""
        return self.ends_at <= at and not self.is_postponed

    @property
    def has_room_places(self) -> bool:
        """People can take part in the room."""
        return self.mode != self.Mode.ONLINE

    @property
    def has_online_places(self) -> bool:
        """People can take part online."""
        return self.mode != self.Mode.IN_PERSON

    @property
    def room_left(self) -> int:
        """Free places in the room."""
        return self.capacity - self.taken

    @property
    def online_left(self) -> int:
        """Free places online."""
        return self.online_capacity - self.online_taken

    @property
    def places_left(self) -> int:
        """Free places in the ways in which it takes place, together."""
        room = self.room_left if self.has_room_places else 0
        return room + (self.online_left if self.has_online_places else 0)

    @property
    def when(self) -> str:
        """The day and the hours on the clocks of the event: “Wednesday 11 March 2026, 09:30 to 16:30”."""
        if self.is_postponed:
            return gettext("Postponed: the new date is not known yet")
        return self.span(self.starts_at, self.ends_at)

    def span(self, starts_at: datetime, ends_at: datetime) -> str:
        """From when to when in words, with both days where they differ."""
        starts, ends = self.local(starts_at), self.local(ends_at)
        until = "H:i" if starts.date() == ends.date() else "l j F Y, H:i"
        hours = {"starts": date_format(starts, "l j F Y, H:i"), "ends": date_format(ends, until)}
        return gettext("%(starts)s to %(ends)s") % hours

    def local(self, moment: datetime) -> datetime:
        """The moment on the clocks of the event."""
        return moment.astimezone(self.tz)

    def hours(self, starts_at: datetime, ends_at: datetime) -> str:
        """From when to when on the clocks of the event: “11:00–12:30”, with the day if there are several."""
        starts, ends = self.local(starts_at), self.local(ends_at)
        has_days = self.local(self.starts_at).date() != self.local(self.ends_at).date()
        day = f"{date_format(starts, 'D j F')}, " if has_days else ""
        return f"{day}{starts:%H:%M}–{ends:%H:%M}"

    def spelt(self, moment: datetime) -> str:
        """The moment on the clocks of the event, in words: “Wednesday 4 March 2026, 09:00”."""
        return date_format(self.local(moment), "l j F Y, H:i")


class TeamMember(models.Model):
    """Who may do what at one event."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("Organiser")
        PUBLISHER = "publisher", _("Publisher")
        ANALYST = "analyst", _("Analyst")
        DESK = "desk", _("Desk")
        WELFARE = "welfare", _("Welfare")

    event = models.ForeignKey(Event, models.CASCADE, related_name="team", verbose_name=_("event"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.ORGANISER)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team")
        constraints = (models.UniqueConstraint(fields=("event", "user", "role"), name="one_row_per_role"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


def photograph_path(photograph: "Photograph", name: str) -> str:
    """A random name: what the file was called says nothing about where it is kept."""
    return f"photographs/{new_code()}.jpg"


class Photograph(models.Model):
    """A picture of the day, with everything needed to publish it well."""

    class Consent(models.TextChoices):
        NOT_ASKED = "not_asked", _("Not asked yet: not shown")
        AGREED = "agreed", _("Everybody in it agreed")
        NOBODY = "nobody", _("Nobody can be recognised")

    event = models.ForeignKey(Event, models.CASCADE, related_name="photographs", verbose_name=_("event"))
    image = models.ImageField(
        _("picture"), upload_to=photograph_path, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    caption = LineField(_("caption"), max_length=300)
    alt_text = LineField(_("description for people who cannot see it"), max_length=300)
    people = LineField(_("who is in it"), max_length=300, blank=True)
    credit = LineField(_("credit"), max_length=200, blank=True)
    licence = LineField(_("licence"), max_length=100, blank=True)
    consent = models.CharField(_("consent"), max_length=10, choices=Consent, default=Consent.NOT_ASKED)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PhotographQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.caption
