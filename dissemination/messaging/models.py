"""The outbox and the diary: each mail that was promised, each calendar entry that lives, and own words."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import Person
from dissemination.core.models import AddressField, LineField, ProseField
from dissemination.core.text import titled
from dissemination.core.tokens import new_code
from dissemination.events.models import Event
from dissemination.messaging.querysets import (
    AddresseeQuerySet,
    HeartbeatQuerySet,
    InvitationQuerySet,
    MessageQuerySet,
    WordingQuerySet,
)


class Message(models.Model):
    """One mail to one person. Written in the transaction that states its news; delivered afterwards."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        HELD = "held", _("Held")
        LEASED = "leased", _("Being sent")
        SENT = "sent", _("Sent")
        BOUNCED = "bounced", _("Bounced")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    event = models.ForeignKey(
        Event, models.CASCADE, null=True, blank=True, related_name="messages", verbose_name=_("event")
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="messages", verbose_name=_("person")
    )
    to_email = AddressField(_("to"))
    to_name = LineField(_("name"), max_length=200, blank=True)
    from_name = LineField(_("from"), max_length=200, blank=True)
    reply_to = AddressField(_("replies go to"), blank=True)
    subject = LineField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    calendar = models.TextField(_("calendar entry"), blank=True)
    method = models.CharField(_("calendar method"), max_length=10, blank=True)
    unsubscribe = models.URLField(
        max_length=300, blank=True, help_text=_("Set for news alone: where one press ends it (RFC 8058).")
    )
    is_secret = models.BooleanField(
        default=False, help_text=_("Holds a sign-in code: its body is blanked once sent.")
    )
    is_bulk = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_("Of a mailing: leaves after all that somebody waits for."),
    )
    message_id = models.CharField(max_length=200, unique=True)
    dated_at = models.DateTimeField(_("date"))
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = LineField(_("what the mail server said"), max_length=500, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"), name="sent_has_a_time"
            ),
        )
        indexes = (
            models.Index(
                fields=("is_bulk", "due_at", "id"), condition=Q(state="queued"), name="messages_queued"
            ),
            models.Index(fields=("leased_until",), condition=Q(state="leased"), name="messages_leased"),
            models.Index(
                fields=("to_email",),
                condition=Q(state__in=("queued", "leased"), is_bulk=False),
                name="messages_in_person",
            ),
            models.Index(
                fields=("-id",),
                condition=Q(state__in=("bounced", "failed", "cancelled")),
                name="messages_not_arrived",
            ),
            models.Index(fields=("event", "kind"), name="messages_by_kind"),
            models.Index(fields=("event", "state", "due_at"), name="messages_by_state"),
            models.Index(fields=("to_email", "event"), name="messages_by_address"),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def is_news(self) -> bool:
        """It goes out because its receiver asked for news, and stops when they say so."""
        return bool(self.unsubscribe)


class Addressee(models.Model):
    """One e-mail address, and what has become of mail to it. Made when there is something to remember."""

    email = AddressField(_("e-mail address"), unique=True)
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    refuses_news_at = models.DateTimeField(_("asked for no more news"), null=True, blank=True)
    unreachable_at = models.DateTimeField(_("cannot be reached since"), null=True, blank=True)
    unreachable_because = LineField(_("what its mail server said"), max_length=500, blank=True)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses that get less mail")
        ordering = ("email",)

    def __str__(self) -> str:
        return self.email


class Invitation(models.Model):
    """A calendar entry in one person's diary: one UID for life, the sequence it has reached, what it says."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        TENTATIVE = "tentative", _("Perhaps")
        DECLINED = "declined", _("Declined")

    event = models.ForeignKey(Event, models.CASCADE, related_name="invitations", verbose_name=_("event"))
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="invitations", verbose_name=_("person")
    )
    entry_key = models.CharField(_("entry"), max_length=120, unique=True)
    uid = models.CharField(_("UID"), max_length=120, unique=True)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    digest = models.CharField(max_length=64)
    content = models.JSONField(_("what the diary says"), default=dict)
    organiser_name = LineField(
        _("organiser in the diary"), max_length=200, blank=True, default="", db_default=""
    )
    organiser_email = AddressField(
        _("answers go to"),
        blank=True,
        default="",
        db_default="",
        help_text=_("As it began, for life: many diaries take a change from nobody else."),
    )
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    answer = models.CharField(_("the diary's answer"), max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    proposal = LineField(
        _("words of its owner"),
        max_length=400,
        blank=True,
        help_text=_("Somebody has to read this and write back."),
    )
    is_counter = models.BooleanField(_("proposes something else"), default=False, db_default=False)
    settled_at = models.DateTimeField(_("done"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar invitation")
        verbose_name_plural = _("calendar invitations")
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_by=None) | Q(settled_at__isnull=False), name="settled_by_and_when"
            ),
        )

    def __str__(self) -> str:
        said: dict[str, str] = self.content
        return titled(self.title, whose) if (whose := said.get("name") or said.get("email")) else self.title

    @property
    def title(self) -> str:
        """What the diary calls it; an entry that says nothing is named by its key."""
        return str(self.content.get("summary") or self.entry_key)


class Heartbeat(models.Model):
    """When something that must run by itself last ran."""

    name = models.CharField(_("what"), max_length=40, primary_key=True)
    at = models.DateTimeField(_("when"))

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name


class Wording(models.Model):
    """Other words for one kind of mail in one language, for one event or (without one) for the whole house.

    A row never changes its words: each saving is a version, of which one at the most is in force.
    """

    name = models.CharField(_("mail"), max_length=80, help_text="As in templates/emails: app/name.")
    event = models.ForeignKey(
        Event, models.CASCADE, null=True, blank=True, related_name="wordings", verbose_name=_("event")
    )
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    subject = LineField(_("subject"), max_length=200)
    body = ProseField(_("text"), max_length=8000)
    is_in_force = models.BooleanField(_("in force"), default=True)
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("own words of a mail")
        verbose_name_plural = _("own words of mails")
        ordering = ("-written_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("name", "event", "language"),
                condition=Q(is_in_force=True),
                name="one_wording_for_an_event",
            ),
            models.UniqueConstraint(
                fields=("name", "language"),
                condition=Q(is_in_force=True, event=None),
                name="one_wording_for_the_house",
            ),
        )

    def __str__(self) -> str:
        return self.subject
