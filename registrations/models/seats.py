"""Where delegates sit: places in groups, seats in workshops, and who sits with whom."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dissemination.events.models import Event
from registrations.models.registration import Registration
from registrations.querysets import (
    GroupPlaceQuerySet,
    KeepRuleQuerySet,
    WorkshopSeatQuerySet,
)
from sessions.models import Group, Session


class GroupPlace(models.Model):
    """Where one delegate sits in one workshop: as planned now, as last told, and as their badge says.

    `is_to_tell`: it was told while they were here already, and nobody at the desk has said so to them yet.
    """

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="places", verbose_name=_("delegate")
    )
    session = models.ForeignKey(Session, models.CASCADE, related_name="places", verbose_name=_("workshop"))
    group = models.ForeignKey(Group, models.CASCADE, related_name="places", verbose_name=_("group"))
    told_group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, editable=False, related_name="told_places"
    )
    printed_group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    is_to_tell = models.BooleanField(default=False, editable=False)
    is_pinned = models.BooleanField(_("pinned"), default=False)

    objects = GroupPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a group")
        verbose_name_plural = _("places in groups")
        constraints = (
            models.UniqueConstraint(fields=("registration", "session"), name="one_group_per_workshop"),
        )

    def __str__(self) -> str:
        return f"{self.registration}: {self.group}"

    @property
    def told_room(self) -> str:
        """The room of the told table: its own, else the workshop's; empty where none is known."""
        room = (self.told_group and self.told_group.room) or self.session.room
        return room.name if room else ""


class WorkshopSeat(models.Model):
    """One delegate's seat in a session that has fewer seats than the event has places.

    Of somebody who has no place yet it is a wish, and holds nothing.
    """

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="workshop_seats", verbose_name=_("delegate")
    )
    session = models.ForeignKey(
        Session, models.CASCADE, related_name="workshop_seats", verbose_name=_("session")
    )

    objects = WorkshopSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in a workshop")
        verbose_name_plural = _("seats in workshops")
        constraints = (
            models.UniqueConstraint(fields=("registration", "session"), name="one_seat_per_workshop"),
        )

    def __str__(self) -> str:
        return f"{self.registration}: {self.session}"


class KeepRule(models.Model):
    """Two delegates who sit together, or apart, in every workshop."""

    class Kind(models.TextChoices):
        TOGETHER = "together", _("Together")
        APART = "apart", _("Apart")

    event = models.ForeignKey(Event, models.CASCADE, related_name="keep_rules", verbose_name=_("event"))
    kind = models.CharField(_("rule"), max_length=10, choices=Kind)
    one = models.ForeignKey(Registration, models.CASCADE, related_name="+", verbose_name=_("delegate"))
    other = models.ForeignKey(Registration, models.CASCADE, related_name="+", verbose_name=_("and"))
    is_companion = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("The one is there for the other: interprets, say, or cares."),
    )

    objects = KeepRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("keep together or apart")
        verbose_name_plural = _("keep together or apart")
        constraints = (
            models.CheckConstraint(
                condition=~Q(one=F("other")),
                name="two_people_in_a_keep_rule",
                violation_error_message=_("Choose two people."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.one} / {self.other}: {self.get_kind_display()}"
