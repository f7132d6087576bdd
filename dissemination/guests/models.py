"""The invitation list: who is invited to an event by name, what they answered, and who else is wanted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import AddressField, LineField
from dissemination.core.tokens import new_code
from dissemination.events.models import Event, Organisation
from dissemination.guests.querysets import GuestQuerySet, TargetOrganisationQuerySet
from registrations.models import Registration


class Standing(models.TextChoices):
    """Where a guest stands, in one word."""

    LISTED = "listed", _("Not invited yet")
    INVITED = "invited", _("No answer yet")
    UNREACHABLE = "unreachable", _("Mail came back")
    COMING = "coming", _("Coming")
    WAITING = "waiting", _("Waits for a place")
    DECLINED = "declined", _("Does not come")


PLACED = {
    "waiting": Standing.WAITING,
    "pending": Standing.WAITING,
    "offered": Standing.WAITING,
}


class Guest(models.Model):
    """Somebody who is invited by name. The link in the invitation registers them, or says no."""

    class Answer(models.TextChoices):
        NONE = "", _("No answer yet")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    event = models.ForeignKey(Event, models.CASCADE, related_name="guests", verbose_name=_("event"))
    name = LineField(_("name"), max_length=200)
    email = AddressField(_("e-mail address"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="guests",
        verbose_name=_("organisation"),
    )
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    told_at = models.DateTimeField(_("told the date"), null=True, blank=True, editable=False)
    told_of = LineField(_("time and place as told"), max_length=500, blank=True, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)
    chased_at = models.DateTimeField(_("last reminded"), null=True, blank=True, editable=False)
    chased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    answer = models.CharField(
        _("answer"), max_length=10, choices=Answer, default=Answer.NONE, blank=True, editable=False
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    reason = LineField(_("reason"), max_length=300, blank=True, editable=False)
    registration = models.ForeignKey(
        Registration,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="guests",
        verbose_name=_("registration"),
    )

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "email"),
                name="one_invitation_per_address_and_event",
                violation_error_message=_("This address is on the guest list already."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="an_answer_has_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> Standing:
        """Where they stand, of a guest that was found `with_standing`.

        Whoever said yes with an address that was somebody else's has no place, and so no answer yet.
        """
        found = vars(self)
        if found["place_state"]:
            return PLACED.get(found["place_state"], Standing.COMING)
        if self.answer == self.Answer.DECLINED or self.registration_id:
            return Standing.DECLINED
        if found["is_stopped"] or found["mail_state"] in ("bounced", "failed", "cancelled"):
            return Standing.UNREACHABLE
        return Standing.INVITED if self.invited_at else Standing.LISTED


class TargetOrganisation(models.Model):
    """An organisation that the event wants in the room. A pair that is there twice counts once."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="target_organisations", verbose_name=_("event")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="wanted_at", verbose_name=_("organisation")
    )

    objects = TargetOrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation that is wanted")
        verbose_name_plural = _("organisations that are wanted")
        ordering = ("organisation__name", "pk")

    def __str__(self) -> str:
        return str(self.organisation)
