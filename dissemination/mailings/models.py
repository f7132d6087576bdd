"""Mailings: one message to a whole audience, when it leaves, and when nothing leaves."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import LineField, ProseField
from dissemination.events.models import Event
from dissemination.mailings.querysets import (
    MailingQuerySet,
    ObjectionQuerySet,
    PersonalWordsQuerySet,
    QuietTimeQuerySet,
    SpeakersObjectionQuerySet,
)
from registrations.models import Registration
from sessions.models import Group, Session
from speakers.models import Speaker


class Mailing(models.Model):
    """One message to one audience of an event. Each reader gets it once, however often it is sent."""

    class Kind(models.TextChoices):
        JOINING = "joining", _("Joining instructions")
        REMINDER = "reminder", _("Reminder")
        OWN = "own", _("Message of your own")
        FOLLOW_UP = "follow-up", _("Follow-up")

    class Audience(models.TextChoices):
        CONFIRMED = "confirmed", _("Everybody who has a place")
        WAITING = "waiting", _("Those on the waiting list")
        ATTENDED = "attended", _("Those who came")
        ABSENT = "absent", _("Those who did not come")
        SPEAKERS = "speakers", _("Those who speak or help")
        HELPING = "helping", _("Those who facilitate, write or interpret")
        OWING = "owing", _("Those who owe slides")
        SESSION = "session", _("Those who take part in one session")
        GROUP = "group", _("One group")
        LIST = "list", _("Those in the list of delegates, as filtered")
        NEWS = "news", _("Those who asked for news of the project")

    class Timing(models.TextChoices):
        AT_ONCE = "at_once", _("Ten minutes after you press Send")
        AT = "at", _("At a day and an hour")
        BEFORE = "before", _("Some days before the event")

    SPEAKING = (Audience.SPEAKERS, Audience.HELPING, Audience.OWING)

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PLANNED = "planned", _("Will be sent")
        SENDING = "sending", _("Being sent")
        PAUSED = "paused", _("Paused")
        SENT = "sent", _("Sent")
        STOPPED = "stopped", _("Stopped")

    event = models.ForeignKey(Event, models.CASCADE, related_name="mailings", verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OWN, editable=False)
    audience = models.CharField(_("to"), max_length=10, choices=Audience, default=Audience.CONFIRMED)
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("session")
    )
    group = models.ForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    filters = LineField(
        _("filter"),
        max_length=2000,
        blank=True,
        help_text=_("What is looked for in the list of delegates, as it stands in the address of that page."),
    )
    is_without_helpers = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text=_("Those who spoke or helped get a version of their own, and not this one as well."),
    )
    subject = LineField(_("subject"), max_length=200)
    body = ProseField(_("text"), max_length=8000)
    timing = models.CharField(_("when"), max_length=10, choices=Timing, default=Timing.AT_ONCE)
    sends_at = models.DateTimeField(_("day and hour"), null=True, blank=True)
    days_before = models.PositiveSmallIntegerField(
        _("days before the event"), null=True, blank=True, validators=[MaxValueValidator(365)]
    )
    hour = models.TimeField(_("at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    planned_at = models.DateTimeField(null=True, blank=True, editable=False)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    sent_back_because = LineField(_("sent back because"), max_length=300, blank=True, editable=False)
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True, editable=False)
    written_at = models.DateTimeField(null=True, blank=True, editable=False)
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    for_start = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the event was to start, as it was last planned."),
    )
    not_before = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("Its event has moved: until then it can be stopped."),
    )
    round = models.PositiveSmallIntegerField(
        default=1, db_default=1, editable=False, help_text=_("Sent to everybody so many times.")
    )

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("event", "kind"),
                condition=Q(kind__in=("joining", "reminder")),
                name="one_usual_mailing_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(timing="before") | Q(days_before__isnull=False, hour__isnull=False),
                name="before_by_days_and_hour",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "stopped")) | ~Q(timing="at") | Q(sends_at__isnull=False),
                name="at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="paused") | Q(paused_at__isnull=False), name="paused_with_a_time"
            ),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def leaves_at(self) -> datetime | None:
        """When the first of it leaves; None while that is not known. It follows an event that moves."""
        if self.timing != self.Timing.BEFORE or self.days_before is None or self.hour is None:
            return self.sends_at
        day = self.event.local(self.event.starts_at).date() - timedelta(days=self.days_before)
        moment = datetime.combine(day, self.hour, tzinfo=self.event.tz)
        return max(moment, self.not_before) if self.not_before else moment

    @property
    def is_of_another_date(self) -> bool:
        """The event has moved since it was planned, or sent."""
        return self.for_start not in (None, self.event.starts_at)

    @property
    def is_to_speakers(self) -> bool:
        """Its readers have a part in the programme; those of every other audience have registered."""
        return self.audience in self.SPEAKING

    @property
    def letter(self) -> str:
        """The mail in the vocabulary whose placeholders it may use."""
        return f"mailings/{self.kind}"

    @property
    def message_kind(self) -> str:
        """By which its messages are found in the outbox."""
        again = f" round {self.round}" if self.round > 1 else ""
        return f"{'follow-up' if self.is_follow_up else 'mailing'} {self.pk}{again}"

    @property
    def heading(self) -> str:
        """The subject as an organiser reads it in a list: with the event's title in its place."""
        return self.subject.replace("{event}", self.event.title)

    @property
    def is_usual(self) -> bool:
        """It was laid out for the event and is switched off rather than deleted."""
        return self.kind in (self.Kind.JOINING, self.Kind.REMINDER)

    @property
    def is_follow_up(self) -> bool:
        """Its words are gathered from the record of the day, and written on the page of the follow-up."""
        return self.kind == self.Kind.FOLLOW_UP


