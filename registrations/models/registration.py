"""Registrations, and the places that are held for an organisation."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dissemination.accounts.models import Person
from dissemination.core.models import AddressField, LineField
from dissemination.core.tokens import new_code
from dissemination.events.models import Event, Organisation, Sector
from registrations.querysets import (
    COUNTED_STATES,
    LIVE_STATES,
    PLACED_STATES,
    AllotmentQuerySet,
    RegistrationQuerySet,
)

TITLES = (
    *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady"),
    *("rev", "revd", "reverend", "cllr", "councillor"),
)


class Mode(models.TextChoices):
    """How somebody takes part."""

    IN_PERSON = "in_person", _("In the room")
    ONLINE = "online", _("Online")


class Allotment(models.Model):
    """Places that are held for one organisation: its people take one each, by a link of their own.

    What is held counts as taken at the event, used or not, until the rest is given back.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="allotments", verbose_name=_("event"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="allotments", verbose_name=_("organisation")
    )
    mode = models.CharField(_("takes part"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    places = models.PositiveSmallIntegerField(_("places"), validators=[MinValueValidator(1)])
    used = models.PositiveSmallIntegerField(_("used"), default=0, editable=False)
    contact_name = LineField(_("contact name"), max_length=200)
    contact_email = AddressField(
        _("contact e-mail address"),
        help_text=_("The link goes there, to be passed on inside the organisation."),
    )
    returns_at = models.DateTimeField(
        _("unused places go back"),
        null=True,
        blank=True,
        help_text=_(
            "Left empty: when the numbers are due, or else when the event begins, also when that moves."
        ),
    )
    told_of = LineField(_("time and place as told"), max_length=500, blank=True, editable=False)
    returned_at = models.DateTimeField(_("gone back"), null=True, blank=True, editable=False)
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)

    objects = AllotmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("places held for an organisation")
        verbose_name_plural = _("places held for organisations")
        ordering = ("organisation__name", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(used__lte=F("places")), name="no_more_used_than_held"),
        )

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def goes_back_at(self) -> datetime:
        """When what is not used goes back: the date that was set, or else the event's own."""
        return self.returns_at or self.event.numbers_due_at or self.event.starts_at

    @property
    def goes_back(self) -> str:
        """The same in words, on the event's clocks."""
        return str(self.event.spelt(self.goes_back_at))

    @property
    def unused(self) -> int:
        """Places that are held and nobody has taken; none once they have gone back."""
        return 0 if self.returned_at else self.places - self.used


