"""The guest list: who is invited to an event by name, and what they answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dissemination.core.models import AddressField, LineField
from dissemination.core.tokens import new_code
from dissemination.events.models import Event, Organisation
from dissemination.guests.querysets import GuestQuerySet
from registrations.models import Registration


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
    invited_at = models.DateTimeField(_("invited"), editable=False)
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