class PersonalWords(models.Model):
    """What one reader of a mailing gets instead: other words, or nothing."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="personal", verbose_name=_("mailing"))
    reader = models.CharField(_("reader"), max_length=300)
    body = ProseField(_("text"), max_length=8000, blank=True)
    is_left_out = models.BooleanField(_("gets nothing"), default=False)

    objects = PersonalWordsQuerySet.as_manager()

    class Meta:
        verbose_name = _("words for one reader")
        verbose_name_plural = _("words for one reader")
        constraints = (models.UniqueConstraint(fields=("mailing", "reader"), name="words_once_for_a_reader"),)

    def __str__(self) -> str:
        return self.reader


class Objection(models.Model):
    """A delegate wants none of what an event sends to many. What concerns their own place still comes."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="objection", verbose_name=_("registration")
    )
    made_at = models.DateTimeField(_("made"))

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for fewer mails")
        verbose_name_plural = _("wishes for fewer mails")

    def __str__(self) -> str:
        return f"{self.registration_id}"


class SpeakersObjection(models.Model):
    """Somebody who speaks or helps wants none of what an event sends to many of them."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+", verbose_name=_("event"))
    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="+", verbose_name=_("speaker"))
    made_at = models.DateTimeField(_("made"))

    objects = SpeakersObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker’s wish for fewer mails")
        verbose_name_plural = _("speakers’ wishes for fewer mails")
        constraints = (
            models.UniqueConstraint(fields=("event", "speaker"), name="one_wish_of_a_speaker_at_an_event"),
        )

    def __str__(self) -> str:
        return f"{self.speaker_id}"


class QuietTime(models.Model):
    """When no mailing of an event leaves: certain hours of each day, or a period of days."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="quiet_times", verbose_name=_("event"))
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    begins = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("until"), null=True, blank=True)
    reason = LineField(_("because"), max_length=200, blank=True)

    objects = QuietTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("quiet time")
        verbose_name_plural = _("quiet times")
        ordering = ("first_day", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(first_day__isnull=False, last_day__gte=F("first_day"), begins=None, ends=None)
                | Q(first_day=None, last_day=None, begins__isnull=False, ends__isnull=False),
                name="days_or_hours",
                violation_error_message=_("Enter the first and the last day, or the hours from and until."),
            ),
        )

    def __str__(self) -> str:
        return self.reason or f"{self.first_day or self.begins}"