class Registration(models.Model):
    """One person's registration for one event. Needs no account; the link in the mail opens it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        OFFERED = "offered", _("Offered")
        PENDING = "pending", _("Awaiting approval")
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")
        TRANSFERRED = "transferred", _("Handed over")
        ATTENDED = "attended", _("Attended")
        ABSENT = "absent", _("Absent")

    class Ending(models.TextChoices):
        CANCELLED = "cancelled", _("Cancelled")
        LEFT = "left", _("Left the offer to others")
        RUN_OUT = "run_out", _("Offer ran out")
        DECLINED = "declined", _("Declined by an organiser")

    class Kind(models.TextChoices):
        KEY = "key", _("I have worked with the project")
        NEWCOMER = "newcomer", _("I am new to the project and interested")

    Mode = Mode

    class Listing(models.TextChoices):
        NOBODY = "nobody", _("Nobody")
        PARTICIPANTS = "participants", _("People at this event")
        PUBLIC = "public", _("Everybody")

    class Photograph(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_ASKED = "not_asked", _("Not asked")

    class Diary(models.TextChoices):
        DAY = "day", _("The whole day, as one entry")
        SESSIONS = "sessions", _("Each of my sessions, as an entry of its own")

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations", verbose_name=_("event"))
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, editable=False, related_name="registrations"
    )
    name = LineField(_("name"), max_length=200)
    email = AddressField(_("e-mail address"), blank=True)
    contact_email = AddressField(
        _("contact's e-mail address"),
        blank=True,
        help_text=_("Of an assistant or carer, when the delegate has none. Everything goes there."),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("organisation"),
    )
    job_title = LineField(_("job title"), max_length=200, blank=True)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, default=Sector.OTHER)
    kind = models.CharField(_("part in the project"), max_length=10, choices=Kind, default=Kind.NEWCOMER)
    mode = models.CharField(_("takes part"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    state = models.CharField(_("state"), max_length=12, choices=State, editable=False)
    diary = models.CharField(
        _("in the diary"), max_length=10, choices=Diary, default=Diary.DAY, db_default="day", editable=False
    )
    listing = models.CharField(_("name shown to"), max_length=12, choices=Listing, default=Listing.NOBODY)
    photograph = models.CharField(
        _("may be photographed"), max_length=10, choices=Photograph, default=Photograph.NOT_ASKED
    )
    news = models.BooleanField(_("wants news of the project"), default=False)
    topics = models.JSONField(
        _("ranked topics"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("By the number of the workshop, from the first choice on."),
    )
    statement_version = models.PositiveSmallIntegerField(_("version of the data text"), default=1)
    statement_at = models.DateTimeField(
        _("data text read"),
        null=True,
        blank=True,
        editable=False,
        help_text=_(
            "When the form was sent that shows the text. Empty when an organiser wrote somebody down."
        ),
    )
    handed_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="handed_from"
    )
    booked_by = LineField(_("booked by"), max_length=200, blank=True, editable=False)
    allotment = models.ForeignKey(
        Allotment,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="registrations",
        verbose_name=_("place held for their organisation"),
    )
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    ticket = models.CharField(
        max_length=24,
        unique=True,
        default=new_code,
        editable=False,
        help_text=_("What the badge's QR code holds."),
    )
    round = models.PositiveSmallIntegerField(
        default=1, editable=False, help_text=_("Rises when somebody registers again: a new calendar entry.")
    )
    registered_at = models.DateTimeField(_("registered"))
    promoted_at = models.DateTimeField(_("put first"), null=True, blank=True, editable=False)
    offer_ends_at = models.DateTimeField(_("offer ends"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending, blank=True, editable=False)
    reason = LineField(
        _("reason"),
        max_length=300,
        blank=True,
        editable=False,
        help_text=_("What an organiser decided, and why."),
    )
    checked_in_at = models.DateTimeField(_("checked in"), null=True, blank=True, editable=False)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    walked_in = models.BooleanField(_("walked in"), default=False, editable=False)
    gave_up_place = models.BooleanField(
        default=False, editable=False, help_text=_("An absent delegate whose place a walk-in took.")
    )
    badge_printed_at = models.DateTimeField(_("badge printed"), null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("registered_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "person"),
                condition=Q(state__in=LIVE_STATES, person__isnull=False),
                name="one_live_place_per_person_and_event",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_ends_at__isnull=False), name="an_offer_has_an_end"
            ),
        )
        indexes = (
            models.Index(fields=("event", "state", "registered_at"), name="registrations_by_state"),
            models.Index(fields=("event", "registered_at"), name="registrations_by_arrival"),
            models.Index(fields=("event", "email"), name="registrations_by_address"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What this delegate is called at a table: the first word of the name that is no title."""
        words = self.name.split()
        return next((word for word in words if word.rstrip(".").casefold() not in TITLES), self.name)

    @property
    def mailbox(self) -> str:
        """Where this delegate's mail goes; empty when there is no address at all."""
        return self.email or self.contact_email

    @property
    def is_live(self) -> bool:
        """Neither cancelled nor handed over."""
        return self.state in LIVE_STATES

    @property
    def has_place(self) -> bool:
        """Confirmed, attended or absent."""
        return self.state in PLACED_STATES

    @property
    def offer_ends(self) -> str:
        """When the offer ends, in words on the event's clocks; empty for somebody without one."""
        return self.event.spelt(self.offer_ends_at) if self.offer_ends_at else ""

    @property
    def state_in_words(self) -> str:
        """The state, and of a registration that ended how it did: declined, say, or its offer ran out."""
        has_ended = self.state == self.State.CANCELLED and self.ending
        return str(self.get_ending_display() if has_ended else self.get_state_display())

    @property
    def is_counted(self) -> bool:
        """A place of the event counts as taken by this registration: it is theirs, or offered to them."""
        return self.state in COUNTED_STATES and not self.gave_up_place
