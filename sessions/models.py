"""The programme: rooms, sessions, the questions of a workshop and the groups that debate them."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import LineField
from dissemination.events.models import Event
from sessions.querysets import (
    GroupQuerySet,
    PerspectiveQuerySet,
    QuestionQuerySet,
    RoomQuerySet,
    SessionQuerySet,
)


class Room(models.Model):
    """A room (or an online space) of one event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="rooms", verbose_name=_("event"))
    name = LineField(_("name"), max_length=100)
    directions = LineField(_("how to find it"), max_length=300, blank=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("event", "name"), name="one_room_per_name_and_event"),)

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One entry of the programme."""

    class Kind(models.TextChoices):
        TALK = "talk", _("Talk")
        WORKSHOP = "workshop", _("Workshop")
        PLENARY = "plenary", _("Plenary")
        BREAK = "break", _("Break")

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions", verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TALK)
    title = LineField(_("title"), max_length=200)
    abstract = LineField(_("in one sentence"), max_length=400, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("room")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    seats = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        help_text=_(
            "Fewer than come to the event: delegates choose it while seats last. Empty: it is for all."
        ),
    )

    typed_beside: Collection[int] = ()  # on the same form, which compares them as they are typed

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("starts_at", "order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The session must end after it starts."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_workshop(self) -> bool:
        """Groups debate questions in it."""
        return self.kind == self.Kind.WORKSHOP

    def clean(self) -> None:
        """A session is within its event's hours, in a room of that event, and no two are in one at a time."""
        if not (self.starts_at and self.ends_at and self.event_id):
            return
        if self.starts_at < self.event.starts_at or self.ends_at > self.event.ends_at:
            hours = {"when": self.event.when}
            raise ValidationError({"starts_at": _("The event is on %(when)s: choose hours within.") % hours})
        if self.room:
            self._check_room(self.room)

    def _check_room(self, room: Room) -> None:
        if room.event_id != self.event_id:
            raise ValidationError({"room": _("Choose a room of this event.")})
        others = Session.objects.filter(event_id=self.event_id, room=room)
        others = others.exclude(pk=self.pk).exclude(pk__in=self.typed_beside)
        clash = others.overlapping(self.starts_at, self.ends_at).first()
        if clash:
            raise ValidationError(
                {"room": _("“%(title)s” is in this room at that time.") % {"title": clash.title}}
            )


class Question(models.Model):
    """A question that every group of a workshop debates."""

    class Kind(models.TextChoices):
        DEBATE = "debate", _("Debate")
        SUCCESS = "success", _("What success looks like")
        COMMITMENT = "commitment", _("What we will do")
        STORY = "story", _("A story from practice")

    session = models.ForeignKey(Session, models.CASCADE, related_name="questions", verbose_name=_("workshop"))
    text = LineField(_("question"), max_length=400)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DEBATE)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text


class Perspective(models.Model):
    """A point of view from which a question is answered apart, for example the service user's."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="perspectives", verbose_name=_("question")
    )
    name = LineField(_("perspective"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PerspectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("perspective")
        verbose_name_plural = _("perspectives")
        ordering = ("order", "pk")
        constraints = (models.UniqueConstraint(fields=("question", "name"), name="one_perspective_per_name"),)

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A table of a workshop: where it sits, how many it takes and what it offers."""

    class Feature(models.TextChoices):
        WHEELCHAIR = "wheelchair", _("Wheelchair access")
        BSL = "bsl", _("British Sign Language")
        HEARING_LOOP = "hearing_loop", _("Hearing loop")
        QUIET = "quiet", _("Quiet place")

    session = models.ForeignKey(Session, models.CASCADE, related_name="groups", verbose_name=_("workshop"))
    name = LineField(_("name"), max_length=60, help_text=_("For example Table 4."))
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="groups", verbose_name=_("room")
    )
    min_size = models.PositiveSmallIntegerField(_("fewest people"), default=0)
    max_size = models.PositiveSmallIntegerField(_("most people"), default=10)
    features = models.JSONField(_("what it offers"), default=list, blank=True)
    topic = LineField(_("topic"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("session", "name"), name="one_group_per_name_and_workshop"),
            models.CheckConstraint(
                condition=Q(max_size__gte=F("min_size")) & Q(max_size__gt=0),
                name="group_takes_somebody",
                violation_error_message=_("The most people must be at least 1 and at least the fewest."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """The room where the group sits: its own, else the workshop's."""
        room = self.room or self.session.room
        return room.name if room else ""


class Programme(Event):
    """An event seen as its timetable: the page on which organisers put it together."""

    class Meta:
        proxy = True
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
